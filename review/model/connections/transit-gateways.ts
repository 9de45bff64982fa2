/** Transit gateways with their attachments to VPCs and to each other, and their route tables. */

import { given } from "../../../net/given";
import { isUnknown, textOf, Unknown, type Value } from "../../../terraform/values";
import type {
  TransitGatewayAttachment,
  TransitGatewayPeering,
  TransitGatewaySide,
} from "../../network/connections";
import type { Key, Vpc } from "../../network/network";
import type { NetworkModel } from "../../network/network-model";
import { elementsOf, type Found, type Lookup } from "../../network/resource-lookup";
import {
  ACCEPTER,
  attachmentFound,
  buildTransitTables,
  defaultOf,
  joinsDefault,
  tableKey,
  tableTransit,
} from "./transit-gateway-tables";

export type TransitGateways = Pick<
  NetworkModel,
  "attachments" | "attachmentsUnknown" | "transitPeerings" | "transitTables"
>;

export function buildTransit(lookup: Lookup, vpcs: ReadonlyMap<Key, Vpc>): TransitGateways {
  const associations = associationsIn(lookup);
  const { attachments, attachmentsUnknown } = buildAttachments(lookup, associations);
  const transitPeerings = buildPeerings(lookup, associations);
  const transitTables = buildTransitTables({ lookup, vpcs, attachments, peerings: transitPeerings });
  return { attachments, attachmentsUnknown, transitPeerings, transitTables };
}

interface Association {
  readonly attachment: Found;
  readonly table: Found;
}

function associationsIn(lookup: Lookup): readonly Association[] {
  return lookup.all("aws_ec2_transit_gateway_route_table_association").map(({ address, values }) => ({
    attachment: attachmentFound(lookup, values["transit_gateway_attachment_id"], address),
    table: lookup.find(values["transit_gateway_route_table_id"], `${address}.transit_gateway_route_table_id`),
  }));
}

function buildAttachments(
  lookup: Lookup,
  associations: readonly Association[],
): Pick<TransitGateways, "attachments" | "attachmentsUnknown"> {
  const attachments = new Map<Key, TransitGatewayAttachment>();
  const attachmentsUnknown: Unknown[] = [];
  for (const resource of lookup.all("aws_ec2_transit_gateway_vpc_attachment")) {
    const { address: key, name, values } = resource;
    const [transit, vpc] = ["transit_gateway_id", "vpc_id"].map((attribute) =>
      lookup.find(values[attribute], `${key}.${attribute}`),
    );
    if (transit?.kind !== "resource" || vpc?.kind !== "resource") {
      for (const each of [transit, vpc]) if (each?.kind === "unknown") attachmentsUnknown.push(each.unknown);
      continue;
    }
    const subnets = (elementsOf(values["subnet_ids"]) ?? []).flatMap((value) => {
      const found = lookup.find(value, `${key}.subnet_ids`);
      return found.kind === "resource" ? [found.resource.address] : [];
    });
    const own = values["transit_gateway_default_route_table_association"];
    const table = tableOf(lookup, associations, key, transit.resource.address, own);
    const carriesGroups = carries(
      lookup,
      transit.resource.address,
      values["security_group_referencing_support"],
    );
    const [at, to] = [transit.resource.address, vpc.resource.address];
    attachments.set(key, { key, name, transit: at, vpc: to, subnets, carriesGroups, ...table });
  }
  return { attachments, attachmentsUnknown };
}

/**
 * Off on a transit gateway and on for its attachments, where nothing is said.
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html#vpc-attachment-security
 */
function carries(lookup: Lookup, transit: Key, own: Value | undefined): boolean {
  return lookup.at(transit)?.values["security_group_referencing_support"] === "enable" && own !== "disable";
}

/** The table that an attachment uses: by an association, or the default one of its transit gateway. */
function tableOf(
  lookup: Lookup,
  associations: readonly Association[],
  attachment: Key,
  transit: Key,
  own: Value | undefined,
): Pick<TransitGatewaySide, "table" | "tableUnknown"> {
  const about = associations.filter((each) => isAbout(each, attachment));
  const tables = about.flatMap(({ table }) => (table.kind === "resource" ? [tableKey(table)] : []));
  const told = tables.find((key) => (tableTransit(lookup, key) ?? transit) === transit);
  if (told !== undefined) return { table: told };
  const unknown = about.flatMap(({ table }) => (table.kind === "unknown" ? [table.unknown] : []))[0];
  if (unknown !== undefined) return { tableUnknown: unknown };
  const stray = associations.flatMap((each) =>
    each.attachment.kind === "unknown" ? [each.attachment.unknown] : [],
  )[0];
  if (stray !== undefined) return { tableUnknown: stray };
  if (isUnknown(own))
    return { tableUnknown: own instanceof Unknown ? own : new Unknown(attachment, "is not known") };
  const usesDefault = joinsDefault(lookup, transit, own, "default_route_table_association");
  return given({
    table: usesDefault ? defaultOf(lookup, transit, "association_default_route_table_id") : undefined,
  });
}

function isAbout({ attachment }: Association, key: Key): boolean {
  return attachment.kind === "resource" && attachment.resource.address === key;
}

/** A dump tells each side on its own, under one id; Terraform has one resource for both. */
function buildPeerings(
  lookup: Lookup,
  associations: readonly Association[],
): ReadonlyMap<Key, TransitGatewayPeering> {
  const accepted = new Set(
    lookup.all(ACCEPTER).map(({ address, values }) => {
      const found = lookup.find(values["transit_gateway_attachment_id"], address);
      return found.kind === "resource" ? found.resource.address : undefined;
    }),
  );
  const peerings = new Map<Key, TransitGatewayPeering>();
  const all = lookup.all("aws_ec2_transit_gateway_peering_attachment");
  for (const resource of all) {
    const { address: key, name, values } = resource;
    const same = all.filter((each) => each === resource || (values["id"] ?? key) === each.values["id"]);
    const transits = [
      ...same.map((each) => each.values["transit_gateway_id"]),
      values["peer_transit_gateway_id"],
    ];
    const keys = transits.flatMap((value) => {
      const found = lookup.find(value, `${key}.transit_gateway_id`);
      return found.kind === "resource" ? [found.resource.address] : [];
    });
    const about = associations.map((each) =>
      same.some(({ address }) => isAbout(each, address)) ? { ...each, attachment: itself(resource) } : each,
    );
    const sides = [...new Set(keys)].map((transit) => ({
      transit,
      ...tableOf(lookup, about, key, transit, undefined),
    }));
    const state = accepted.has(key) ? "accepted" : stateOf(key, textOf(values["state"]));
    peerings.set(key, { key, name, state, sides });
  }
  return peerings;
}

function itself(resource: Extract<Found, { kind: "resource" }>["resource"]): Found {
  return { kind: "resource", resource, attribute: "id" };
}

function stateOf(key: Key, state: string | undefined): TransitGatewayPeering["state"] {
  if (state === "available") return "accepted";
  return state === undefined ? new Unknown(key, "whether it is accepted is not in this input") : "pending";
}
