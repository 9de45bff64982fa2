/** Which resources an upgrade makes anew, because AWS cannot change what changed about them in place. */

import type { Block } from "../../terraform/blocks";
import { at } from "../../terraform/json";
import type { Move } from "./interface";

/** Attributes that the AWS provider cannot change in place, as far as networks have them. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  aws_vpc: ["cidr_block", "instance_tenancy"],
  aws_subnet: ["cidr_block", "availability_zone", "vpc_id"],
  aws_route_table: ["vpc_id"],
  aws_route: ["route_table_id", "destination_cidr_block", "destination_ipv6_cidr_block"],
  aws_route_table_association: ["subnet_id"],
  aws_eip: ["domain"],
  aws_eip_association: ["allocation_id", "instance_id", "network_interface_id"],
  aws_nat_gateway: ["subnet_id", "allocation_id", "connectivity_type"],
  aws_network_interface: ["subnet_id"],
  aws_security_group: ["name", "name_prefix", "description", "vpc_id"],
  aws_vpc_security_group_ingress_rule: ["security_group_id"],
  aws_vpc_security_group_egress_rule: ["security_group_id"],
  aws_instance: ["subnet_id", "private_ip", "key_name", "network_interface"],
  aws_lb: ["name", "name_prefix", "internal", "load_balancer_type"],
  aws_lb_listener: ["load_balancer_arn"],
  aws_lb_target_group: ["name", "name_prefix", "port", "protocol", "target_type", "vpc_id"],
  aws_lb_target_group_attachment: ["target_group_arn", "target_id", "port"],
  aws_db_instance: ["engine", "storage_encrypted", "username", "db_name"],
  aws_db_subnet_group: ["name", "name_prefix"],
  aws_iam_role: ["name", "name_prefix"],
  aws_iam_instance_profile: ["name", "name_prefix"],
  aws_launch_template: ["name", "name_prefix"],
  aws_autoscaling_group: ["name", "name_prefix"],
  aws_cloudwatch_metric_alarm: ["alarm_name"],
  aws_cloudwatch_log_group: ["name", "name_prefix"],
  aws_scheduler_schedule: ["name"],
};

/** One sentence a resource that stays, or only changed its name, and is replaced all the same. */
export function replacedBetween(
  before: ReadonlyMap<string, Block>,
  after: ReadonlyMap<string, Block>,
  renamed: readonly Move[],
): readonly string[] {
  const names = new Map(renamed.map(({ from, to }) => [from, to]));
  return [...before].flatMap(([address, old]) => {
    const fresh = after.get(names.get(address) ?? address);
    if (fresh === undefined) return [];
    const changed = fixedIn(fresh).filter(
      (key) => renamedText(at(old.body, key), names) !== JSON.stringify(at(fresh.body, key)),
    );
    if (changed.length === 0) return [];
    const rules = fresh.type === "aws_security_group" ? ", and its rules with it" : "";
    const list = changed.map((key) => `\`${key}\``).join(" and ");
    return [`\`${fresh.address}\` is replaced${rules}: AWS cannot change its ${list} in place.`];
  });
}

/** A boot script that has to run anew needs a new machine. */
function fixedIn({ type, body }: Block): readonly string[] {
  const always = FIXED[type] ?? [];
  return at(body, "user_data_replace_on_change") === true ? [...always, "user_data"] : always;
}

/** As JSON, its references under today's names. */
function renamedText(value: unknown, names: ReadonlyMap<string, string>): string | undefined {
  return JSON.stringify(value)?.replaceAll(
    /[a-z][a-z0-9_]*\.[A-Za-z_][A-Za-z0-9_-]*/g,
    (address) => names.get(address) ?? address,
  );
}
