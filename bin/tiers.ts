/** The command `tiers`: asks what can reach what in a Terraform network. One command a file in `commands/`. */
import { Command, CommanderError } from "commander";
import { InputError } from "../net/issue";
import { checkCommand } from "./commands/check";
import { drawCommand } from "./commands/draw";
import { EXIT } from "./commands/exit";
import { explainCommand } from "./commands/explain";
import { handoffCommand } from "./commands/handoff";
import { matrixCommand } from "./commands/matrix";
import { reviewCommand } from "./commands/review";

function program(): Command {
  const tiers = new Command("tiers")
    .description("What can reach what in a Terraform network, before anything is deployed.")
    .addHelpText(
      "after",
      `
NETWORK is a stack's folder (cdktf.out/stacks/NAME), cdk.tf.json, the JSON of \`terraform show -json\` for a plan
or a state, or a folder of \`aws ec2 describe-*\` output.

Exit codes: 0 holds, 2 does not hold, 1 could not be run.`,
    )
    .exitOverride();
  for (const command of [
    explainCommand(),
    matrixCommand(),
    checkCommand(),
    drawCommand(),
    handoffCommand(),
    reviewCommand(),
  ])
    tiers.addCommand(command.exitOverride());
  return tiers;
}

program()
  .parseAsync()
  .catch((error: unknown) => {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.holds : EXIT.error;
    else if (error instanceof InputError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = EXIT.error;
    } else throw error;
  });
