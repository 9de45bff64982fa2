/** Verdicts and promises as text for a terminal: the question, the path or the first blocker, and what to change. */

import { formatAddresses } from "../../../net/address-set";
import { formatTrafficSet } from "../../../net/traffic-set";
import { fixText } from "../../reach/packets/fix";
import type { Blocker, Hop } from "../../reach/packets/flow";
import { describe, issueOf, type PromiseFinding } from "../../reach/promises";
import type { OpenPart, Verdict } from "../../reach/verdict";

const WORDS = { reachable: "REACHABLE", blocked: "BLOCKED", unknown: "UNKNOWN" } as const;
const MARKS = { reachable: "✓", blocked: "✗", unknown: "?" } as const;

export function renderVerdict(verdict: Verdict): string {
  const members = verdict.members;
  if (members.length > 1)
    return [headline(verdict), ...members.map((each) => indent(renderVerdict(each)))].join("\n");
  return [headline(verdict), ...body(verdict)].join("\n");
}

function headline({ from, to, traffic, verdict, whole }: Verdict): string {
  return `${from} → ${to} ${formatTrafficSet(traffic)}   ${WORDS[verdict]}${whole ? "" : ", in part"}`;
}

function body(verdict: Verdict): readonly string[] {
  const { path, blocker, others, open, notes, unknowns } = verdict;
  const width =
    Math.max(12, ...[...path.map(({ at }) => at), blocker?.at ?? ""].map(({ length }) => length)) + 2;
  const line = (mark: string, at: string, text: string): string => `${mark} ${at.padEnd(width)}${text}`;
  const lines = path.map((hop: Hop) => line(" ", hop.at, hop.text));
  if (blocker !== undefined) lines.push(...blockerLines(blocker, MARKS[verdict.verdict], line));
  for (const other of others) lines.push(line(" ", other.at, `also blocks: ${other.code}: ${other.text}`));
  for (const part of open) lines.push(line(" ", "", `gets through: ${partText(part)}`));
  for (const { attribute, why } of unknowns) lines.push(`? ${attribute}: ${why}`);
  for (const note of notes) lines.push(line(" ", "", `note: ${note}`));
  return lines;
}

function blockerLines(
  blocker: Blocker,
  mark: string,
  line: (mark: string, at: string, text: string) => string,
): readonly string[] {
  const lines = [line(mark, blocker.at, `${blocker.code}: ${blocker.text}`)];
  if (blocker.fix !== undefined) lines.push(line(" ", "", `fix: ${fixText(blocker.fix)}`));
  for (const miss of blocker.nearMisses ?? []) lines.push(line(" ", "", `near: ${miss}`));
  return lines;
}

function partText({ traffic, addresses }: OpenPart): string {
  const whom = addresses.length === 0 ? "" : ` for ${formatAddresses(addresses)}`;
  return `${formatTrafficSet(traffic)}${whom}`;
}

function indent(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}

/** One line a promise; broken ones with the explanation. */
export function renderPromises(findings: readonly PromiseFinding[]): string {
  const lines = findings.flatMap((finding) => {
    const { promise, kept, verdict } = finding;
    const through = promise.via === undefined ? "" : ` through ${promise.via}`;
    const head = `${kept ? "✓" : "✗"} ${promise.from} → ${promise.to} ${promise.traffic} ${promise.verdict}${through}`;
    if (kept) return [`${head}: ${describe(verdict)}`];
    const { problem, fix } = issueOf(finding);
    return [head, `    ${problem}`, `    fix: ${fix}`];
  });
  const broken = findings.filter(({ kept }) => !kept).length;
  return [
    ...lines,
    broken === 0 ? `${findings.length} promises, all kept` : `${findings.length} promises, ${broken} broken`,
  ].join("\n");
}
