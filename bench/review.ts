/** The checker timed: `explain` and `matrix` on a plan of 10,000 instances against `JSON.parse` of the same file. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tcp } from "../net/traffic";
import { ofTraffic } from "../net/traffic-set";
import { buildNetwork } from "../review/model/build";
import { answer, prepare } from "../review/reach/answer";
import { matrixOf } from "../review/reach/matrix";
import { readSource } from "../review/read/source";
import { largePlan } from "./large-plan";

export interface ReviewTimes {
  /** Size of the plan in bytes. */
  readonly bytes: number;
  /** Milliseconds, each the median of the runs. */
  readonly parse: number;
  readonly explain: number;
  readonly matrix: number;
  /** Peak resident memory of this process in bytes. */
  readonly memory: number;
}

export const RATIOS = { explain: 2, matrix: 3 } as const;

/** Runs the three in turns, so that a busy machine slows them alike. @default instances 10000, runs 5 */
export function timeReview(instances = 10_000, runs = 5): ReviewTimes {
  const folder = mkdtempSync(join(tmpdir(), "tiers-bench-"));
  const file = join(folder, "plan.json");
  try {
    writeFileSync(file, JSON.stringify(largePlan({ instances, subnets: 50, groups: 40 })));
    const times = { parse: [] as number[], explain: [] as number[], matrix: [] as number[] };
    for (let run = 0; run < runs; run += 1) {
      times.parse.push(timed(() => JSON.parse(readFileSync(file, "utf8"))));
      times.explain.push(timed(() => explain(file)));
      times.matrix.push(timed(() => matrixOf(prepare(buildNetwork(readSource(file).input)))));
    }
    const bytes = readFileSync(file).length;
    return {
      bytes,
      parse: median(times.parse),
      explain: median(times.explain),
      matrix: median(times.matrix),
      memory: process.resourceUsage().maxRSS * 1024,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function explain(file: string): unknown {
  const asked = prepare(buildNetwork(readSource(file).input));
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

/** Rows of the Markdown table: what, measured, target, reached. */
export function reviewRows({ bytes, parse, explain: one, matrix, memory }: ReviewTimes): readonly string[] {
  const row = (what: string, time: number, most: number): string => {
    const ratio = time / parse;
    return `| ${what}, plan of ${Math.round(bytes / 1e6)} MB | ${Math.round(time)} ms, ${ratio.toFixed(2)}× JSON.parse (${Math.round(parse)} ms) | ≤ ${most}× | ${ratio <= most ? "yes" : "no"} |`;
  };
  return [
    row("explain", one, RATIOS.explain),
    row("matrix", matrix, RATIOS.matrix),
    `| memory of all three | ${Math.round(memory / 1e6)} MB | < 1000 MB | ${memory < 1e9 ? "yes" : "no"} |`,
  ];
}

if (process.argv[1]?.endsWith("bench/review.ts") === true) {
  process.stdout.write(
    `| what | measured | target | reached |\n|---|---|---|---|\n${reviewRows(timeReview()).join("\n")}\n`,
  );
}
