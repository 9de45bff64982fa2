/** Route tables of transit gateways: what is stated, what VPCs propagate, and what is learnt from outside. */
import { type AddressSet, allAddresses, cidrsOf } from "../../../net/address-set";
import { formatCidr } from "../../../net/cidr";
import { given } from "../../../net/given";
import { isTrue, type Resource, textOf, Unknown, type Value } from "../../../terraform/values";
import type {
  TransitGatewayAttachment,
  TransitGatewayPeering,
  TransitGatewayRoute,
  TransitGatewayRouteTable,
} from "../../network/connections";
import type { Key, Vpc } from "../../network/network";
import { addressesOf, type Found, type Lookup, prefixOf } from "../../network/resource-lookup";
import type { UncertainRoute } from "../../network/routes";

export interface TransitContext {
  readonly lookup: Lookup;
  readonly vpcs: ReadonlyMap<Key, Vpc>;
  readonly attachments: ReadonlyMap<Key, TransitGatewayAttachment>;
  readonly peerings: ReadonlyMap<Key, TransitGatewayPeering>;
}

/** A transit gateway's default route table, where no resource stands for it. */
function defaultTable(transit: Key): Key {
  return `${transit} default route table`;
}

/** `aws_ec2_transit_gateway.x.association_default_route_table_id` means the gateway's default table. */
export function tableKey({ resource }: Extract<Found, { kind: "resource" }>): Key {
  return resource.type === "aws_ec2_transit_gateway" ? defaultTable(resource.address) : resource.address;
}

/** The transit gateway that a table is of. */
export function tableTransit(lookup: Lookup, table: Key): Key | undefined {
  const resource = lookup.at(table);
  if (resource !== undefined) return lookup.key(resource, "transit_gateway_id");
  return lookup.all("aws_ec2_transit_gateway").find(({ address }) => defaultTable(address) === table)
    ?.address;
}

export function defaultOf(lookup: Lookup, transit: Key, attribute: string): Key {
  const resource = lookup.at(transit);
  const id = resource?.values[attribute];
  const told = typeof id === "string" && resource !== undefined ? lookup.key(resource, attribute) : undefined;
  return told ?? defaultTable(transit);
}

export function joinsDefault(
  lookup: Lookup,
  transit: Key,
  own: Value | undefined,
  attribute: string,
): boolean {
  return own !== false && lookup.at(transit)?.values[attribute] !== "disable";
}

interface Draft {
  readonly routes: TransitGatewayRoute[];
  readonly uncertain: UncertainRoute[];
}

/** An attachment by its id; the accepter of a peering has the id of what it accepts. */
export function attachmentFound(lookup: Lookup, value: Value | undefined, owner: Key): Found {
  const found = lookup.find(value, `${owner}.transit_gateway_attachment_id`);
  return found.kind === "resource" && found.resource.type === ACCEPTER
    ? lookup.find(found.resource.values["transit_gateway_attachment_id"], found.resource.address)
    : found;
}

export const ACCEPTER = "aws_ec2_transit_gateway_peering_attachment_accepter";

export function buildTransitTables(context: TransitContext): ReadonlyMap<Key, TransitGatewayRouteTable> {
  const { lookup } = context;
  const names = tableNames(lookup);
  const drafts = new Map<Key, Draft>([...names.keys()].map((key) => [key, { routes: [], uncertain: [] }]));
  for (const part of [...statics(context), ...propagations(context)]) {
    if (part.table.kind === "resource") addTo(drafts.get(tableKey(part.table)), part);
    // What is not resolved may be each table.
    if (part.table.kind !== "unknown") continue;
    const { unknown } = part.table;
    const perhaps = part.routes.map(({ destinations, prefix }) => uncertain(unknown, destinations, prefix));
    for (const draft of drafts.values()) draft.uncertain.push(...perhaps, ...part.uncertain);
  }
  return new Map(
    [...names].map(([key, name]) => {
      const { routes, uncertain: perhaps } = drafts.get(key) ?? { routes: [], uncertain: [] };
      const sorted = [...routes].sort(
        (a, b) => b.prefix - a.prefix || Number(a.propagated) - Number(b.propagated),
      );
      const transit = tableTransit(lookup, key);
      return [key, { key, name, routes: sorted, uncertain: perhaps, ...given({ transit }) }];
    }),
  );
}

interface Part {
  readonly table: Found;
  readonly routes: readonly TransitGatewayRoute[];
  readonly uncertain: readonly UncertainRoute[];
}

function addTo(draft: Draft | undefined, { routes, uncertain: perhaps }: Part): void {
  draft?.routes.push(...routes);
  draft?.uncertain.push(...perhaps);
}

function uncertain(unknown: Unknown, destinations: AddressSet = allAddresses, prefix = 128): UncertainRoute {
  return { unknown, destinations, prefix, beforeLocal: false, leads: "anywhere" };
}

/** What a VPN or a Direct Connect gateway announces is known to neither a configuration nor a dump. */
function learnt(unknown: Unknown): UncertainRoute {
  return { unknown, destinations: allAddresses, prefix: 0, beforeLocal: false, leads: "learnt" };
}

function tableNames(lookup: Lookup): ReadonlyMap<Key, string> {
  const names = new Map<Key, string>();
  for (const { address, name } of lookup.all("aws_ec2_transit_gateway"))
    names.set(defaultTable(address), `${name} default`);
  for (const { address, name } of lookup.all("aws_ec2_transit_gateway_route_table")) names.set(address, name);
  return names;
}

function tableFound(lookup: Lookup, { address, values }: Resource): Found {
  return lookup.find(values["transit_gateway_route_table_id"], `${address}.transit_gateway_route_table_id`);
}

function statics(context: TransitContext): readonly Part[] {
  const { lookup } = context;
  return lookup.all("aws_ec2_transit_gateway_route").map((resource) => {
    const { values, address } = resource;
    const table = tableFound(lookup, resource);
    const value = lookup.literal(values["destination_cidr_block"]);
    const text = textOf(value);
    const destinations = addressesOf(text);
    if (text === undefined || destinations === undefined) {
      const place = `${address}.destination_cidr_block`;
      const unknown = lookup.note(value instanceof Unknown ? value : new Unknown(place, "is not known"));
      return { table, routes: [], uncertain: [uncertain(unknown)] };
    }
    const propagated = values["type"] === "propagated";
    const route = { destinations, prefix: prefixOf(text), propagated, target: targetOf(context, resource) };
    return { table, routes: [route], uncertain: [] };
  });
}

function targetOf(
  { lookup, attachments, peerings }: TransitContext,
  resource: Resource,
): TransitGatewayRoute["target"] {
  const { values, address } = resource;
  if (isTrue(values["blackhole"]) || values["state"] === "blackhole") return { kind: "blackhole" };
  const found = attachmentFound(lookup, values["transit_gateway_attachment_id"], address);
  if (found.kind !== "resource")
    return { kind: "unsupported", what: "an attachment that is not in this input" };
  const { address: key } = found.resource;
  if (attachments.has(key)) return { kind: "vpc", key };
  return peerings.has(key) ? { kind: "peering", key } : { kind: "unsupported", what: key };
}

/** Of VPCs their blocks; of what leads outside nobody knows which. A peering propagates nothing. */
function propagations(context: TransitContext): readonly Part[] {
  const { lookup, attachments, peerings } = context;
  const stated = lookup.all("aws_ec2_transit_gateway_route_table_propagation").map((resource) => ({
    table: tableFound(lookup, resource),
    attachment: attachmentFound(lookup, resource.values["transit_gateway_attachment_id"], resource.address),
  }));
  const byDefault = [...attachments.values()].flatMap(({ key, transit }) => {
    const resource = lookup.at(key);
    const own = resource?.values["transit_gateway_default_route_table_propagation"];
    return resource !== undefined && joinsDefault(lookup, transit, own, "default_route_table_propagation")
      ? [
          {
            table: defaultFound(lookup, transit),
            attachment: { kind: "resource", resource, attribute: "id" },
          } as const,
        ]
      : [];
  });
  const ofOthers = lookup.all("aws_vpn_connection").flatMap((resource) => {
    const transit = lookup.find(
      resource.values["transit_gateway_id"],
      `${resource.address}.transit_gateway_id`,
    );
    const gateways =
      transit.kind === "resource"
        ? [transit.resource]
        : transit.kind === "unknown"
          ? lookup.all("aws_ec2_transit_gateway")
          : [];
    return gateways
      .filter(({ address }) => joinsDefault(lookup, address, undefined, "default_route_table_propagation"))
      .map(({ address }) => ({
        table: defaultFound(lookup, address),
        attachment: { kind: "resource", resource, attribute: "id" } as const,
      }));
  });
  return [...stated, ...byDefault, ...ofOthers].map(({ table, attachment }): Part => {
    if (attachment.kind === "none") return { table, routes: [], uncertain: [] };
    if (attachment.kind === "unknown")
      return { table, routes: [], uncertain: [uncertain(attachment.unknown)] };
    const { address } = attachment.resource;
    const own = attachments.get(address);
    if (own !== undefined) return { table, routes: blocksOf(context, own), uncertain: [] };
    if (peerings.has(address)) return { table, routes: [], uncertain: [] };
    const why = "it propagates what it learns from outside, which is not in this input";
    return { table, routes: [], uncertain: [learnt(new Unknown(address, why))] };
  });
}

/** The table that attachments of the transit gateway propagate to by themselves. */
function defaultFound(lookup: Lookup, transit: Key): Found {
  const key = defaultOf(lookup, transit, "propagation_default_route_table_id");
  const resource = lookup.at(key) ?? lookup.at(transit);
  return resource === undefined ? { kind: "none" } : { kind: "resource", resource, attribute: "id" };
}

function blocksOf(
  { vpcs }: TransitContext,
  { key, vpc }: TransitGatewayAttachment,
): readonly TransitGatewayRoute[] {
  return cidrsOf(vpcs.get(vpc)?.cidrs ?? []).map((cidr) => ({
    destinations: addressesOf(formatCidr(cidr)) ?? [],
    prefix: cidr.prefix,
    propagated: true,
    target: { kind: "vpc", key },
  }));
}
