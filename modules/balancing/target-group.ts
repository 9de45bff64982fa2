/** The servers behind a load balancer, and how it finds out that one of them answers. */
import { AutoscalingAttachment } from "@cdktf/provider-aws/lib/autoscaling-attachment";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment";
import { Construct } from "constructs";
import type { WebServers } from "../compute/web-servers";
import type { Network } from "../network/network";
import { nameTag } from "../terraform/name-tag";

/**
 * How a load balancer finds out that a server answers: every 15 seconds over HTTP; two answers alike decide.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export interface HealthCheck {
  /** What is asked for; begins with `/`. @default "/" */
  readonly path?: string;
  /** HTTP status codes that mean healthy: `200`, `200-299`. @default "200" */
  readonly healthyStatus?: string;
}

/** Adds the servers, or their Auto Scaling group, as targets that listen on `port`. */
export function addTargetGroup(
  scope: Construct,
  network: Network,
  targets: WebServers,
  port: number,
  check: HealthCheck,
): LbTargetGroup {
  const group = new LbTargetGroup(scope, "lb_target_group", {
    // A prefix, so that a replacement can exist beside the old one, which stays in use until the listener has moved.
    namePrefix: `${scope.node.id.replaceAll(/[^a-zA-Z0-9]/g, "").slice(0, 5)}-`,
    port,
    protocol: "HTTP",
    targetType: "instance",
    vpcId: network.vpcId,
    deregistrationDelay: "30",
    healthCheck: {
      path: check.path ?? "/",
      matcher: check.healthyStatus ?? "200",
      interval: 15,
      healthyThreshold: 2,
      unhealthyThreshold: 2,
    },
    tags: nameTag(scope, "tg", scope.node.id),
    lifecycle: { createBeforeDestroy: true },
  });
  for (const server of targets.servers) {
    const member = new Construct(scope, server.name);
    new LbTargetGroupAttachment(member, "lb_target_group_attachment", {
      targetGroupArn: group.arn,
      targetId: server.instance.id,
      port,
    });
  }
  if (targets.scaling !== undefined) {
    new AutoscalingAttachment(scope, "autoscaling_attachment", {
      autoscalingGroupName: targets.scaling.name,
      lbTargetGroupArn: group.arn,
    });
  }
  return group;
}
