/** What attributes of the AWS provider hold, by their names. */

/** They hold blocks that are attributes as well: absent and empty mean the same. */
const BLOCKS = new Set(["ingress", "egress", "route"]);

export function isBlock(attribute: string): boolean {
  return BLOCKS.has(attribute);
}

const LISTS = new Set([
  "vpc_security_group_ids",
  "security_groups",
  "security_group_ids",
  "subnets",
  "subnet_ids",
  "route_table_ids",
  "prefix_list_ids",
  "private_ips",
  "ipv6_addresses",
  "cidr_blocks",
  "ipv6_cidr_blocks",
  "vpc_zone_identifier",
  "target_group_arns",
]);

/** Whether the attribute holds several values at once. @param place what it is of, too: `aws_lb.web.subnets` */
export function isListAttribute(place: string): boolean {
  return LISTS.has(place.slice(place.lastIndexOf(".") + 1));
}

/** Attributes whose addresses AWS takes from those of the internet: no interface has one inside of a VPC. */
const PUBLIC = new Set(["aws_eip.public_ip", "aws_instance.public_ip", "aws_nat_gateway.public_ip"]);

export function isPublicAddress(type: string, attribute: string): boolean {
  return PUBLIC.has(`${type}.${attribute}`);
}

const GROUPS = ["aws_security_group", "aws_default_security_group"];
const TAKES: ReadonlyMap<string, readonly string[]> = new Map([
  ["security_groups", GROUPS],
  ["gateway_id", ["aws_internet_gateway", "aws_vpn_gateway"]],
  ["nat_gateway_id", ["aws_nat_gateway"]],
  ["network_interface_id", ["aws_network_interface", "aws_instance"]],
  ["vpc_peering_connection_id", ["aws_vpc_peering_connection", "aws_vpc_peering_connection_accepter"]],
  ["transit_gateway_id", ["aws_ec2_transit_gateway"]],
  ["vpc_endpoint_id", ["aws_vpc_endpoint"]],
  ["egress_only_gateway_id", ["aws_egress_only_internet_gateway"]],
  ["carrier_gateway_id", ["aws_ec2_carrier_gateway"]],
  ["prefix_list_ids", ["aws_ec2_managed_prefix_list"]],
  ["destination_prefix_list_id", ["aws_ec2_managed_prefix_list"]],
]);

/** The types whose ids an attribute inside of a rule or route takes; undefined for one that takes addresses. */
export function typesTaken(attribute: string): readonly string[] | undefined {
  return TAKES.get(attribute);
}
