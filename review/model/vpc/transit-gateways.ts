/** Transit gateways with their attachments and route tables. */

import { type AddressSet, cidrsOf } from "../../../net/address-set";
import { formatCidr } from "../../../net/cidr";
import { given } from "../../../net/given";
import { byKey } from "../../../net/group-by";
import { isTrue, type Resource, textOf, Unknown, type Value } from "../../../terraform/values";
import type {
  Key,
  TransitGatewayAttachment,
  TransitGatewayRoute,
  TransitGatewayRouteTable,
  Vpc,
} from "../../network/network";
import { addressesOf, elementsOf, type Lookup, prefixOf } from "../../network/resource-lookup";

export interface TransitGateways {
  readonly attachments: ReadonlyMap<Key, TransitGatewayAttachment>;
  readonly tables: ReadonlyMap<Key, TransitGatewayRouteTable>;
}

/** A transit gateway's default route table, where no resource stands for it. */
function defaultTable(transit: Key): Key {
  return `${transit} default route table`;
}

export function buildTransit(lookup: Lookup, vpcs: ReadonlyMap<Key, Vpc>): TransitGateways {
  const attachments = buildAttachments(lookup);
  const names = tableNames(lookup);
  const propagations = propagationsOf(lookup, attachments);
  const tables = new Map<Key, TransitGatewayRouteTable>();
  for (const [key, name] of names) {
    const draft = staticRoutes(lookup, key);
    for (const attachment of propagations.get(key) ?? []) draft.routes.push(...propagated(vpcs, attachment));
    const routes = draft.routes.sort(
      (a, b) => b.prefix - a.prefix || Number(a.propagated) - Number(b.propagated),
    );
    tables.set(key, { key, name, routes, unknowns: draft.unknowns });
  }
  return { attachments, tables };
}

function tableNames(lookup: Lookup): ReadonlyMap<Key, string> {
  const names = new Map<Key, string>();
  for (const { address, name } of lookup.all("aws_ec2_transit_gateway"))
    names.set(defaultTable(address), `${name} default`);
  for (const { address, name } of lookup.all("aws_ec2_transit_gateway_route_table")) names.set(address, name);
  return names;
}

function defaultOf(lookup: Lookup, transit: Key, attribute: string): Key {
  const resource = lookup.at(transit);
  const id = resource?.values[attribute];
  const told = typeof id === "string" && resource !== undefined ? lookup.key(resource, attribute) : undefined;
  return told ?? defaultTable(transit);
}

function buildAttachments(lookup: Lookup): ReadonlyMap<Key, TransitGatewayAttachment> {
  const explicit = new Map<Key, Key>();
  for (const resource of lookup.all("aws_ec2_transit_gateway_route_table_association")) {
    const attachment = lookup.key(resource, "transit_gateway_attachment_id");
    const table = lookup.key(resource, "transit_gateway_route_table_id");
    if (attachment !== undefined && table !== undefined) explicit.set(attachment, table);
  }
  const attachments = new Map<Key, TransitGatewayAttachment>();
  for (const resource of lookup.all("aws_ec2_transit_gateway_vpc_attachment")) {
    const { address: key, name, values } = resource;
    const transit = lookup.key(resource, "transit_gateway_id");
    const vpc = lookup.key(resource, "vpc_id");
    if (transit === undefined || vpc === undefined) continue;
    const subnets = (elementsOf(values["subnet_ids"]) ?? []).flatMap((value) => {
      const found = lookup.find(value, `${key}.subnet_ids`);
      return found.kind === "resource" ? [found.resource.address] : [];
    });
    const usesDefault = joinsDefault(
      lookup,
      transit,
      values["transit_gateway_default_route_table_association"],
      "default_route_table_association",
    );
    const table =
      explicit.get(key) ??
      (usesDefault ? defaultOf(lookup, transit, "association_default_route_table_id") : undefined);
    attachments.set(key, { key, name, transit, vpc, subnets, ...given({ table }) });
  }
  return attachments;
}

function joinsDefault(lookup: Lookup, transit: Key, own: Value | undefined, attribute: string): boolean {
  return own !== false && lookup.at(transit)?.values[attribute] !== "disable";
}

function propagationsOf(
  lookup: Lookup,
  attachments: ReadonlyMap<Key, TransitGatewayAttachment>,
): ReadonlyMap<Key, readonly TransitGatewayAttachment[]> {
  const stated = lookup.all("aws_ec2_transit_gateway_route_table_propagation").map((resource) => ({
    table: lookup.key(resource, "transit_gateway_route_table_id"),
    attachment: attachments.get(lookup.key(resource, "transit_gateway_attachment_id") ?? ""),
  }));
  const byDefault = [...attachments.values()].flatMap((attachment) => {
    const own = lookup.at(attachment.key)?.values["transit_gateway_default_route_table_propagation"];
    return joinsDefault(lookup, attachment.transit, own, "default_route_table_propagation")
      ? [{ table: defaultOf(lookup, attachment.transit, "propagation_default_route_table_id"), attachment }]
      : [];
  });
  return byKey(
    [...stated, ...byDefault].flatMap(({ table, attachment }) =>
      table === undefined || attachment === undefined ? [] : [[table, attachment] as const],
    ),
  );
}

function staticRoutes(lookup: Lookup, table: Key): { routes: TransitGatewayRoute[]; unknowns: Unknown[] } {
  const routes: TransitGatewayRoute[] = [];
  const unknowns: Unknown[] = [];
  for (const resource of lookup.all("aws_ec2_transit_gateway_route")) {
    if (transitTable(lookup, resource) !== table) continue;
    const { values, address } = resource;
    const text = textOf(lookup.literal(values["destination_cidr_block"]));
    const destinations = addressesOf(text);
    if (text === undefined || destinations === undefined) {
      unknowns.push(lookup.note(new Unknown(`${address}.destination_cidr_block`, "is not known")));
      continue;
    }
    routes.push({
      destinations,
      prefix: prefixOf(text),
      propagated: values["type"] === "propagated",
      ...towards(lookup, resource),
    });
  }
  return { routes, unknowns };
}

/** `aws_ec2_transit_gateway.x.association_default_route_table_id` means the gateway's default table. */
function transitTable(lookup: Lookup, resource: Resource): Key | undefined {
  const key = lookup.key(resource, "transit_gateway_route_table_id");
  return key !== undefined && lookup.at(key)?.type === "aws_ec2_transit_gateway" ? defaultTable(key) : key;
}

function towards(
  lookup: Lookup,
  resource: Resource,
): Pick<TransitGatewayRoute, "attachment" | "unsupported"> {
  const { values } = resource;
  if (isTrue(values["blackhole"]) || values["state"] === "blackhole") return {};
  const found = lookup.find(
    values["transit_gateway_attachment_id"],
    `${resource.address}.transit_gateway_attachment_id`,
  );
  if (found.kind !== "resource") return { unsupported: "an attachment that is not in this input" };
  return found.resource.type === "aws_ec2_transit_gateway_vpc_attachment"
    ? { attachment: found.resource.address }
    : { unsupported: found.resource.address };
}

function propagated(
  vpcs: ReadonlyMap<Key, Vpc>,
  attachment: TransitGatewayAttachment,
): readonly TransitGatewayRoute[] {
  const cidrs: AddressSet = vpcs.get(attachment.vpc)?.cidrs ?? [];
  return cidrsOf(cidrs).map((cidr) => ({
    destinations: addressesOf(formatCidr(cidr)) ?? [],
    prefix: cidr.prefix,
    propagated: true,
    attachment: attachment.key,
  }));
}
