/** A review as text for a terminal: the verdict, what opens and closes and why, what hurts, promises, and what changes. */
import type { NetworkReview, Review } from "../../change/review";
import type { Change } from "../../change/versions/change";
import { type Told, toldTogether } from "../wording/alike";
import {
  alikeText,
  causeLine,
  counted,
  done,
  doubtText,
  headline,
  pairText,
  sayings,
  tellingNetworks,
  wayText,
} from "../wording/headline";
import { costText, countsText, promiseText, takenBackText } from "../wording/sentences";

const MOST_PATHS = 40;
const MOST_CHANGES = 60;

export function renderReview(review: Review): string {
  const { told, unchanged } = tellingNetworks(review);
  const rest = unchanged.map(({ name }) => name);
  return [
    headline(review),
    ...told.flatMap((network) => networkLines(network, told.length > 1)),
    ...(rest.length === 0 ? [] : ["", `unchanged: ${rest.join(", ")}`]),
  ].join("\n");
}

function networkLines(network: NetworkReview, named: boolean): readonly string[] {
  const { reach, disruptions: hurts, promises, unsupported, warnings } = network;
  const body = [
    ...section("opened", some(toldTogether(reach.opened), MOST_PATHS, pathLines)),
    ...section("closed", some(toldTogether(reach.closed), MOST_PATHS, pathLines)),
    ...section(
      "cannot tell",
      some(reach.unknown, MOST_PATHS, (doubt) => [doubtText(doubt)]),
    ),
    ...section(
      "would have to be known",
      network.unknowns.map(({ attribute, why }) => `${attribute}: ${why}`),
    ),
    ...section(
      "hurts",
      hurts.map(({ text, address, line }) => `${text} (${line ?? address})`),
    ),
    ...section(
      "promises",
      promises.filter(({ kept }) => !kept).map((finding) => `✗ ${promiseText(finding)}`),
    ),
    ...section("no longer promised", network.takenBack.map(takenBackText)),
    ...section(`changes: ${countsText(network)}`, changesText(network.changes)),
    ...section("changed outside of Terraform", some(network.drift, MOST_CHANGES, changeLines)),
    ...section(
      "not modelled",
      unsupported.map(({ type, count }) => `${count} × ${type}`),
    ),
    ...section("to note", warnings),
    ...(network.cost === undefined || network.changes.length === 0
      ? []
      : section("ways out, a month", costText(network.cost))),
  ];
  if (!named) return body;
  const said = sayings(network);
  return [
    "",
    `${network.name}: ${said.length === 0 ? "no change in reachability" : said.join("; ")}`,
    ...body,
  ];
}

/** Tags alone are counted, not listed. */
function changesText(changes: readonly Change[]): readonly string[] {
  const noise = changes.filter(({ noise: isNoise }) => isNoise).length;
  const lines = some(
    changes.filter(({ noise: isNoise }) => !isNoise),
    MOST_CHANGES,
    changeLines,
  );
  return noise === 0
    ? lines
    : [...lines, `${counted(noise, "resource")} in tags, descriptions or addresses alone`];
}

function pathLines({ change, count }: Told): readonly string[] {
  const way = `${wayText(change)}${alikeText(count)}`;
  return [
    `${change.kind === "opened" ? "+" : "-"} ${pairText(change)}`,
    ...(way === "" ? [] : [`    ${way}`]),
    ...change.causes.slice(0, 3).map((cause) => `    by ${causeLine(cause)}`),
    ...(change.causes.length > 3 ? [`    and ${counted(change.causes.length - 3, "more change")}`] : []),
  ];
}

function changeLines({ address, action, attributes, forcedBy, previousAddress }: Change): readonly string[] {
  const why = forcedBy.length > 0 ? ` because of ${forcedBy.join(", ")}` : "";
  const what = attributes.length === 0 || forcedBy.length > 0 ? "" : `: ${attributes.join(", ")}`;
  const from = previousAddress === undefined ? "" : ` (was ${previousAddress})`;
  return [`${address} ${done(action)}${why}${what}${from}`];
}

function some<T>(all: readonly T[], most: number, lines: (each: T) => readonly string[]): readonly string[] {
  const more = all.length - most;
  return [...all.slice(0, most).flatMap(lines), ...(more > 0 ? [`and ${more} more`] : [])];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}
