/** Classes of machines that packets treat alike: same routes, same ACL, same groups, and in the same rules' blocks. */

import { INTERFACE_KINDS } from "../../../aws/types/interface-kinds";
import type { AddressSet } from "../../../net/address-set";
import { given } from "../../../net/given";
import { covers, intersects, union } from "../../../net/interval-set";
import type { Key, NetworkInterface, SubnetModel } from "../../network/network";
import type { NetworkModel } from "../../network/network-model";
import { type Endpoint, endpointCandidates } from "./lookup";

export interface MachineClass {
  /** The name of its first machine, or of the role that all share. */
  readonly name: string;
  readonly members: readonly string[];
  /** The keys of the machines, in the same order: names may come twice, keys never. */
  readonly keys: readonly Key[];
  readonly representative: Endpoint;
  readonly second?: Endpoint;
}

/** The classes in the order of their first machines. */
export function classesOf(network: NetworkModel): readonly MachineClass[] {
  const blocks = dividingBlocks(network);
  const groups = new Map<string, { members: string[]; keys: Key[]; first: Endpoint; second?: Endpoint }>();
  for (const { name, key, places } of endpointCandidates(network)) {
    const balancer = network.balancers.get(places[0]?.owner ?? "");
    const member: Endpoint = {
      kind: "interface",
      name,
      places,
      by: "name",
      ...given({ balancer }),
    };
    const kind = places[0]?.kind;
    const isAlone =
      balancer !== undefined ||
      places.length !== 1 ||
      kind === undefined ||
      !INTERFACE_KINDS[kind].joinsClasses;
    const signature = isAlone ? key : places.map((one) => signatureOf(network, one, blocks)).join();
    const group = groups.get(signature);
    if (group === undefined) groups.set(signature, { members: [name], keys: [key], first: member });
    else {
      group.members.push(name);
      group.keys.push(key);
      group.second ??= member;
    }
  }
  return [...groups.values()].map(({ members, keys, first, second }) => ({
    name: nameOf(members),
    members,
    keys,
    representative: first,
    ...given({ second }),
  }));
}

/** What packets can tell machines apart by. Their subnets differ only where an ACL or a route tells them apart. */
function signatureOf(network: NetworkModel, one: NetworkInterface, blocks: readonly AddressSet[]): string {
  const subnet = network.subnets.get(one.subnet);
  const place = subnet === undefined ? "" : placeOf(network, subnet);
  const inBlocks = blocks.map((block) => relation(block, one)).join("");
  const targets = isTarget(network, one.key) ? one.key : "";
  const state = [
    one.public4 === undefined,
    one.address6 === undefined,
    one.forwards,
    one.appliance,
    one.publicUnknown?.attribute,
    one.groupsUnknown?.attribute,
    one.checkUnknown?.attribute,
  ].join();
  return [place, one.groups.join(), inBlocks, state, targets].join("|");
}

function placeOf(network: NetworkModel, subnet: SubnetModel): string {
  const { tableUnknown, aclUnknown, publicAccess } = subnet;
  const isFiltered = network.acls.has(subnet.acl) || aclUnknown !== undefined;
  return [
    subnet.vpc,
    subnet.table,
    // What nobody knows of two subnets need not be the same.
    isFiltered || tableUnknown !== undefined || publicAccess !== undefined ? subnet.key : "",
    network.attachments.size === 0 ? "" : subnet.zone,
  ].join(" ");
}

/** Whether the block has all, some or none of the addresses. */
function relation(block: AddressSet, { private4, address6, public4 }: NetworkInterface): string {
  return [private4, address6, public4]
    .map((own) =>
      own === undefined || !intersects(block, own.set) ? "-" : covers(block, own.set) ? "+" : "?",
    )
    .join("");
}

const TARGETS = new WeakMap<NetworkModel, ReadonlySet<Key>>();

/** Registered with a balancer: it is told apart from machines that are not. */
function isTarget(network: NetworkModel, key: Key): boolean {
  const known =
    TARGETS.get(network) ??
    new Set(
      [...network.targetGroups.values()].flatMap(({ targets }) =>
        targets.flatMap(({ interfaces }) => interfaces),
      ),
    );
  TARGETS.set(network, known);
  return known.has(key);
}

/** Every block of addresses in a rule, ACL or route that does not cover all of a VPC, or none of it. */
function dividingBlocks(network: NetworkModel): readonly AddressSet[] {
  const found = new Map<string, AddressSet>();
  const consider = (set: AddressSet): void => {
    if (set.length === 0 || isWhole(network, set)) return;
    found.set(set.map(({ from, to }) => `${from}-${to}`).join(), set);
  };
  for (const { rules } of network.groups.values())
    for (const { peer } of rules) if (peer.kind === "addresses") consider(peer.set);
  for (const { rules, uncertain } of network.acls.values())
    for (const { addresses } of [...rules, ...uncertain]) consider(addresses);
  for (const { routes, uncertain } of network.tables.values()) {
    for (const { destinations, target } of routes) if (target.kind !== "local") consider(destinations);
    for (const { destinations } of uncertain) consider(destinations);
  }
  for (const { routes } of network.transitTables.values())
    for (const { destinations } of routes) consider(destinations);
  return [...found.values()];
}

/** Covers all addresses that interfaces have, or none of them: it tells no machines apart. */
function isWhole(network: NetworkModel, set: AddressSet): boolean {
  const own = ownAddresses(network);
  return covers(set, own) || !intersects(set, own);
}

const OWN = new WeakMap<NetworkModel, AddressSet>();

function ownAddresses(network: NetworkModel): AddressSet {
  const known = OWN.get(network);
  if (known !== undefined) return known;
  const vpcs = [...network.vpcs.values()].map(({ cidrs }) => cidrs);
  const set = union(...vpcs, ...[...network.interfaces.values()].map(({ public4 }) => public4?.set ?? []));
  OWN.set(network, set);
  return set;
}

/** The common beginning of the names, where it says something. */
function nameOf(members: readonly string[]): string {
  const [first = ""] = members;
  return members.length === 1 ? first : `${first} and ${members.length - 1} alike`;
}
