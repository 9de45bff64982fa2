/** The order in which a reader meets the resources: the network first, what stands in it last. */
import { at, isObject, type Json, type JsonObject } from "../../terraform/json";

export const TOPICS = {
  network: [
    "aws_vpc",
    "aws_internet_gateway",
    "aws_subnet",
    "aws_vpc_endpoint",
    "aws_flow_log",
    "aws_cloudwatch_log_group",
  ],
  routing: ["aws_route_table", "aws_route_table_association", "aws_route"],
  nat: [
    "aws_eip",
    "aws_nat_gateway",
    "aws_network_interface",
    "aws_eip_association",
    "aws_cloudwatch_metric_alarm",
    "terraform_data",
  ],
  firewall: [
    "aws_default_security_group",
    "aws_security_group",
    "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_egress_rule",
    "aws_network_acl",
  ],
  compute: [
    "aws_instance",
    "aws_launch_template",
    "aws_autoscaling_group",
    "aws_ec2_instance_state",
    "aws_ec2_instance_connect_endpoint",
    "aws_scheduler_schedule",
    "aws_iam_role",
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
    "aws_iam_instance_profile",
  ],
  balancing: [
    "aws_lb",
    "aws_lb_listener",
    "aws_lb_target_group",
    "aws_lb_target_group_attachment",
    "aws_autoscaling_attachment",
  ],
  database: ["aws_db_subnet_group", "aws_db_instance"],
} as const;

const ORDER: readonly string[] = Object.values(TOPICS).flat();

/** Types by topic; a type that belongs to none comes after all that do, by name. */
export function inTopicOrder(types: readonly string[]): readonly string[] {
  const rank = (type: string): number => {
    const place = ORDER.indexOf(type);
    return place < 0 ? ORDER.length : place;
  };
  return [...types].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** Resources or data sources: types by topic, names by letter, each block as people write it. */
export function sortedBlocks(blocks: JsonObject): JsonObject {
  return Object.fromEntries(
    inTopicOrder(Object.keys(blocks)).map((type) => {
      const named = at(blocks, type);
      const entries = isObject(named) ? Object.entries(named) : [];
      return [
        type,
        Object.fromEntries(entries.sort(byKey).map(([name, body]) => [name, written(body ?? null)])),
      ];
    }),
  );
}

/** How many there are first, the settings, then tags, life cycle and dependencies. */
const FIRST = ["for_each", "count"];
const LAST = ["tags", "lifecycle", "depends_on"];

function written(body: Json): Json {
  if (!isObject(body)) return body;
  const rank = (key: string): number =>
    FIRST.includes(key) ? FIRST.indexOf(key) - FIRST.length : LAST.indexOf(key) + 1;
  return Object.fromEntries(Object.entries(body).sort((a, b) => rank(a[0]) - rank(b[0]) || byKey(a, b)));
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}
