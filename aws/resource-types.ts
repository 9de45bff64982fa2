/** The resource types that carry packets, and of each the attributes that matter to them; nothing else is read. */

/** The attributes of a route that say where it leads: AWS takes one of them. */
export const ROUTE_TARGETS: readonly string[] = [
  "gateway_id",
  "nat_gateway_id",
  "network_interface_id",
  "instance_id",
  "vpc_peering_connection_id",
  "transit_gateway_id",
  "vpc_endpoint_id",
  "egress_only_gateway_id",
  "carrier_gateway_id",
  "local_gateway_id",
  "core_network_arn",
];

const RULE_BLOCK = ["ingress", "egress"];
// Of a route the state says what AWS knew while it was made, e.g. before its NAT instance ran: it is not read.
const ATTRIBUTES: Readonly<Record<string, string>> = {
  aws_vpc:
    "id cidr_block ipv6_cidr_block assign_generated_ipv6_cidr_block default_security_group_id default_network_acl_id default_route_table_id main_route_table_id",
  aws_default_vpc: "id cidr_block ipv6_cidr_block",
  aws_vpc_ipv4_cidr_block_association: "id vpc_id cidr_block",
  aws_vpc_ipv6_cidr_block_association: "id vpc_id ipv6_cidr_block",
  aws_subnet:
    "id vpc_id cidr_block ipv6_cidr_block availability_zone availability_zone_id map_public_ip_on_launch assign_ipv6_address_on_creation",
  aws_internet_gateway: "id vpc_id",
  aws_internet_gateway_attachment: "id vpc_id internet_gateway_id",
  aws_egress_only_internet_gateway: "id vpc_id",
  aws_route_table: "id vpc_id route propagating_vgws",
  aws_default_route_table: "id vpc_id default_route_table_id route propagating_vgws",
  aws_route: `id route_table_id destination_cidr_block destination_ipv6_cidr_block destination_prefix_list_id ${ROUTE_TARGETS.join(" ")}`,
  aws_route_table_association: "id subnet_id gateway_id route_table_id",
  aws_main_route_table_association: "id vpc_id route_table_id",
  aws_vpn_gateway_route_propagation: "id vpn_gateway_id route_table_id",
  aws_security_group: "id vpc_id name ingress egress",
  aws_default_security_group: "id vpc_id ingress egress",
  aws_security_group_rule:
    "id type security_group_id protocol from_port to_port cidr_blocks ipv6_cidr_blocks prefix_list_ids source_security_group_id self",
  aws_vpc_security_group_ingress_rule:
    "id security_group_id ip_protocol from_port to_port cidr_ipv4 cidr_ipv6 prefix_list_id referenced_security_group_id",
  aws_vpc_security_group_egress_rule:
    "id security_group_id ip_protocol from_port to_port cidr_ipv4 cidr_ipv6 prefix_list_id referenced_security_group_id",
  aws_network_acl: "id vpc_id subnet_ids ingress egress is_default",
  aws_default_network_acl: "id vpc_id default_network_acl_id subnet_ids ingress egress",
  aws_network_acl_rule:
    "id network_acl_id rule_number egress protocol rule_action cidr_block ipv6_cidr_block from_port to_port icmp_type icmp_code",
  aws_network_acl_association: "id network_acl_id subnet_id",
  aws_instance:
    "id instance_type subnet_id private_ip secondary_private_ips associate_public_ip_address public_ip ipv6_addresses ipv6_address_count vpc_security_group_ids security_groups source_dest_check network_interface primary_network_interface primary_network_interface_id availability_zone instance_state appliance launch_template",
  aws_network_interface:
    "id subnet_id private_ip private_ips private_ip_list security_groups source_dest_check ipv6_addresses ipv6_address_count attachment interface_type description public_ip",
  aws_network_interface_attachment: "id instance_id network_interface_id device_index",
  aws_network_interface_sg_attachment: "id security_group_id network_interface_id",
  aws_eip: "id allocation_id instance network_interface public_ip associate_with_private_ip",
  aws_eip_association: "id allocation_id instance_id network_interface_id private_ip_address public_ip",
  aws_nat_gateway:
    "id subnet_id allocation_id connectivity_type private_ip public_ip network_interface_id state",
  aws_lb:
    "id arn name load_balancer_type internal subnets subnet_mapping security_groups enable_cross_zone_load_balancing",
  aws_alb:
    "id arn name load_balancer_type internal subnets subnet_mapping security_groups enable_cross_zone_load_balancing",
  aws_lb_listener: "id arn load_balancer_arn port protocol default_action",
  aws_alb_listener: "id arn load_balancer_arn port protocol default_action",
  aws_lb_listener_rule: "id arn listener_arn action",
  aws_alb_listener_rule: "id arn listener_arn action",
  aws_lb_target_group:
    "id arn name port protocol target_type vpc_id preserve_client_ip health_check load_balancing_cross_zone_enabled",
  aws_alb_target_group:
    "id arn name port protocol target_type vpc_id preserve_client_ip health_check load_balancing_cross_zone_enabled",
  aws_lb_target_group_attachment: "id target_group_arn target_id port availability_zone",
  aws_alb_target_group_attachment: "id target_group_arn target_id port availability_zone",
  aws_db_instance:
    "id identifier db_subnet_group_name vpc_security_group_ids port publicly_accessible engine",
  aws_rds_cluster: "id cluster_identifier db_subnet_group_name vpc_security_group_ids port engine",
  aws_rds_cluster_instance: "id cluster_identifier publicly_accessible",
  aws_db_subnet_group: "id name subnet_ids",
  aws_vpc_endpoint:
    "id vpc_id service_name vpc_endpoint_type route_table_ids subnet_ids security_group_ids network_interface_ids prefix_list_id cidr_blocks subnet_configuration",
  aws_vpc_endpoint_route_table_association: "id vpc_endpoint_id route_table_id",
  aws_vpc_endpoint_subnet_association: "id vpc_endpoint_id subnet_id",
  aws_vpc_endpoint_security_group_association: "id vpc_endpoint_id security_group_id",
  aws_ec2_managed_prefix_list: "id name entry cidr_blocks",
  aws_ec2_managed_prefix_list_entry: "id prefix_list_id cidr",
  aws_prefix_list: "id name cidr_blocks",
  aws_vpc_peering_connection: "id vpc_id peer_vpc_id peer_region auto_accept status",
  aws_vpc_peering_connection_accepter: "id vpc_peering_connection_id auto_accept",
  aws_ec2_transit_gateway:
    "id default_route_table_association default_route_table_propagation association_default_route_table_id propagation_default_route_table_id state",
  aws_ec2_transit_gateway_vpc_attachment:
    "id transit_gateway_id vpc_id subnet_ids appliance_mode_support transit_gateway_default_route_table_association transit_gateway_default_route_table_propagation",
  aws_ec2_transit_gateway_route_table:
    "id transit_gateway_id default_association_route_table default_propagation_route_table",
  aws_ec2_transit_gateway_route_table_association:
    "id transit_gateway_attachment_id transit_gateway_route_table_id",
  aws_ec2_transit_gateway_route_table_propagation:
    "id transit_gateway_attachment_id transit_gateway_route_table_id",
  aws_ec2_transit_gateway_route:
    "id destination_cidr_block blackhole transit_gateway_attachment_id transit_gateway_route_table_id state type",
  aws_ec2_transit_gateway_peering_attachment: "id transit_gateway_id peer_transit_gateway_id",
  aws_ec2_instance_state: "id instance_id state",
  aws_vpn_gateway: "id vpc_id",
  aws_vpn_gateway_attachment: "id vpc_id vpn_gateway_id",
  aws_vpn_connection:
    "id vpn_gateway_id transit_gateway_id customer_gateway_id transit_gateway_attachment_id",
  aws_carrier_gateway: "id vpc_id",
  aws_autoscaling_group:
    "id arn name vpc_zone_identifier launch_template launch_configuration mixed_instances_policy target_group_arns traffic_source max_size desired_capacity",
  aws_autoscaling_attachment: "id autoscaling_group_name lb_target_group_arn alb_target_group_arn",
  aws_autoscaling_traffic_source_attachment: "id autoscaling_group_name traffic_source",
  aws_launch_template:
    "id arn name default_version latest_version vpc_security_group_ids security_group_names network_interfaces",
  aws_launch_configuration: "id arn name security_groups associate_public_ip_address",
};

const READ: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(ATTRIBUTES).map(([type, names]) => [type, names.split(" ")]),
);

/** The attributes to read of a type; undefined for a type that carries no packets. */
export function attributesOf(type: string): readonly string[] | undefined {
  return READ.get(type);
}

/** Attributes that are blocks: absent and empty mean the same. */
export function isBlock(attribute: string): boolean {
  return RULE_BLOCK.includes(attribute) || attribute === "route";
}

/** What people call a resource: its name with its instance key, after the modules it stands in. */
export function nameOfAddress(address: string): string {
  const dot = address.indexOf(".");
  if (dot > 0 && !address.endsWith("]") && address.indexOf(".", dot + 1) < 0) return address.slice(dot + 1);
  const parts = address.match(/(?:\[[^\]]*\]|[^.[\]])+/g) ?? [address];
  const names: string[] = [];
  for (let i = 0; i < parts.length; i += 2) names.push(parts[i + 1] ?? parts[i] ?? "");
  return names.join(".");
}
