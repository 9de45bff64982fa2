/** What AWS does with a packet, a line a rule: one change to the small network, one question, the answer. */
import { expect, test } from "@jest/globals";
import type { Verdict } from "../../../review/reach/verdict";
import { ask, askedOf, line } from "../asking";
import { type Change, varied } from "../small-network";

export type Row = readonly [
  what: string,
  change: Change | readonly Change[],
  /** `db → internet tcp/443` */
  question: string,
  verdict: string,
];

export const AS_IT_IS: Change = {};

/** The answer to `db → internet tcp/443` where the small network has these changes. */
export function verdictOn(question: string, ...changes: readonly Change[]): Verdict {
  const [, from = "", to = "", traffic = ""] = /^(.+) → (.+) (\S+)$/.exec(question) ?? [];
  return ask(askedOf(varied(...changes)), from, to, traffic);
}

/** A test for each row, held against the verdict in a line, as `line` writes it. */
export function testRows(rows: readonly Row[]): void {
  const named = rows.map(([what, change, question, verdict]) => ({ what, change, question, verdict }));
  test.each(named)("$what: $question", ({ change, question, verdict }) => {
    expect(line(verdictOn(question, ...[change].flat()))).toBe(verdict);
  });
}
