/** A network load balancer for the small network: `nlb` in the public subnet takes tcp/80 for the machine `db`. */
import type { JsonObject } from "../../terraform/json";
import { type Change, ref } from "./small-network";

export const TARGET_GROUP = "${aws_lb_target_group.t.arn}";

/** The balancer with these settings, and its target group with those. */
export function nlb(balancer: JsonObject = {}, group: JsonObject = {}): Change {
  return {
    aws_lb: { nlb: { load_balancer_type: "network", subnets: [ref("aws_subnet.public")], ...balancer } },
    aws_lb_target_group: { t: { port: 8080, protocol: "TCP", ...group } },
    aws_lb_listener: {
      l: {
        load_balancer_arn: "${aws_lb.nlb.arn}",
        port: 80,
        protocol: "TCP",
        default_action: [{ type: "forward", target_group_arn: TARGET_GROUP }],
      },
    },
    aws_lb_target_group_attachment: {
      a: { target_group_arn: TARGET_GROUP, target_id: ref("aws_instance.db") },
    },
  };
}

export const withoutTarget: Change = { aws_lb_target_group_attachment: { a: null } };
