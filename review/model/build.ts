/** Resources → one network: every reader's output is understood here, in one way. */
import { type AddressSet, noAddresses } from "../../net/address-set";
import type { NetworkInput, Resource } from "../read/resource";
import { buildAcls } from "./acls";
import { buildBalancers, buildNodes } from "./balancers";
import { elasticAddresses } from "./elastic";
import { buildGroups } from "./groups";
import { buildInterfaces, type PlaceContext } from "./interfaces";
import { Lookup } from "./lookup";
import type { Interface, Key, Network } from "./network";
import { buildSubnets, buildVpcs } from "./places";
import { buildPrefixLists, type PrefixList } from "./prefix-lists";
import { buildTables } from "./routes";
import { buildScaling } from "./scaling";
import { buildDatabases, buildEndpoints, buildNats, buildServices } from "./services";
import { buildTargetGroups } from "./target-groups";
import { buildPeerings, buildTransit } from "./transit";
import { buildUnmodelled } from "./unmodelled";

export function buildNetwork(input: NetworkInput): Network {
  const lookup = new Lookup(input.resources);
  const vpcs = buildVpcs(lookup);
  const prefixLists = buildPrefixLists(lookup);
  const { groups, warnings } = buildGroups({ lookup, vpcs, prefixLists });
  const subnets = buildSubnets(lookup, vpcs);
  const places: PlaceContext = { lookup, vpcs, subnets, elastic: elasticAddresses(lookup), unplaced: [] };
  const nodes = buildNodes(places);
  const machines = buildInterfaces(places);
  const interfaces = new Map<Key, Interface>([
    ...machines,
    ...buildScaling(places),
    ...buildNats(places),
    ...nodes,
    ...buildEndpoints(places),
    ...buildDatabases(places),
  ]);
  const tables = buildTables({ lookup, vpcs, prefixLists, interfaceOf: interfaceFinder(interfaces) });
  const transit = buildTransit(lookup, vpcs);
  return {
    vpcs,
    subnets,
    tables,
    groups,
    acls: buildAcls(lookup),
    interfaces,
    unplaced: places.unplaced,
    unmodelled: buildUnmodelled(places),
    balancers: buildBalancers(lookup, nodes),
    targetGroups: buildTargetGroups(lookup, interfaces),
    services: buildServices(places, prefixLists),
    peerings: buildPeerings(lookup),
    attachments: transit.attachments,
    transitTables: transit.tables,
    serviceLists: serviceLists(prefixLists),
    variables: input.variables,
    unknowns: [...input.unknowns, ...lookup.unknowns],
    warnings: input.form === "config" || input.form === "plan" ? warnings : [],
  };
}

/** The interface that a route to a NAT gateway, network interface or instance leads to. */
function interfaceFinder(interfaces: ReadonlyMap<Key, Interface>): (resource: Resource) => Key | undefined {
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
