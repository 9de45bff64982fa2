/** The checker timed: `explain` and `matrix` on a plan of 10,000 instances against `JSON.parse` of the same file. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tcp } from "../net/traffic";
import { ofTraffic } from "../net/traffic-set";
import { buildNetwork } from "../review/model/build";
import { answer, queryable } from "../review/reach/answer";
import { matrixOf } from "../review/reach/matrix";
import { readInput } from "../review/read/input";
import { largePlan } from "./plans/large-plan";
import { type Row, table } from "./row";

const SIZE = { instances: 10_000, subnets: 50, groups: 40 };
const RUNS = 5;
const MOST_MEMORY = 1e9;

/** Runs the three in turns, so that a busy machine slows them alike; medians. */
export function reviewRows(): readonly Row[] {
  const folder = mkdtempSync(join(tmpdir(), "tiers-bench-"));
  const file = join(folder, "plan.json");
  try {
    writeFileSync(file, JSON.stringify(largePlan(SIZE)));
    const times = { parse: [] as number[], explain: [] as number[], matrix: [] as number[] };
    for (let run = 0; run < RUNS; run += 1) {
      times.parse.push(timed(() => JSON.parse(readFileSync(file, "utf8"))));
      times.explain.push(timed(() => explain(file)));
      times.matrix.push(timed(() => matrixOf(queryable(buildNetwork(readInput(file).input)))));
    }
    const against = `\`JSON.parse\` of the plan, ${Math.round(readFileSync(file).length / 1e6)} MB`;
    const theirs = median(times.parse);
    return [
      {
        what: "`tiers explain`, 10,000 instances",
        against,
        ours: median(times.explain),
        theirs,
        target: { kind: "at-most", times: 2 },
      },
      {
        what: "`tiers matrix`, 10,000 instances",
        against,
        ours: median(times.matrix),
        theirs,
        target: { kind: "at-most", times: 3 },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function explain(file: string): unknown {
  const asked = queryable(buildNetwork(readInput(file).input));
  return answer(asked, { from: "app_17", to: "app_4711", traffic: ofTraffic(tcp(443)) });
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

if (process.argv[1]?.endsWith("bench/review.ts") === true) {
  process.stdout.write(`${table(reviewRows())}\n`);
  const memory = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(
    `\nmemory: ${Math.round(memory / 1e6)} MB, ${memory < MOST_MEMORY ? "under" : "**over**"} 1 GB\n`,
  );
}
