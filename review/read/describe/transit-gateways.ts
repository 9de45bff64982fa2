/** Transit gateways from `describe-*` output: attachments, route tables, static routes and propagations. */

import { arrayAt, at, type Json, textAt } from "../../../terraform/json";
import type { Resource } from "../../../terraform/values";
import { described, type Lists, list, nameOf, value } from "./lists";

export function transit(lists: Lists): readonly Resource[] {
  const alive = (json: Json): boolean =>
    !["deleted", "deleting", "failed"].includes(textAt(json, "State") ?? "");
  const gatewaysOfRegion = list(lists, "TransitGateways")
    .filter(alive)
    .map((each) => {
      const id = textAt(each, "TransitGatewayId") ?? "";
      // Which attachments use which table is told one by one below.
      return described("aws_ec2_transit_gateway", id, nameOf(each, id), {
        default_route_table_association: "disable",
        default_route_table_propagation: "disable",
      });
    });
  return [
    ...gatewaysOfRegion,
    ...attachments(lists, alive),
    ...transitTables(lists, alive),
    ...transitRoutes(lists),
  ];
}

function attachments(lists: Lists, alive: (json: Json) => boolean): readonly Resource[] {
  const vpcs = list(lists, "TransitGatewayVpcAttachments").filter(alive);
  const all = list(lists, "TransitGatewayAttachments").filter(alive);
  const made = vpcs.map((each) => {
    const id = textAt(each, "TransitGatewayAttachmentId") ?? "";
    return described("aws_ec2_transit_gateway_vpc_attachment", id, nameOf(each, id), {
      transit_gateway_id: value(each, "TransitGatewayId"),
      vpc_id: value(each, "VpcId"),
      subnet_ids: arrayAt(each, "SubnetIds"),
    });
  });
  const others = all
    .filter((each) => textAt(each, "ResourceType") !== "vpc")
    .map((each) => {
      const id = textAt(each, "TransitGatewayAttachmentId") ?? "";
      return described(
        "aws_ec2_transit_gateway_peering_attachment",
        id,
        `${textAt(each, "ResourceType") ?? "attachment"} ${id}`,
        {},
      );
    });
  const associations = all.flatMap((each) => {
    const id = textAt(each, "TransitGatewayAttachmentId") ?? "";
    const table = textAt(at(each, "Association"), "TransitGatewayRouteTableId");
    return table === undefined
      ? []
      : [
          described("aws_ec2_transit_gateway_route_table_association", `${id}-association`, id, {
            transit_gateway_attachment_id: id,
            transit_gateway_route_table_id: table,
          }),
        ];
  });
  return [...made, ...others, ...associations];
}

function transitTables(lists: Lists, alive: (json: Json) => boolean): readonly Resource[] {
  return list(lists, "TransitGatewayRouteTables")
    .filter(alive)
    .map((table) => {
      const id = textAt(table, "TransitGatewayRouteTableId") ?? "";
      return described("aws_ec2_transit_gateway_route_table", id, nameOf(table, id), {
        transit_gateway_id: value(table, "TransitGatewayId"),
      });
    });
}

/** Static routes and propagations, each told inside an element that names its table. */
function transitRoutes(lists: Lists): readonly Resource[] {
  const statics = list(lists, "TransitGatewayStaticRoutes").flatMap((block) => {
    const table = textAt(block, "TransitGatewayRouteTableId") ?? "";
    return arrayAt(block, "Routes").map((route, i) =>
      described("aws_ec2_transit_gateway_route", `${table}-route-${i}`, table, {
        transit_gateway_route_table_id: table,
        destination_cidr_block: value(route, "DestinationCidrBlock"),
        transit_gateway_attachment_id: textAt(
          arrayAt(route, "TransitGatewayAttachments")[0],
          "TransitGatewayAttachmentId",
        ),
        state: value(route, "State"),
        type: value(route, "Type"),
      }),
    );
  });
  const propagations = list(lists, "TransitGatewayPropagations").flatMap((block) => {
    const table = textAt(block, "TransitGatewayRouteTableId") ?? "";
    return arrayAt(block, "TransitGatewayRouteTablePropagations")
      .filter((each) => textAt(each, "State") !== "disabled")
      .map((each, i) =>
        described("aws_ec2_transit_gateway_route_table_propagation", `${table}-propagation-${i}`, table, {
          transit_gateway_route_table_id: table,
          transit_gateway_attachment_id: value(each, "TransitGatewayAttachmentId"),
        }),
      );
  });
  return [...statics, ...propagations];
}
