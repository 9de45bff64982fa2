/** `tiers check`: keeps every promise of a stack, or names the broken one. */
import { Command } from "commander";
import { keepPromises } from "../../review/reach/promises";
import { jsonPromises } from "../../review/report/json/verdict";
import { renderPromises } from "../../review/report/text/verdict";
import { located } from "../../review/report/wording/located";
import { EXIT } from "./exit";
import { load, type NetworkOptions, promisesOf, withVariables } from "./network";

interface Options extends NetworkOptions {
  readonly json?: true;
}

export function checkCommand(): Command {
  return withVariables(new Command("check"))
    .description("keeps every promise in promises.json, or names the broken one")
    .argument("<network>", "a stack's folder, or a plan or state as JSON with promises.json beside it")
    .option(
      "--promises <file>",
      "the promises to keep. Default: promises.json in the folder, or beside the file",
    )
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      `
Examples:
  tiers check cdktf.out/stacks/two-tier
  tiers check cdktf.out/stacks/two-tier --var 'admin_cidrs=["203.0.113.7/32"]'
  tiers check plan.json --promises cdktf.out/stacks/two-tier/promises.json

Exit codes: 0 all kept, 2 one is broken or cannot be proved, 1 could not be run.`,
    )
    .action((path: string, options: Options) => {
      const loaded = load(path, options);
      const findings = keepPromises(loaded.asked.network, promisesOf(loaded)).map((finding) => ({
        ...finding,
        verdict: located(finding.verdict, loaded.lines),
      }));
      process.stdout.write(
        `${options.json === true ? JSON.stringify(jsonPromises(findings), null, 1) : renderPromises(findings)}\n`,
      );
      process.exitCode = findings.every(({ kept }) => kept) ? EXIT.holds : EXIT.fails;
    });
}
