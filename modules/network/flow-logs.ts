/** Flow logs: who talked to whom, accepted or rejected, in CloudWatch Logs. */
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { assumedBy, policy } from "../terraform/iam-policy";
import { nameTag } from "../terraform/name-tag";

/**
 * Whether it is kept who talked to whom.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html
 */
export type FlowLogs =
  | "off"
  | {
      /** `reject` alone is the cheaper half, and what "why is it blocked" asks for. */
      readonly traffic: "all" | "reject";
      /** Days that records are kept; one of the numbers that CloudWatch Logs takes, such as 7, 30 or 365. @default 30 */
      readonly retentionDays?: number;
    };

/** Adds the log group, the role that may write to it, and the flow log of the VPC. */
export function addFlowLogs(scope: Construct, vpcId: string, choice: FlowLogs): void {
  if (choice === "off") return;
  const group = new Construct(scope, "flow_logs");
  const logs = new CloudwatchLogGroup(group, "cloudwatch_log_group", {
    namePrefix: `${nameTag(group, "flow-logs", "").Name}-`,
    retentionInDays: choice.retentionDays ?? 30,
  });
  const role = new IamRole(group, "iam_role", {
    namePrefix: "flow-logs-",
    assumeRolePolicy: assumedBy("vpc-flow-logs.amazonaws.com"),
  });
  new IamRolePolicy(group, "iam_role_policy", {
    role: role.name,
    policy: policy(
      ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams"],
      [`${logs.arn}:*`],
    ),
  });
  new FlowLog(group, "flow_log", {
    vpcId,
    trafficType: choice.traffic === "all" ? "ALL" : "REJECT",
    logDestination: logs.arn,
    iamRoleArn: role.arn,
    tags: nameTag(group, "flow-logs", ""),
  });
}
