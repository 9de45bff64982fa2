/** `tiers review` timed: a plan of 10,000 resources from file to comment, against `JSON.parse` of the same file. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reviewPlan } from "../review/change/inputs";
import { jsonReview } from "../review/report/json/review";
import { sarifReview } from "../review/report/json/sarif";
import { renderMarkdown } from "../review/report/markdown/review";
import { changedPlan } from "./plans/changed-plan";
import { largePlan } from "./plans/large-plan";
import { type Row, table } from "./row";
import { median, runOnce } from "./timing";
import { root } from "./workshop";

const SIZE = { instances: 10_000, subnets: 50, groups: 40 };
const RUNS = 5;
const MOST_MEMORY = 1.5e9;

/** A network that is new as a whole, and one in which little changes; in turns, as medians. */
export function planReviewRows(): readonly Row[] {
  return [
    ...rows("a small change of 10,000 instances", changedPlan(SIZE)),
    ...rows("10,000 new instances", largePlan(SIZE)),
  ];
}

/** The texts, which a pull request shows, and the command with all that it writes: the page draws the network. */
function rows(what: string, plan: object): readonly Row[] {
  const folder = mkdtempSync(join(tmpdir(), "tiers-bench-"));
  const file = join(folder, "plan.json");
  try {
    writeFileSync(file, JSON.stringify(plan));
    const parse: number[] = [];
    const review: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      parse.push(timed(() => JSON.parse(readFileSync(file, "utf8"))));
      review.push(timed(() => reviewed(file)));
    }
    const texts: Row = {
      what: `\`tiers review\`, ${what}`,
      against: `\`JSON.parse\` of the plan, ${Math.round(readFileSync(file).length / 1e6)} MB`,
      ours: median(review),
      theirs: median(parse),
      target: { kind: "at-most", times: 4 },
    };
    const run = [process.execPath, "bin/tiers.mjs", "review", "--plan", file, "--out", folder] as const;
    const { wall } = runOnce({ run, cwd: root });
    const page = { what: `${texts.what}, with its page`, against: "", ours: wall };
    return [texts, { ...page, target: { kind: "under", ms: 15_000 } }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function reviewed(plan: string): readonly unknown[] {
  const review = reviewPlan({ plan });
  return [renderMarkdown(review), JSON.stringify(jsonReview(review)), JSON.stringify(sarifReview(review))];
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

if (process.argv[1]?.endsWith("bench/plan-review.ts") === true) {
  process.stdout.write(`${table(planReviewRows())}\n`);
  const memory = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(
    `\nmemory: ${Math.round(memory / 1e6)} MB, ${memory < MOST_MEMORY ? "under" : "**over**"} ${MOST_MEMORY / 1e9} GB\n`,
  );
}
