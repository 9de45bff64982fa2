/** A review as the comment of a pull request: GitHub's Markdown, at most 60,000 characters, everything from outside escaped. */

import type { Disruption } from "../../change/disruption/context";
import type { ReachChange } from "../../change/reach/reach-change";
import type { NetworkReview, Review, ReviewedPromise } from "../../change/review";
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
import { code, plain } from "./escape";
import { fitted, type MarkdownPart } from "./fit";
import { changeDiagram } from "./mermaid";

/** GitHub takes 65,536 characters in a comment. */
const LIMIT = 60_000;
/** By this the comment is found again, to be kept up to date. */
export const MARKER = "<!-- tiers review -->";
const REST = "The whole review is in review.html, review.json and review.txt.";

export function renderMarkdown(review: Review): string {
  const { told, unchanged } = tellingNetworks(review);
  const top = `${MARKER}\n## ${icon(review)} Network review: ${plain(headline(review))}\n`;
  const source =
    review.source === "plan"
      ? "From Terraform's plan."
      : "From two synths, without credentials: what is deployed may differ from the base.";
  return fitted(
    top,
    [
      ...told.flatMap((network) => partsOf(network, told.length > 1)),
      ...unchangedPart(unchanged),
      { name: "the source", head: [`\n<sub>${source}</sub>`], lines: [], foot: [] },
    ],
    LIMIT,
    REST,
  );
}

function icon({ networks }: Review): string {
  const isBad = networks.some(
    ({ reach, promises }) =>
      reach.opened.some(({ exposes }) => exposes) || promises.some(({ kept }) => !kept),
  );
  if (isBad) return "🔴";
  const isChanged = networks.some(
    ({ reach: { opened, closed, unknown }, disruptions: hurts, takenBack, unknowns }) =>
      [opened, closed, unknown, hurts, takenBack, unknowns].some((each) => each.length > 0),
  );
  return isChanged ? "🟡" : "🟢";
}

/** In the order of weight. */
function partsOf(network: NetworkReview, named: boolean): readonly MarkdownPart[] {
  const said = sayings(network);
  const title = `\n### ${plain(network.name)}: ${said.length === 0 ? "no change in reachability" : plain(said.join("; "))}\n`;
  return [
    ...(named ? [{ name: "a network's heading", head: [title], lines: [], foot: [] }] : []),
    ...deltaParts(network),
    ...fold(
      "what would have to be known",
      `${counted(network.unknowns.length, "attribute")} would have to be known to tell more`,
      network.unknowns.map(({ attribute, why }) => `- ${code(attribute)}: ${plain(why)}`),
    ),
    ...list("what hurts", "#### Changes that hurt", network.disruptions.map(hurtLine)),
    ...promisePart(network.promises),
    ...list(
      "promises taken back",
      "#### No longer promised",
      network.takenBack.map((finding) => `- ${plain(takenBackText(finding))}`),
    ),
    ...changesPart(network),
    ...diagramPart(network),
    ...costPart(network),
  ];
}

function unchangedPart(networks: readonly NetworkReview[]): readonly MarkdownPart[] {
  const lines = networks.map(({ name, promises }) => {
    const kept = promises.length === 0 ? "" : ` (${counted(promises.length, "promise")} kept)`;
    return `- ${plain(name)}${kept}`;
  });
  return list("the unchanged networks", "### Unchanged", lines);
}

function deltaParts({ reach }: NetworkReview): readonly MarkdownPart[] {
  const { opened, closed, unknown } = reach;
  return [
    ...table("what opens", "#### Opened", opened),
    ...table("what closes", "#### Closed", closed),
    ...list(
      "what cannot be told",
      "#### Cannot tell\nNot known before apply, or not modelled, so nobody can say whether these open:",
      unknown.map((doubt) => `- ${plain(doubtText(doubt))}`),
    ),
  ];
}

function table(name: string, title: string, changes: readonly ReachChange[]): readonly MarkdownPart[] {
  const column = name === "what opens" ? "the way" : "why";
  return changes.length === 0
    ? []
    : [
        {
          name,
          head: [`\n${title}\n`, `| who → whom | ${column} | what did it |`, "| --- | --- | --- |"],
          lines: toldTogether(changes).map(row),
          foot: [],
        },
      ];
}

function row({ change, count }: Told): string {
  const causes = change.causes.slice(0, 3).map((cause) => plain(causeLine(cause)));
  const more = change.causes.length > 3 ? [`and ${counted(change.causes.length - 3, "more change")}`] : [];
  const pair = `${change.kind === "opened" && change.exposes ? "⚠️ " : ""}${code(pairText(change))}`;
  const way = `${wayText(change)}${alikeText(count)}`;
  return `| ${pair} | ${plain(way)} | ${[...causes, ...more].join("<br>")} |`;
}

function hurtLine({ text, address, action, line }: Disruption): string {
  return `- ${plain(text)} (${code(address)} ${done(action)}${line === undefined ? "" : `, ${plain(line)}`})`;
}

/** Broken ones are shown, kept ones folded. */
function promisePart(findings: readonly ReviewedPromise[]): readonly MarkdownPart[] {
  if (findings.length === 0) return [];
  const broken = findings.filter(({ kept }) => !kept);
  const kept = findings.filter((finding) => finding.kept);
  const folded = {
    name: "kept promises",
    head: [`\n<details><summary>${counted(kept.length, "promise")} kept</summary>\n`],
    lines: kept.map((finding) => `- ✅ ${plain(promiseText(finding))}`),
    foot: ["\n</details>"],
  };
  return [
    ...list(
      "broken promises",
      "#### Promises broken",
      broken.map((finding) => `- ❌ ${plain(promiseText(finding))}`),
    ),
    ...(kept.length === 0 ? [] : [folded]),
  ];
}

function changesPart(network: NetworkReview): readonly MarkdownPart[] {
  const { changes, drift, unsupported, warnings } = network;
  const telling = changes.filter(({ noise }) => !noise);
  const noise = changes.filter((change) => change.noise);
  return [
    ...fold("the list of changes", `Changes: ${countsText(network)}`, telling.map(changeLine)),
    ...fold(
      "changes of tags",
      `${counted(noise.length, "change")} of tags, descriptions or addresses alone`,
      noise.map(changeLine),
    ),
    ...fold(
      "what was changed outside of Terraform",
      `${counted(drift.length, "resource")} changed outside of Terraform`,
      drift.map(changeLine),
    ),
    ...fold(
      "what is not modelled",
      "Not modelled: resources that carry no packets, or that the checker does not know",
      unsupported.map(({ type, count }) => `- ${count} × ${code(type)}`),
    ),
    ...list(
      "notes",
      "#### To note",
      warnings.map((warning) => `- ${plain(warning)}`),
    ),
  ];
}

function changeLine({ address, action, attributes, unknown, forcedBy, previousAddress }: Change): string {
  const named = attributes.map(
    (name) => `${code(name)}${unknown.includes(name) ? " (known after apply)" : ""}`,
  );
  const why = forcedBy.length === 0 ? "" : ` because of ${forcedBy.map(code).join(", ")}`;
  const what = named.length === 0 || forcedBy.length > 0 ? "" : `: ${named.join(", ")}`;
  const from = previousAddress === undefined ? "" : ` (was ${code(previousAddress)})`;
  return `- ${code(address)} ${done(action)}${why}${what}${from}`;
}

function diagramPart(network: NetworkReview): readonly MarkdownPart[] {
  const lines = changeDiagram(network);
  return lines.length === 0
    ? []
    : [{ name: "the diagram", head: ["\n```mermaid", ...lines, "```"], lines: [], foot: [] }];
}

function costPart({ cost, changes }: NetworkReview): readonly MarkdownPart[] {
  if (cost === undefined || changes.length === 0) return [];
  const [sum = "", ...each] = costText(cost).map(plain);
  return [
    {
      name: "what the ways out cost",
      head: [`\n<details><summary>Ways out, a month: ${sum}</summary>\n`],
      lines: each.map((line) => `- ${line}`),
      foot: [`\nSource: ${cost.source}\n`, "</details>"],
    },
  ];
}

function list(name: string, title: string, lines: readonly string[]): readonly MarkdownPart[] {
  return lines.length === 0 ? [] : [{ name, head: [`\n${title}\n`], lines, foot: [] }];
}

function fold(name: string, summary: string, lines: readonly string[]): readonly MarkdownPart[] {
  return lines.length === 0
    ? []
    : [{ name, head: [`\n<details><summary>${summary}</summary>\n`], lines, foot: ["\n</details>"] }];
}
