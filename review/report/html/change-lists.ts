/** The parts of a review that are lists: what opens and closes, what hurts, promises, changes, and what is not known. */

import type { ReachChange } from "../../change/reach/reach-change";
import type { NetworkReview, ReviewedPromise } from "../../change/review";
import type { Change } from "../../change/versions/change";
import { causeLine, counted, done, doubtText, pairText, wayText } from "../wording/headline";
import { costText, countsText, promiseText, takenBackText } from "../wording/sentences";
import { blockerHtml, pathHtml, verdictHtml } from "./answer";
import { type Content, folded, list, tag } from "./tags";

/** More of one kind are counted, not listed. */
const MOST = 400;

export function deltaHtml({ reach }: NetworkReview): Content {
  const { opened, closed, unknown } = reach;
  if (opened.length + closed.length + unknown.length === 0) return tag("p", {}, "No change in reachability.");
  return some(
    [
      ...opened.map((change) => changeOfReach(change)),
      ...closed.map((change) => changeOfReach(change)),
      ...unknown.map((doubt) =>
        tag(
          "li",
          { class: "unknown", "data-names": names(doubt.from, doubt.to) },
          `cannot tell: ${doubtText(doubt)}`,
        ),
      ),
    ],
    "delta",
  );
}

function changeOfReach(change: ReachChange): Content {
  const { kind, from, to, exposes, causes, path, blocker } = change;
  const head = [
    tag("strong", { class: `mark ${kind}` }, kind === "opened" ? "+ opens " : "− closes "),
    pairText(change),
    exposes
      ? tag("span", { class: "badge" }, kind === "opened" ? "from the internet" : "internet")
      : undefined,
  ];
  return tag(
    "li",
    { class: kind, "data-names": names(from, to) },
    folded(
      head,
      list(causes.map((cause) => tag("li", {}, causeLine(cause)))),
      kind === "opened" ? pathHtml(path) : tag("p", {}, wayText(change)),
      kind === "closed" || blocker === undefined
        ? undefined
        : [tag("p", {}, "Before this change:"), blockerHtml(blocker)],
    ),
  );
}

function names(...ends: readonly { readonly name: string; readonly members: readonly string[] }[]): string {
  return ends.flatMap(({ name, members }) => [name, ...members]).join("\n");
}

export function disruptionsHtml({ disruptions: hurts }: NetworkReview): Content {
  return some(
    hurts.map(({ address, loses, text, line }) =>
      tag(
        "li",
        { class: "hurt", "data-names": address },
        tag("strong", { class: "bad" }, `loses ${loses}: `),
        text,
        tag("span", { class: "soft" }, ` ${address}${line === undefined ? "" : `, ${line}`}`),
      ),
    ),
    "hurts",
  );
}

/** @param said what is told of each */
export function promisesHtml(findings: readonly ReviewedPromise[], said = promiseText): Content {
  const ordered = [...findings].sort((a, b) => Number(a.kept) - Number(b.kept));
  return some(
    ordered.map((finding) => {
      const { promise, kept, verdict } = finding;
      const head = [tag("strong", { class: kept ? "good" : "bad" }, kept ? "✓ " : "✗ "), said(finding)];
      return tag(
        "li",
        { class: kept ? "kept" : "broken", "data-names": [promise.from, promise.to].join("\n") },
        folded(head, verdictHtml(verdict)),
      );
    }),
    "promises",
  );
}

export function takenBackHtml({ takenBack }: NetworkReview): Content {
  return promisesHtml(takenBack, takenBackText);
}

export function changesHtml({ changes, counts, drift, unsupported }: NetworkReview): Content {
  if (changes.length + drift.length === 0) return tag("p", {}, "Nothing is changed.");
  const loud = changes.filter(({ noise }) => !noise);
  const quiet = changes.filter(({ noise }) => noise);
  return [
    tag("p", {}, `${countsText({ counts })}.`),
    some(loud.map(changeLine), "changes"),
    quiet.length === 0
      ? undefined
      : folded(
          `${counted(quiet.length, "change")} of tags or computed attributes alone`,
          some(quiet.map(changeLine), "changes"),
        ),
    drift.length === 0
      ? undefined
      : folded(
          `${counted(drift.length, "change")} made behind Terraform's back`,
          some(drift.map(changeLine), "changes"),
        ),
    unsupported.length === 0
      ? undefined
      : tag(
          "p",
          { class: "soft" },
          `Not judged: ${unsupported.map(({ type, count }) => `${count} ${type}`).join(", ")}.`,
        ),
  ];
}

function changeLine({
  address,
  action,
  attributes,
  unknown,
  forcedBy,
  previousAddress,
  line,
}: Change): Content {
  const parts = [
    previousAddress === undefined ? "" : `from ${previousAddress}`,
    attributes.length === 0 ? "" : attributes.join(", "),
    forcedBy.length === 0 ? "" : `forced by ${forcedBy.join(", ")}`,
    unknown.length === 0 ? "" : `known after apply: ${unknown.join(", ")}`,
  ].filter((part) => part !== "");
  return tag(
    "li",
    { "data-names": address },
    tag("code", {}, address),
    ` ${done(action)}`,
    parts.length === 0 ? undefined : tag("span", { class: "soft" }, `: ${parts.join("; ")}`),
    line === undefined ? undefined : tag("span", { class: "soft" }, ` (${line})`),
  );
}

export function remarksHtml({ unknowns, warnings }: Pick<NetworkReview, "unknowns" | "warnings">): Content {
  return some(
    [
      ...warnings.map((warning) => tag("li", {}, warning)),
      ...unknowns.map(({ attribute, why }) =>
        tag("li", { "data-names": attribute }, tag("code", {}, attribute), `: ${why}`),
      ),
    ],
    "remarks",
  );
}

export function costHtml({ cost }: NetworkReview): Content {
  return cost === undefined ? undefined : list(costText(cost).map((line) => tag("li", {}, line)));
}

function some(items: readonly Content[], kind: string): Content {
  const more = items.length - MOST;
  return [
    list(items.slice(0, MOST), { class: kind }),
    more > 0 ? tag("p", { class: "soft" }, `And ${more} more.`) : undefined,
  ];
}
