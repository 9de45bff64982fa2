/** A verdict as HTML: the way with every hop, or the first blocker, what to change, and what is not known. */

import { covers, subtract } from "../../../net/interval-set";
import { noTraffic, stretch, type TrafficSet } from "../../../net/traffic-set";
import type { Unknown } from "../../../terraform/values";
import { fixText } from "../../reach/packets/fix";
import type { Blocker, Hop } from "../../reach/packets/flow";
import type { Verdict } from "../../reach/verdict";
import { type Content, list, name, tag } from "./tags";

export function pathHtml(path: readonly Hop[]): Content {
  if (path.length === 0) return undefined;
  return tag(
    "ol",
    { class: "path" },
    path.map(({ at, text }) => tag("li", {}, name(at), " ", tag("span", { class: "soft" }, text))),
  );
}

export function blockerHtml(blocker: Blocker): Content {
  const { code, at, text, fix, nearMisses = [] } = blocker;
  return [
    tag(
      "p",
      { class: "stop" },
      "Stopped at ",
      name(at),
      ": ",
      text,
      " ",
      tag("code", { class: "soft" }, code),
    ),
    fix === undefined ? undefined : tag("p", { class: "fix" }, "To change that: ", fixText(fix)),
    list(nearMisses.map((miss) => tag("li", {}, `Nearly: ${miss}`))),
  ];
}

export function verdictHtml(verdict: Verdict): Content {
  const { path, blocker, others, notes, unknowns } = verdict;
  return [
    pathHtml(path),
    blocker === undefined ? undefined : blockerHtml(blocker),
    list([
      ...others.map(({ at, text }) => tag("li", {}, "Further on ", name(at), " would stop it: ", text)),
      ...unknowns.map(unknownItem),
      ...notes.map((note) => tag("li", { class: "soft" }, note)),
    ]),
  ];
}

/** What stops the rest of a pair, where a part gets through: in few words, as nobody asks to open all of the rest. */
export function restHtml({ traffic, blocker, others, unknowns }: Verdict): Content {
  const said = (each: Blocker): string =>
    isAbout(each, traffic) ? (each.brief?.text ?? each.text) : each.text;
  return [
    blocker === undefined
      ? undefined
      : tag(
          "p",
          { class: "stop" },
          "Stopped at ",
          name(blocker.at),
          ": ",
          said(blocker),
          " ",
          tag("code", { class: "soft" }, blocker.code),
        ),
    list([
      ...others.map((each) => tag("li", {}, "Further on ", name(each.at), " would stop it: ", said(each))),
      ...unknowns.map(unknownItem),
    ]),
  ];
}

/** Blockers speak of the traffic of one family: without the other's ICMP. */
const OF_EITHER_FAMILY: readonly TrafficSet[] = [noTraffic, stretch("icmpv6"), stretch("icmp")];

function isAbout({ brief }: Blocker, traffic: TrafficSet): boolean {
  if (brief === undefined) return false;
  return OF_EITHER_FAMILY.some((other) => {
    const asked = subtract(traffic, other);
    return covers(asked, brief.of) && covers(brief.of, asked);
  });
}

function unknownItem({ attribute, why }: Unknown): Content {
  return tag("li", {}, "Not known: ", tag("code", {}, attribute), `, ${why}`);
}
