/** Routing from `describe-*` output: route tables, gateways, peering, transit gateways. */

import { arrayAt, at, type Json, textAt } from "../../../terraform/json";
import type { Resource, Values } from "../../../terraform/values";
import { described, type Lists, list, nameOf, value } from "./lists";
import { transit } from "./transit-gateways";

export function routing(lists: Lists): readonly Resource[] {
  return [...tables(lists), ...gateways(lists), ...peerings(lists), ...transit(lists), ...prefixLists(lists)];
}

function tables(lists: Lists): readonly Resource[] {
  return list(lists, "RouteTables").flatMap((table) => {
    const id = textAt(table, "RouteTableId") ?? "";
    const vpc = textAt(table, "VpcId") ?? "";
    const resource = described("aws_route_table", id, nameOf(table, id), {
      vpc_id: vpc,
      route: arrayAt(table, "Routes").map(routeOf),
    });
    const associations = arrayAt(table, "Associations").flatMap((association, i) => {
      const subnet = textAt(association, "SubnetId");
      if (subnet !== undefined)
        return [
          described("aws_route_table_association", `${id}-subnet-${i}`, id, {
            subnet_id: subnet,
            route_table_id: id,
          }),
        ];
      const gateway = textAt(association, "GatewayId");
      if (gateway !== undefined)
        return [
          described("aws_route_table_association", `${id}-gateway-${i}`, id, {
            gateway_id: gateway,
            route_table_id: id,
          }),
        ];
      return at(association, "Main") === true
        ? [
            described("aws_main_route_table_association", `${id}-main`, id, {
              vpc_id: vpc,
              route_table_id: id,
            }),
          ]
        : [];
    });
    return [resource, ...associations];
  });
}

function routeOf(route: Json): Values {
  const gateway = textAt(route, "GatewayId");
  return {
    cidr_block: value(route, "DestinationCidrBlock"),
    ipv6_cidr_block: value(route, "DestinationIpv6CidrBlock"),
    destination_prefix_list_id: value(route, "DestinationPrefixListId"),
    ...(gateway?.startsWith("vpce-") === true ? { vpc_endpoint_id: gateway } : { gateway_id: gateway }),
    nat_gateway_id: value(route, "NatGatewayId"),
    network_interface_id: value(route, "NetworkInterfaceId"),
    instance_id: value(route, "InstanceId"),
    vpc_peering_connection_id: value(route, "VpcPeeringConnectionId"),
    transit_gateway_id: value(route, "TransitGatewayId"),
    egress_only_gateway_id: value(route, "EgressOnlyInternetGatewayId"),
    carrier_gateway_id: value(route, "CarrierGatewayId"),
    local_gateway_id: value(route, "LocalGatewayId"),
    core_network_arn: value(route, "CoreNetworkArn"),
    state: value(route, "State"),
    origin: value(route, "Origin"),
  };
}

function gateways(lists: Lists): readonly Resource[] {
  const of = (key: string, idKey: string, type: string): readonly Resource[] =>
    list(lists, key).map((gateway) => {
      const id = textAt(gateway, idKey) ?? "";
      const attached = arrayAt(gateway, "Attachments").find((each) =>
        ["available", "attached"].includes(textAt(each, "State") ?? ""),
      );
      return described(type, id, nameOf(gateway, id), { vpc_id: value(attached, "VpcId") });
    });
  return [
    ...of("InternetGateways", "InternetGatewayId", "aws_internet_gateway"),
    ...of("EgressOnlyInternetGateways", "EgressOnlyInternetGatewayId", "aws_egress_only_internet_gateway"),
  ];
}

function prefixLists(lists: Lists): readonly Resource[] {
  return list(lists, "PrefixLists").map((each) => {
    const id = textAt(each, "PrefixListId") ?? "";
    return described("aws_prefix_list", id, id, {
      name: value(each, "PrefixListName"),
      cidr_blocks: arrayAt(each, "Cidrs"),
    });
  });
}

function peerings(lists: Lists): readonly Resource[] {
  return list(lists, "VpcPeeringConnections").map((peering) => {
    const id = textAt(peering, "VpcPeeringConnectionId") ?? "";
    const [from, to] = [at(peering, "RequesterVpcInfo"), at(peering, "AccepterVpcInfo")];
    const other = textAt(to, "Region");
    return described("aws_vpc_peering_connection", id, nameOf(peering, id), {
      vpc_id: value(from, "VpcId"),
      peer_vpc_id: value(to, "VpcId"),
      status: textAt(at(peering, "Status"), "Code"),
      ...(other === textAt(from, "Region") ? {} : { peer_region: other }),
    });
  });
}
