/** Where a route leads: its target as the network has it, or why nobody can tell. */

import { ROUTE_TARGETS } from "../../../aws/types/routing";
import { isUnknown, type Resource, Unknown, type Value, type Values } from "../../../terraform/values";
import type { Key, Vpc } from "../../network/network";
import type { Lookup } from "../../network/resource-lookup";
import type { RouteTarget } from "../../network/routes";
import type { PrefixList } from "./prefix-lists";

/** What routes need of the rest of the network. */
export interface RouteContext {
  readonly lookup: Lookup;
  readonly vpcs: ReadonlyMap<Key, Vpc>;
  readonly prefixLists: ReadonlyMap<Key, PrefixList>;
  /** The interface that a NAT gateway, network interface or instance takes packets on. */
  readonly interfaceOf: (resource: Resource) => Key | undefined;
}

export function targetOf(context: RouteContext, values: Values, resource: Key): RouteTarget {
  if (values["state"] === "blackhole") return { kind: "blackhole", why: "its target is gone" };
  // AWS tells an instance route with its interface as well: the interface is the exact one.
  const given = ROUTE_TARGETS.filter((name) => !isNothing(values[name]));
  const attribute = given.includes("network_interface_id") ? "network_interface_id" : given[0];
  if (attribute === undefined) return { kind: "blackhole", why: "it names no target" };
  const value = values[attribute];
  if (value === "local") return { kind: "local" };
  const found = context.lookup.find(value, `${resource}.${attribute}`);
  if (found.kind === "resource") return targetFor(context, found.resource, attribute);
  if (found.kind === "unknown" && typeof value === "string") return outside(value, found.unknown);
  return { kind: "unknown", unknown: asUnknown(value, `${resource}.${attribute}`) };
}

/** An id that the input has no resource for: a part that is not read, or one that is gone. */
function outside(id: string, unknown: Unknown): RouteTarget {
  const prefix = id.split("-")[0] ?? "";
  const unsupported = UNSUPPORTED_IDS.get(prefix);
  return unsupported === undefined
    ? { kind: "unknown", unknown }
    : { kind: "unsupported", what: `${unsupported} ${id}` };
}

const UNSUPPORTED_IDS: ReadonlyMap<string, string> = new Map([
  ["vgw", "VPN gateway"],
  ["cagw", "carrier gateway"],
  ["lgw", "local gateway"],
  ["arn:aws:networkmanager::", "core network"],
  ["vpce", "endpoint"],
  ["tgw", "transit gateway"],
]);

function targetFor(
  { interfaceOf, vpcs, lookup }: RouteContext,
  resource: Resource,
  attribute: string,
): RouteTarget {
  switch (resource.type) {
    case "aws_internet_gateway": {
      const all = [...vpcs.values()];
      if (all.some(({ gateway }) => gateway === resource.address))
        return { kind: "internet", gateway: resource.address };
      const unknown = all.find(({ gatewayUnknown }) => gatewayUnknown !== undefined)?.gatewayUnknown;
      return unknown === undefined
        ? { kind: "blackhole", why: `${resource.name} is attached to no VPC` }
        : { kind: "unknown", unknown };
    }
    case "aws_egress_only_internet_gateway":
      return { kind: "egress-only", gateway: resource.address };
    case "aws_nat_gateway":
    case "aws_network_interface":
    case "aws_instance": {
      const key = interfaceOf(resource);
      // It is in the input: its subnet is not.
      return key === undefined
        ? { kind: "unknown", unknown: new Unknown(resource.address, "where it stands is not known") }
        : { kind: "interface", key };
    }
    case "aws_vpc_peering_connection":
      return { kind: "peering", key: resource.address };
    case "aws_vpc_peering_connection_accepter":
      return { kind: "peering", key: lookup.key(resource, "vpc_peering_connection_id") ?? resource.address };
    case "aws_ec2_transit_gateway":
      return { kind: "transit", key: resource.address };
    case "aws_vpc_endpoint":
      return resource.values["vpc_endpoint_type"] === "GatewayLoadBalancer"
        ? { kind: "unsupported", what: `gateway load balancer endpoint ${resource.name}` }
        : { kind: "service", key: resource.address };
  }
  return { kind: "unsupported", what: `${attribute} ${resource.address}` };
}

function isNothing(value: Value | undefined): boolean {
  return value === undefined || value === null || value === "";
}

export function asUnknown(value: Value | undefined, place: string): Unknown {
  return isUnknown(value) && value instanceof Unknown ? value : new Unknown(place, "is not known");
}
