/**
 * `npm run bench`: what is timed, against what, and whether it is fast enough, as a Markdown table.
 *
 * Ratios are measured in one run, in turns, and are medians. Name parts to run only those: `npm run bench -- synth size`.
 */
import { planReviewRows } from "./plan-review";
import { reviewRows } from "./review";
import type { Row } from "./row";
import { table } from "./row";
import { sizeRows } from "./size";
import { synthAgainstLoading, synthAgainstTemplate, synthAgainstUnproved } from "./synth";
import { runOnce } from "./timing";
import { root } from "./workshop";

function testRows(): readonly Row[] {
  const { wall } = runOnce({ run: ["npm", "test"], cwd: root });
  return [{ what: "`npm test`", against: "", ours: wall, target: { kind: "under", ms: 45_000 } }];
}

const PARTS: Readonly<Record<string, () => readonly Row[]>> = {
  synth: synthAgainstLoading,
  promises: synthAgainstUnproved,
  template: synthAgainstTemplate,
  size: sizeRows,
  review: reviewRows,
  plan: planReviewRows,
  test: testRows,
};

function parts(names: readonly string[]): readonly (() => readonly Row[])[] {
  const unknown = names.filter((name) => !Object.hasOwn(PARTS, name));
  if (unknown.length > 0) {
    throw new Error(`bench: unknown part ${unknown.join(", ")}; use ${Object.keys(PARTS).join(", ")}`);
  }
  return Object.entries(PARTS)
    .filter(([name]) => names.length === 0 || names.includes(name))
    .map(([, part]) => part);
}

const rows: Row[] = [];
for (const part of parts(process.argv.slice(2))) {
  const made = part();
  console.error(table(made));
  rows.push(...made);
}
console.log(`\n${table(rows)}`);
