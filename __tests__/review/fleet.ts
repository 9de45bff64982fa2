/** An Auto Scaling group for the small network. */
import type { JsonObject } from "../../terraform/json";
import { type Change, ref } from "./small-network";

/** A group `fleet` in these subnets, with a launch template of these settings. */
export function fleet(
  subnets: readonly string[],
  template: JsonObject = { vpc_security_group_ids: [ref("aws_security_group.open")] },
  group: JsonObject = {},
): Change {
  return {
    aws_launch_template: { fleet: { name_prefix: "fleet-", ...template } },
    aws_autoscaling_group: {
      fleet: {
        min_size: 1,
        max_size: 4,
        vpc_zone_identifier: subnets.map((name) => ref(`aws_subnet.${name}`)),
        launch_template: { id: ref("aws_launch_template.fleet"), version: "$Latest" },
        ...group,
      },
    },
  };
}
