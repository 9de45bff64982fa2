/** Transit gateways from `describe-*` output: attachments, route tables, static routes and propagations. */

import { arrayAt, at, type Json, textAt } from "../../../terraform/json";
import { type Resource, Unknown } from "../../../terraform/values";
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
        security_group_referencing_support: value(at(each, "Options"), "SecurityGroupReferencingSupport"),
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
      security_group_referencing_support: value(at(each, "Options"), "SecurityGroupReferencingSupport"),
    });
  });
  const others = all.filter((each) => textAt(each, "ResourceType") !== "vpc").map(otherAttachment);
  const associations = all.flatMap((each) => {
    const id = textAt(each, "TransitGatewayAttachmentId") ?? "";
    const table = textAt(at(each, "Association"), "TransitGatewayRouteTableId");
    return table === undefined ? [] : [associated(id, `${id}-association-${table}`, table)];
  });
  const told = new Set(all.map((each) => textAt(each, "TransitGatewayAttachmentId")));
  const untold = vpcs.flatMap((each) => {
    const id = textAt(each, "TransitGatewayAttachmentId") ?? "";
    const why = "the dump does not tell its table: aws ec2 describe-transit-gateway-attachments";
    return told.has(id) ? [] : [associated(id, `${id}-association`, new Unknown(id, why))];
  });
  return [...made, ...others, ...associations, ...untold];
}

function associated(attachment: string, address: string, table: string | Unknown): Resource {
  return described("aws_ec2_transit_gateway_route_table_association", address, attachment, {
    transit_gateway_attachment_id: attachment,
    transit_gateway_route_table_id: table,
  });
}

/** One side of a peering, whose id both sides have; or a line to somewhere else. */
function otherAttachment(each: Json): Resource {
  const id = textAt(each, "TransitGatewayAttachmentId") ?? "";
  const transit = textAt(each, "TransitGatewayId") ?? "";
  const type = textAt(each, "ResourceType") ?? "attachment";
  if (type !== "peering") return described("aws_vpn_connection", id, `${type} ${id}`, {});
  return described("aws_ec2_transit_gateway_peering_attachment", `${id} of ${transit}`, nameOf(each, id), {
    id,
    transit_gateway_id: transit,
    state: value(each, "State"),
  });
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
  const told = new Set(
    ["TransitGatewayStaticRoutes", "TransitGatewayPropagations"].flatMap((key) =>
      list(lists, key).map((block) => textAt(block, "TransitGatewayRouteTableId")),
    ),
  );
  const untold = list(lists, "TransitGatewayRouteTables").flatMap((table) => {
    const id = textAt(table, "TransitGatewayRouteTableId") ?? "";
    const why = "the dump does not tell its routes: aws ec2 search-transit-gateway-routes";
    return told.has(id)
      ? []
      : [
          described("aws_ec2_transit_gateway_route", `${id}-routes`, id, {
            transit_gateway_route_table_id: id,
            destination_cidr_block: new Unknown(id, why),
          }),
        ];
  });
  return [...statics, ...propagations, ...untold];
}
