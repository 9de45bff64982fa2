/** Stops an instance every night, through EventBridge Scheduler. */

import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Instance } from "@cdktf/provider-aws/lib/instance";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { Construct } from "constructs";
import { type Issue, unmet } from "../../net/issue";
import { assumedBy, policy } from "../terraform/iam-policy";
import { nameTag } from "../terraform/name-tag";
import { report } from "../terraform/report";

/**
 * When an instance is stopped every night; nothing starts it again.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export interface NightlyStop {
  /** `HH:MM`, 24 hours. */
  readonly at: string;
  /** The time zone of `at`, an IANA name. @default "Asia/Tokyo" */
  readonly timezone?: string;
}

const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Adds the schedule, and the role that lets it stop this instance and no other. */
export function stopNightly(
  scope: Construct,
  instance: Instance,
  { at, timezone = "Asia/Tokyo" }: NightlyStop,
): void {
  const group = new Construct(scope, "nightly_stop");
  report(group, stopIssues(scope.node.id, at, timezone));
  const [hour = "22", minute = "00"] = CLOCK.exec(at)?.slice(1) ?? [];
  const { Name: name } = nameTag(group, "stop", scope.node.id);
  const role = new IamRole(group, "iam_role", {
    namePrefix: `${name}-`.slice(0, 38),
    assumeRolePolicy: assumedBy("scheduler.amazonaws.com"),
  });
  new IamRolePolicy(group, "iam_role_policy", {
    role: role.name,
    policy: policy(["ec2:StopInstances"], [instance.arn]),
  });
  new SchedulerSchedule(group, "scheduler_schedule", {
    name,
    scheduleExpression: `cron(${Number(minute)} ${Number(hour)} * * ? *)`,
    scheduleExpressionTimezone: timezone,
    flexibleTimeWindow: { mode: "OFF" },
    target: {
      arn: "arn:aws:scheduler:::aws-sdk:ec2:stopInstances",
      roleArn: role.arn,
      input: JSON.stringify({ InstanceIds: [instance.id] }),
    },
  });
}

function stopIssues(path: string, at: string, timezone: string): readonly Issue[] {
  const known = Intl.supportedValuesOf("timeZone").includes(timezone) || timezone === "UTC";
  return unmet([
    [
      CLOCK.test(at),
      {
        code: "clock",
        path: `${path}.nightlyStop.at`,
        problem: `"${at}" is not a time of day`,
        fix: "write HH:MM, such as 22:00",
      },
    ],
    [
      known,
      {
        code: "timezone",
        path: `${path}.nightlyStop.timezone`,
        problem: `"${timezone}" is not a time zone`,
        fix: "write an IANA name, such as Asia/Tokyo",
      },
    ],
  ]);
}
