/** `tiers explain`: why one can, or cannot, reach another; also many questions at once, for tables in CI. */

import { readFileSync } from "node:fs";
import { Command } from "commander";
import { InputError } from "../../net/issue";
import { answer, answerAnyway, type QueryableNetwork } from "../../review/reach/answer";
import { endpointCandidates } from "../../review/reach/endpoints/lookup";
import { fixText } from "../../review/reach/packets/fix";
import type { Verdict } from "../../review/reach/verdict";
import { type QuestionOptions, questionOf, readQuestions } from "../../review/read/questions";
import { jsonVerdict } from "../../review/report/json/verdict";
import { renderVerdict } from "../../review/report/text/verdict";
import { located } from "../../review/report/wording/located";
import type { SourceLines } from "../../terraform/source-lines";
import { EXIT } from "./exit";
import { load, type NetworkOptions, withVariables } from "./network";

interface Options extends NetworkOptions, QuestionOptions {
  readonly questions?: string;
  readonly json?: true;
}

export function explainCommand(): Command {
  return withVariables(new Command("explain"))
    .description(
      "why A can, or cannot, reach B: the path with every hop, or the first blocker and the line to change",
    )
    .argument(
      "<network>",
      "a stack's folder, cdk.tf.json, a plan or state as JSON, or a folder of describe-* output",
    )
    .option("--from <end>", "a name, Terraform address, IP address, CIDR block, internet, admin or var.NAME")
    .option("--to <end>", "as --from")
    .option("--through <end>", "leg by leg, through this machine or balancer")
    .option("--port <port>", "a TCP port, or a range: 80, 8000-8100")
    .option("--udp", "the port is a UDP port")
    .option("--icmp", "a ping")
    .option("--traffic <kind>", "ssh, http, https, mysql, ping, tcp/80, udp/53, icmp, all", "all")
    .option("--questions <file>", 'a JSON array of {"from","to","protocol","port"}, answered in order')
    .option("--json", "answers as JSON")
    .addHelpText(
      "after",
      `
Examples:
  tiers explain cdktf.out/stacks/multi-subnet --from internet --to web_c --port 80
  tiers explain cdktf.out/stacks/two-tier --from web --to 203.0.113.9 --port 443 --var 'admin_cidrs=["198.51.100.0/24"]'
  tiers explain plan.json --from web --to db --icmp
  tiers explain dump/ --questions questions.json --json

Exit codes: 0 reachable, 3 reachable in part, 2 blocked or unknown, 1 could not be run. In part: some of the traffic,
of the addresses or of the machines that are asked about, or only replies to some ports. With --questions 0 when all
were answered, 1 when one names what the network does not have: its answer is unknown, and the others are given.`,
    )
    .action(explain);
}

function explain(path: string, options: Options): void {
  const { asked, lines } = load(path, options);
  if (options.questions !== undefined) {
    explainAll(asked, lines, options.questions, options.json === true);
    return;
  }
  const verdict = located(answer(asked, questionOf(options)), lines);
  if (verdict.blocker?.code === "NET_NEITHER_END_IN_NETWORK") throw neitherEnd(asked, verdict);
  process.stdout.write(
    `${options.json === true ? JSON.stringify(jsonVerdict(verdict), null, 1) : renderVerdict(verdict)}\n`,
  );
  process.exitCode = exitCodeOf(verdict);
}

/** What holds in part is no yes: a script that asks for one must not go on. */
function exitCodeOf({ verdict, whole }: Verdict): number {
  if (verdict !== "reachable") return EXIT.fails;
  return whole ? EXIT.holds : EXIT.holdsInPart;
}

/** All answers are printed, whatever becomes of one question; that one was mistyped the exit code tells. */
function explainAll(asked: QueryableNetwork, lines: SourceLines, file: string, json: boolean): void {
  const questions = readQuestions(readFileSync(file, "utf8"), file);
  const verdicts = questions.map((question) => located(answerAnyway(asked, question), lines));
  process.stdout.write(
    json
      ? `${JSON.stringify(verdicts.map(jsonVerdict), null, 1)}\n`
      : `${verdicts.map(renderVerdict).join("\n\n")}\n`,
  );
  for (const [i, { blocker }] of verdicts.entries())
    if (blocker?.code === "NET_END_POINT_UNKNOWN") {
      process.stderr.write(
        `${file}[${i}]: ${blocker.text}; ${blocker.fix === undefined ? "" : fixText(blocker.fix)}\n`,
      );
      process.exitCode = EXIT.error;
    }
}

function neitherEnd({ network }: QueryableNetwork, { from, to }: Verdict): InputError {
  const names = [...new Set(endpointCandidates(network).map(({ name }) => name))].slice(0, 5);
  return new InputError([
    {
      code: "question-outside",
      path: `${from} → ${to}`,
      problem: "neither end is in this network",
      fix: names.length === 0 ? "this network has no machines" : `give one that is: ${names.join(", ")} …`,
    },
  ]);
}
