/** What is looked up often while packets travel, computed once for a network. */
import { type AddressSet, allAddresses, cidrsOf, countOf, publicAddresses } from "../../net/address-set";
import { formatCidr } from "../../net/cidr";
import { intersects, intervals, subtract, union } from "../../net/interval-set";
import { allowedBy, type PacketSet } from "../../net/packet-set";
import { atAddress, byEachPublic, singles } from "./interface-addresses";
import type { Key, NetworkAcl, NetworkInterface, SubnetModel, Vpc } from "./network";
import type { NetworkModel } from "./network-model";
import { addressesOf } from "./resource-lookup";
import type { Route, RouteTable, UncertainRoute } from "./routes";

/** What an ACL lets through for sure, and at most. */
export interface LetThrough {
  readonly sure: PacketSet;
  readonly possible: PacketSet;
}

export class NetworkIndex {
  /** Public addresses that are nobody's in this network, and no AWS service's as far as told. */
  readonly internet: AddressSet;
  private readonly byAddress = new Map<bigint, NetworkInterface>();
  private readonly aclSets = new Map<string, LetThrough>();
  private readonly tables = new Map<Key, RouteTable>();
  private readonly publicOnes: readonly NetworkInterface[];

  constructor(readonly network: NetworkModel) {
    const interfaces = [...network.interfaces.values()].flatMap(byEachPublic);
    this.publicOnes = interfaces.filter(
      ({ public4, address6 }) => public4?.exact === true || address6?.exact === true,
    );
    for (const each of interfaces) {
      for (const addresses of [each.private4, each.public4, each.address6])
        if (addresses?.exact === true) this.remember(addresses.set, each);
      for (const address of each.others.flatMap(singles)) this.remember(address, atAddress(each, address));
    }
    const own = intervals(
      interfaces.flatMap(({ public4, address6 }) => [
        ...(public4?.exact === true ? public4.set : []),
        ...(address6?.exact === true ? address6.set : []),
      ]),
    );
    const vpcs = intervals([...network.vpcs.values()].flatMap(({ cidrs }) => cidrs));
    const services = intervals(network.serviceLists.flatMap(({ addresses }) => addresses));
    const nobodys = union(network.idle, ...network.released.map(({ addresses }) => addresses));
    const others = [own, vpcs, services, nobodys];
    this.internet = others.reduce((rest, each) => subtract(rest, each), publicAddresses);
  }

  /** The interfaces whose public addresses are among these, each with exactly its own. */
  publicIn(addresses: AddressSet): readonly NetworkInterface[] {
    if (countOf(addresses) === 1n) {
      const one = this.byAddress.get(addresses[0]?.from ?? -1n);
      return one === undefined || !hasPublic(one, addresses) ? [] : [one];
    }
    return this.publicOnes.filter((each) => hasPublic(each, addresses));
  }

  /** The interface with this very address, private or public. */
  at(address: bigint): NetworkInterface | undefined {
    return this.byAddress.get(address);
  }

  subnetOf(one: NetworkInterface): SubnetModel | undefined {
    return this.network.subnets.get(one.subnet);
  }

  vpcOf(subnet: SubnetModel): Vpc | undefined {
    return this.network.vpcs.get(subnet.vpc);
  }

  /** The table of the subnet as far as it is told; with its VPC's local routes, which every table has. */
  tableOf(subnet: SubnetModel): RouteTable {
    const known = this.tables.get(subnet.key);
    if (known !== undefined) return known;
    const told = this.network.tables.get(subnet.table);
    const vpc = this.network.vpcs.get(subnet.vpc);
    const local = vpc === undefined || told?.vpc === vpc.key ? [] : localRoutes(vpc, subnet.table);
    const table: RouteTable = {
      key: subnet.table,
      name: told?.name ?? "main route table",
      vpc: subnet.vpc,
      routes: inOrder([...(told?.routes ?? []), ...local]),
      uncertain: [...(told?.uncertain ?? []), ...otherTable(subnet), ...otherBlocks(vpc)],
    };
    this.tables.set(subnet.key, table);
    return table;
  }

  /** What an ACL lets through in a direction, by the far address. */
  aclSet(acl: NetworkAcl, direction: "in" | "out"): LetThrough {
    const key = `${direction} ${acl.key}`;
    const known = this.aclSets.get(key);
    if (known !== undefined) return known;
    const set = letThrough(acl, direction);
    this.aclSets.set(key, set);
    return set;
  }

  private remember(addresses: AddressSet, one: NetworkInterface): void {
    for (const { from, to } of addresses)
      for (let address = from; address <= to && address < from + 256n; address += 1n)
        if (!this.byAddress.has(address)) this.byAddress.set(address, one);
  }
}

/** Without a known table any route may be there; inside of the VPC the local one is in each. */
function otherTable({ tableUnknown }: SubnetModel): readonly UncertainRoute[] {
  if (tableUnknown === undefined) return [];
  const { unknown } = tableUnknown;
  return [{ unknown, destinations: allAddresses, prefix: 128, beforeLocal: false, leads: "anywhere" }];
}

/** A block of the VPC that is not known has its local route too. */
function otherBlocks(vpc: Vpc | undefined): readonly UncertainRoute[] {
  if (vpc?.cidrsUnknown === undefined) return [];
  const { unknown, most } = vpc.cidrsUnknown;
  return [{ unknown, destinations: most, prefix: 128, beforeLocal: false, leads: "inside" }];
}

/** Longest prefix first; then static routes before propagated, and the local one before others. */
export function inOrder(routes: readonly Route[]): readonly Route[] {
  return [...routes].sort(
    (a, b) =>
      b.prefix - a.prefix ||
      Number(a.propagated) - Number(b.propagated) ||
      Number(b.target.kind === "local") - Number(a.target.kind === "local"),
  );
}

/** Rules that may be there let nothing more through for sure, and deny nothing for sure. */
function letThrough({ rules, uncertain }: NetworkAcl, direction: "in" | "out"): LetThrough {
  const own = rules.filter((rule) => rule.direction === direction);
  const may = uncertain.filter((rule) => rule.direction === direction);
  const sure = allowedBy(own);
  if (may.length === 0) return { sure, possible: sure };
  const withAll = (action: "allow" | "deny"): PacketSet => {
    const more = may.filter((rule) => rule.action !== (action === "allow" ? "deny" : "allow"));
    const all = [...own, ...more.map((rule) => ({ ...rule, action }))];
    return allowedBy(all.sort((a, b) => a.number - b.number));
  };
  return { sure: withAll("deny"), possible: withAll("allow") };
}

function hasPublic({ public4, address6 }: NetworkInterface, addresses: AddressSet): boolean {
  return (
    (public4?.exact === true && intersects(public4.set, addresses)) ||
    (address6?.exact === true && intersects(address6.set, addresses))
  );
}

/** The local routes of a VPC, which every table of it has. */
export function localRoutes(vpc: Vpc, resource: Key): readonly Route[] {
  return cidrsOf(vpc.cidrs).map((cidr) => ({
    destinations: addressesOf(formatCidr(cidr)) ?? [],
    text: formatCidr(cidr),
    prefix: cidr.prefix,
    propagated: false,
    target: { kind: "local" },
    resource,
  }));
}
