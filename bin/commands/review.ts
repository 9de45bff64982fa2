/** `tiers review`: what a change does to the network, from a plan or from two synths, as text and as files. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command, Option } from "commander";
import { given } from "../../net/given";
import { type Issue, throwIssues } from "../../net/issue";
import {
  FAIL_CONDITIONS,
  type FailCondition,
  isFailCondition,
  raised,
} from "../../review/change/fail-conditions";
import { reviewFolders, reviewPlan } from "../../review/change/inputs";
import type { Review } from "../../review/change/review";
import { readVariables } from "../../review/read/variables";
import { jsonReview } from "../../review/report/json/review";
import { sarifReview } from "../../review/report/json/sarif";
import { renderMarkdown } from "../../review/report/markdown/review";
import { renderReview } from "../../review/report/text/review";
import { EXIT } from "./exit";
import { type NetworkOptions, withVariables } from "./network";

interface Options extends NetworkOptions {
  readonly plan?: string;
  readonly stack?: string;
  readonly base?: string;
  readonly head?: string;
  readonly out?: string;
  readonly failOn: readonly FailCondition[];
}

export function reviewCommand(): Command {
  return withVariables(new Command("review"))
    .description("what a change opens, closes, breaks and destroys: from a plan, or from two synths")
    .option("--plan <file>", "what `terraform show -json tfplan` wrote")
    .option("--stack <folder>", "with --plan: the stack's folder, for its promises and lines of code")
    .option("--base <folder>", "what synth wrote before the change: cdktf.out, or one stack's folder")
    .option("--head <folder>", "what synth writes after it")
    .option("--out <folder>", "write review.md, review.html, review.json and review.sarif there")
    .addOption(
      new Option(
        "--fail-on <conditions>",
        `exit with 2 on any of these, with commas: ${FAIL_CONDITIONS.join(", ")}`,
      )
        .argParser(alarms)
        .default([], "nothing"),
    )
    .addHelpText(
      "after",
      `
Examples:
  terraform show -json tfplan > plan.json && tiers review --plan plan.json --out review/
  tiers review --plan plan.json --stack cdktf.out/stacks/two-tier --fail-on opened-to-internet,broken-promise
  tiers review --base main-out/ --head cdktf.out/ --out review/

Atlantis, as a step of a custom workflow:
  - run: terraform show -json $PLANFILE > plan.json && npx tiers review --plan plan.json
HCP Terraform, with a run's id:
  curl -sSfL -H "Authorization: Bearer $TFE_TOKEN" https://app.terraform.io/api/v2/runs/$RUN_ID/plan/json-output > plan.json \\
    && npx tiers review --plan plan.json

Exit codes: 0 reviewed, 2 a condition of --fail-on holds, 1 could not be run.`,
    )
    .action(review);
}

async function review(options: Options): Promise<void> {
  const made = read(options);
  process.stdout.write(`${renderReview(made)}\n`);
  if (options.out !== undefined) await writeFiles(made, options.out);
  const found = raised(made, options.failOn);
  if (found.length > 0) process.stderr.write(`fails on: ${found.join(", ")}\n`);
  process.exitCode = found.length > 0 ? EXIT.fails : EXIT.holds;
}

function read({ plan, stack, base, head, var: values, varFile }: Options): Review {
  const isPlan = plan !== undefined && base === undefined && head === undefined;
  const isPair = plan === undefined && base !== undefined && head !== undefined;
  const problem = "needs --plan, or both --base and --head";
  const issue: Issue = { code: "review-input", path: "review", problem, fix: "see: tiers review --help" };
  throwIssues(isPlan || isPair ? [] : [issue]);
  return plan !== undefined
    ? reviewPlan({ plan, ...given({ stack }) })
    : reviewFolders(base ?? "", head ?? "", readVariables(values, varFile));
}

/** All are made before the first is written, so that a fault leaves no half of them. */
async function writeFiles(made: Review, folder: string): Promise<void> {
  // The page draws the networks, and what lays them out is large.
  const { renderReviewPage } = await import("../../review/report/html/page");
  const files = {
    "review.txt": `${renderReview(made)}\n`,
    "review.md": renderMarkdown(made),
    "review.html": await renderReviewPage(made),
    "review.json": `${JSON.stringify(jsonReview(made), null, 1)}\n`,
    "review.sarif": `${JSON.stringify(sarifReview(made), null, 1)}\n`,
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

/** @throws {InputError} for a condition that does not exist */
function alarms(text: string, before: readonly FailCondition[]): readonly FailCondition[] {
  const names = text.split(",").map((name) => name.trim());
  throwIssues(
    names
      .filter((name) => !isFailCondition(name))
      .map((name) => ({
        code: "alarm-unknown",
        path: "--fail-on",
        problem: `${JSON.stringify(name)} is no condition`,
        fix: `use ${FAIL_CONDITIONS.join(", ")}`,
      })),
  );
  return [...before, ...names.filter(isFailCondition)];
}
