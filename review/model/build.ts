/** Resources → one network: every reader's output is understood here, in one way. */

import { INTERFACE_KINDS, type InterfaceKind } from "../../aws/types/interface-kinds";
import { type AddressSet, noAddresses } from "../../net/address-set";
import type { NetworkInput, Resource } from "../../terraform/values";
import type { Key, NetworkInterface } from "../network/network";
import type { NetworkModel } from "../network/network-model";
import { Lookup } from "../network/resource-lookup";
import { buildScaling } from "./auto-scaling/auto-scaling-groups";
import { buildPeerings } from "./connections/peering-connections";
import { buildTransit } from "./connections/transit-gateways";
import { buildDatabases } from "./interfaces/databases";
import { elasticIps, unusedAddresses } from "./interfaces/elastic-ips";
import { buildNats } from "./interfaces/nat-gateways";
import { buildInterfaces, type PlaceContext } from "./interfaces/network-interfaces";
import { buildEndpoints, buildGatewayEndpoints } from "./interfaces/vpc-endpoints";
import { buildBalancers, buildNodes } from "./load-balancing/load-balancers";
import { buildTargetGroups } from "./load-balancing/target-groups";
import { buildUnmodelled } from "./not-modelled";
import { buildAcls } from "./vpc/network-acls";
import { buildPrefixLists, type PrefixList } from "./vpc/prefix-lists";
import { buildTables } from "./vpc/route-tables";
import { buildGroups } from "./vpc/security-groups";
import { buildSubnets, buildVpcs } from "./vpc/vpcs-and-subnets";

export function buildNetwork(input: NetworkInput): NetworkModel {
  const lookup = new Lookup(input.resources, input.gone);
  const vpcs = buildVpcs(lookup);
  const prefixLists = buildPrefixLists(lookup);
  const { groups, warnings } = buildGroups({ lookup, vpcs, prefixLists });
  const subnets = buildSubnets(lookup, vpcs, input.form);
  const places: PlaceContext = { lookup, vpcs, subnets, elastic: elasticIps(lookup), unplaced: [] };
  const byKind = interfacesByKind(places);
  const interfaces = new Map(KINDS.flatMap((kind) => [...byKind[kind]]));
  const tables = buildTables({ lookup, vpcs, prefixLists, interfaceOf: interfaceFinder(interfaces) });
  const transit = buildTransit(lookup, vpcs);
  return {
    vpcs,
    subnets,
    tables,
    groups,
    acls: buildAcls(lookup, vpcs),
    interfaces,
    unplaced: places.unplaced,
    unmodelled: buildUnmodelled(places),
    balancers: buildBalancers(lookup, byKind.balancer),
    targetGroups: buildTargetGroups(lookup, interfaces),
    gatewayEndpoints: buildGatewayEndpoints(places, prefixLists),
    peerings: buildPeerings(lookup),
    ...transit,
    ...unusedAddresses(lookup, input.form),
    serviceLists: serviceLists(prefixLists),
    variables: input.variables,
    unknowns: [...input.unknowns, ...lookup.unknowns],
    warnings: input.form === "config" || input.form === "plan" ? warnings : [],
  };
}

const KINDS = Object.keys(INTERFACE_KINDS) as readonly InterfaceKind[];

type Interfaces = ReadonlyMap<Key, NetworkInterface>;

/** A kind of interface that nobody builds does not compile. */
function interfacesByKind(context: PlaceContext): Record<InterfaceKind, Interfaces> {
  return {
    balancer: buildNodes(context),
    machine: new Map([...buildInterfaces(context), ...buildScaling(context)]),
    nat: buildNats(context),
    endpoint: buildEndpoints(context),
    database: buildDatabases(context),
  };
}

/** The interface that a route to a NAT gateway, network interface or instance leads to. */
function interfaceFinder(
  interfaces: ReadonlyMap<Key, NetworkInterface>,
): (resource: Resource) => Key | undefined {
  const byOwner = new Map<Key, Key>();
  for (const { key, owner } of interfaces.values()) if (!byOwner.has(owner)) byOwner.set(owner, key);
  return ({ address }) => (interfaces.has(address) ? address : byOwner.get(address));
}

function serviceLists(
  lists: ReadonlyMap<Key, PrefixList>,
): readonly { name: string; addresses: AddressSet }[] {
  const known = new Map<string, AddressSet>();
  for (const { name, addresses } of lists.values())
    if (name.startsWith("com.amazonaws.") && addresses !== undefined) known.set(name, addresses);
  return [...known].map(([name, addresses]) => ({ name, addresses: addresses ?? noAddresses }));
}
