/** Whom a rule of a security group means: addresses, the members of a group, a variable's addresses, or nobody knows. */
import { publicAddresses } from "../../../net/address-set";
import { covers, intersect, isEmpty } from "../../../net/interval-set";
import type { PacketBox } from "../../../net/packet-set";
import type { NetworkInterface, RulePeer, SecurityGroup, SecurityGroupRule } from "../../network/network";
import { type Flow, type PacketEnd, type QueryContext, unknownPasses } from "../packets/packet";

export type Direction = "in" | "out";

/** The packets that the rule lets pass, of those on the way. @param far the end that the rule is about */
export function boxOf(
  ask: QueryContext,
  rule: SecurityGroupRule,
  far: PacketEnd,
  packet: Flow,
): PacketBox | undefined {
  const traffic = intersect(rule.traffic, packet.traffic);
  const { peer } = rule;
  switch (peer.kind) {
    case "addresses": {
      const addresses = intersect(peer.set, far.addresses);
      return isEmpty(addresses) ? undefined : { traffic, addresses };
    }
    case "group":
      return isMember(far, peer.group, packet) || (mayBeMember(far, peer.group, packet) && unknownPasses(ask))
        ? { traffic, addresses: far.addresses }
        : undefined;
    case "variable": {
      const matches = far.variable === peer.name || (!isApart(ask, far, peer.name) && unknownPasses(ask));
      return matches ? { traffic, addresses: far.addresses } : undefined;
    }
    case "unknown":
      return mayMean(peer, far, packet) && unknownPasses(ask)
        ? { traffic, addresses: far.addresses }
        : undefined;
  }
}

/** A rule that names a group means the private addresses of the interfaces in it. */
export function isMember(far: PacketEnd, group: string, packet: Flow): boolean {
  return far.interface?.groups.includes(group) === true && isSeenAsMember(far, packet);
}

function isSeenAsMember(far: PacketEnd, packet: Flow): boolean {
  return far.shows === "private" && (packet.keepsGroups || far === packet.to);
}

/** Its groups are not all known, and this may be one. */
export function mayBeMember(far: PacketEnd, group: string, packet: Flow): boolean {
  if (far.interface?.groupsUnknown === undefined || !isSeenAsMember(far, packet)) return false;
  return far.interface.maybeGroups?.includes(group) ?? true;
}

/** Whether a peer that is not known may be the far end: a rule that names a group never means the internet. */
export function mayMean(
  { groups }: Extract<RulePeer, { kind: "unknown" }>,
  far: PacketEnd,
  packet: Flow,
): boolean {
  if (groups === undefined) return true;
  if (far.interface === undefined) return groups === "any" && !covers(publicAddresses, far.addresses);
  if (groups === "any") return isSeenAsMember(far, packet);
  return groups.some((group) => isMember(far, group, packet) || mayBeMember(far, group, packet));
}

/** The addresses of a declared end point are neither a machine's of this network nor everybody's. */
export function isApart(ask: QueryContext, far: PacketEnd, variable: string): boolean {
  return (far.interface !== undefined || far.isInternet === true) && ask.declaredVariables.has(variable);
}

export function groupsOf({ network }: QueryContext, one: NetworkInterface): readonly SecurityGroup[] {
  return one.groups.flatMap((key) => network.groups.get(key) ?? []);
}

export function farEnd(direction: Direction, packet: Flow): PacketEnd {
  return direction === "in" ? packet.from : packet.to;
}
