/** Route tables, their routes, and who has which. */
import { type ResourceType, words } from "./resource-type";

/** The attributes of a route that say where it leads: AWS takes one of them. */
export const ROUTE_TARGETS: readonly string[] = words(
  "gateway_id nat_gateway_id network_interface_id instance_id vpc_peering_connection_id transit_gateway_id vpc_endpoint_id egress_only_gateway_id carrier_gateway_id local_gateway_id core_network_arn",
);

export const ROUTING_TYPES = {
  aws_route_table: {
    title: "route table",
    packets: "followed",
    modelled: "its routes, inline or as resources, the longest prefix first",
    notModelled: "routes that a VPN gateway propagates",
    reads: words("id vpc_id route propagating_vgws"),
    fixed: words("vpc_id"),
    loses: "traffic",
    telling: "route table",
    repeats: words("route"),
  },
  aws_route_table_association: {
    title: "association of a route table",
    packets: "followed",
    modelled: "which table a subnet, or a gateway, has",
    notModelled: "",
    reads: words("id subnet_id gateway_id route_table_id"),
    fixed: words("gateway_id subnet_id"),
    loses: "traffic",
    telling: "route table",
  },
  aws_route: {
    title: "route",
    packets: "followed",
    modelled: "its destination and its target",
    notModelled: "targets such as VPN, carrier and local gateways and core networks: unknown from there on",
    // Of its state AWS says what it knew while the route was made, e.g. before its NAT instance ran: it is not read.
    reads: [
      ...words(
        "id route_table_id destination_cidr_block destination_ipv6_cidr_block destination_prefix_list_id",
      ),
      ...ROUTE_TARGETS,
    ],
    fixed: words(
      "destination_cidr_block destination_ipv6_cidr_block destination_prefix_list_id route_table_id",
    ),
    loses: "traffic",
    telling: "route",
  },
  aws_default_route_table: {
    title: "main route table, managed",
    packets: "followed",
    modelled: "as a route table",
    notModelled: "routes that a VPN gateway propagates",
    reads: words("id vpc_id default_route_table_id route propagating_vgws"),
    fixed: words("default_route_table_id"),
    loses: "nothing",
    telling: "nothing",
  },
  aws_main_route_table_association: {
    title: "main route table of a VPC",
    packets: "followed",
    modelled: "which table is the main one",
    notModelled: "",
    reads: words("id vpc_id route_table_id"),
    fixed: [],
    loses: "nothing",
    telling: "nothing",
  },
  aws_vpn_gateway_route_propagation: {
    title: "propagation of a VPN gateway's routes",
    packets: "followed",
    modelled: "that routes come which nobody knows",
    notModelled: "the routes",
    reads: words("id vpn_gateway_id route_table_id"),
    fixed: words("route_table_id vpn_gateway_id"),
    loses: "nothing",
    telling: "nothing",
  },
} as const satisfies Record<string, ResourceType>;
