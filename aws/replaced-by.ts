/**
 * Attributes whose change makes the AWS provider destroy a resource and make it anew, for reviews without a plan.
 * Only what networks are made of; a type that is not listed is taken to be changed in place.
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs, "Forces new resource"
 */
import { at, type JsonObject } from "../terraform/json";

const PLACE = "subnet_id availability_zone availability_zone_id vpc_id";
const FORCING: Readonly<Record<string, string>> = {
  aws_vpc: "cidr_block instance_tenancy ipv4_ipam_pool_id ipv4_netmask_length",
  aws_subnet: "vpc_id cidr_block availability_zone availability_zone_id ipv6_native outpost_arn",
  aws_internet_gateway: "",
  aws_route_table: "vpc_id",
  aws_route: "route_table_id destination_cidr_block destination_ipv6_cidr_block destination_prefix_list_id",
  aws_route_table_association: "subnet_id gateway_id",
  aws_nat_gateway: "subnet_id allocation_id connectivity_type private_ip",
  aws_eip: "domain network_border_group public_ipv4_pool address",
  aws_eip_association: "allocation_id instance_id network_interface_id private_ip_address public_ip",
  aws_network_interface: "subnet_id interface_type",
  aws_instance: `${PLACE} ami private_ip associate_public_ip_address key_name network_interface tenancy placement_group cpu_core_count`,
  aws_security_group: "name name_prefix description vpc_id",
  aws_vpc_security_group_ingress_rule: "security_group_id",
  aws_vpc_security_group_egress_rule: "security_group_id",
  aws_security_group_rule:
    "type security_group_id protocol from_port to_port cidr_blocks ipv6_cidr_blocks source_security_group_id self prefix_list_ids",
  aws_network_acl: "vpc_id",
  aws_network_acl_rule:
    "network_acl_id rule_number egress protocol rule_action cidr_block ipv6_cidr_block from_port to_port icmp_type icmp_code",
  aws_lb: "name name_prefix internal load_balancer_type customer_owned_ipv4_pool",
  aws_lb_listener: "load_balancer_arn",
  aws_lb_target_group: "name name_prefix port protocol protocol_version target_type vpc_id ip_address_type",
  aws_lb_target_group_attachment: "target_group_arn target_id port availability_zone",
  aws_db_instance:
    "db_name engine username availability_zone storage_encrypted kms_key_id character_set_name identifier_prefix",
  aws_db_subnet_group: "name name_prefix",
  aws_vpc_endpoint: "vpc_id service_name vpc_endpoint_type",
  aws_ebs_volume: "availability_zone encrypted kms_key_id snapshot_id",
  aws_key_pair: "key_name public_key",
};

const BY_TYPE: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(FORCING).map(([type, names]) => [type, new Set(names.split(" "))]),
);
const NONE: ReadonlySet<string> = new Set();

const USER_DATA = ["user_data", "user_data_base64"];

/** The attributes of a block that cannot be changed in place. */
export function forcingAttributes(type: string, block: JsonObject): ReadonlySet<string> {
  const always = BY_TYPE.get(type) ?? NONE;
  // The provider's switch for instances whose boot script has to run anew.
  return at(block, "user_data_replace_on_change") === true ? new Set([...always, ...USER_DATA]) : always;
}
