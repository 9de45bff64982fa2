/** `tiers matrix`: who reaches whom, on which ports. */
import { Command } from "commander";
import { matrixOf } from "../../review/reach/matrix";
import { matrixJson, renderMatrix } from "../../review/report/text/matrix";
import { load, type NetworkOptions, withVariables } from "./network";

interface Options extends NetworkOptions {
  readonly json?: true;
}

export function matrixCommand(): Command {
  return withVariables(new Command("matrix"))
    .description("who reaches whom, on which ports; machines that are alike are one class")
    .argument(
      "<network>",
      "a stack's folder, cdk.tf.json, a plan or state as JSON, or a folder of describe-* output",
    )
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      `
Examples:
  tiers matrix plan.json
  aws ec2 describe-instances > dump/Reservations.json   # and vpcs, subnets, route tables, security groups …
  aws elbv2 describe-target-health --target-group-arn ARN > dump/health-NAME.json   # named after the target group
  tiers matrix dump/`,
    )
    .action((path: string, options: Options) => {
      const matrix = matrixOf(load(path, options).asked);
      process.stdout.write(
        `${options.json === true ? JSON.stringify(matrixJson(matrix), null, 1) : renderMatrix(matrix)}\n`,
      );
    });
}
