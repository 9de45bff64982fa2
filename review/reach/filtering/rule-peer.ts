/** Whom a rule of a security group means: addresses, the members of a group, a variable's addresses, or nobody knows. */
import { publicAddresses } from "../../../net/address-set";
import { covers, intersect, isEmpty } from "../../../net/interval-set";
import type { PacketBox } from "../../../net/packet-set";
import type { NetworkInterface, RulePeer, SecurityGroup, SecurityGroupRule } from "../../network/network";
import { type Flow, type PacketEnd, type QueryContext, unknownPasses } from "../packets/flow";

export type Direction = "in" | "out";

/** The packets that the rule lets pass, of those on the way. @param far the end that the rule is about */
export function boxOf(
  context: QueryContext,
  rule: SecurityGroupRule,
  far: PacketEnd,
  flow: Flow,
): PacketBox | undefined {
  const traffic = intersect(rule.traffic, flow.traffic);
  const { peer } = rule;
  switch (peer.kind) {
    case "addresses": {
      const addresses = intersect(peer.set, far.addresses);
      return isEmpty(addresses) ? undefined : { traffic, addresses };
    }
    case "group":
      return isMember(far, peer.group, flow) || (mayBeMember(far, peer.group, flow) && unknownPasses(context))
        ? { traffic, addresses: far.addresses }
        : undefined;
    case "variable": {
      const matches =
        far.variable === peer.name || (!isApart(context, far, peer.name) && unknownPasses(context));
      return matches ? { traffic, addresses: far.addresses } : undefined;
    }
    case "unknown": {
      const addresses = intersect(peer.most ?? far.addresses, far.addresses);
      const isMeant = !isEmpty(addresses) && mayMean(peer, far, flow);
      return isMeant && unknownPasses(context) ? { traffic, addresses } : undefined;
    }
  }
}

/** A rule that names a group means the private addresses of the interfaces in it. */
export function isMember(far: PacketEnd, group: string, flow: Flow): boolean {
  return far.interface?.groups.includes(group) === true && isSeenAsMember(far, flow);
}

function isSeenAsMember(far: PacketEnd, flow: Flow): boolean {
  return far.shows === "private" && (flow.keepsGroups || far === flow.to);
}

/** Its groups are not all known, and this may be one. */
export function mayBeMember(far: PacketEnd, group: string, flow: Flow): boolean {
  if (far.interface?.groupsUnknown === undefined || !isSeenAsMember(far, flow)) return false;
  return far.interface.maybeGroups?.includes(group) ?? true;
}

/** Whether a peer that is not known may be the far end: a rule that names a group never means the internet. */
export function mayMean(
  { groups }: Extract<RulePeer, { kind: "unknown" }>,
  far: PacketEnd,
  flow: Flow,
): boolean {
  if (groups === undefined) return true;
  if (far.interface === undefined) return groups === "any" && !covers(publicAddresses, far.addresses);
  if (groups === "any") return isSeenAsMember(far, flow);
  return groups.some((group) => isMember(far, group, flow) || mayBeMember(far, group, flow));
}

/** The addresses of a declared end point are neither a machine's of this network nor everybody's. */
export function isApart(context: QueryContext, far: PacketEnd, variable: string): boolean {
  return (far.interface !== undefined || far.isInternet === true) && context.declaredVariables.has(variable);
}

export function groupsOf({ network }: QueryContext, one: NetworkInterface): readonly SecurityGroup[] {
  return one.groups.flatMap((key) => network.groups.get(key) ?? []);
}

export function farEnd(direction: Direction, flow: Flow): PacketEnd {
  return direction === "in" ? flow.from : flow.to;
}
