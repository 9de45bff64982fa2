/** Security groups: what the united rules of an interface's groups let through, and why not. */
import { allAddresses, formatAddresses, publicAddresses } from "../../net/address-set";
import { covers, intersect, intersects, isEmpty } from "../../net/interval-set";
import { type PacketSet, type Packets, packetSet } from "../../net/packet-set";
import { allTraffic, formatTrafficSet } from "../../net/traffic-set";
import type { Group, Interface, Peer, Rule } from "../model/network";
import type { Unknown } from "../read/resource";
import { type Ask, type Blocker, type End, type Gated, gate, type Packet, unknownPasses } from "./packet";

export type Direction = "in" | "out";

/** The packets that the groups of the interface let in or out. */
export function groupGate(ask: Ask, one: Interface, direction: Direction, packet: Packet): Gated {
  const side = direction === "in" ? "from" : "to";
  return gate(ask, packet, side, allowedBy(ask, one, direction, packet));
}

function allowedBy(ask: Ask, one: Interface, direction: Direction, packet: Packet): PacketSet {
  if (isOpenEnded(ask, one) && unknownPasses(ask)) return [{ traffic: allTraffic, addresses: allAddresses }];
  const far = farEnd(direction, packet);
  const boxes: Packets[] = [];
  for (const group of [...groupsOf(ask, one), ...maybeGroups(ask, one)])
    for (const rule of group.rules) {
      if (rule.direction !== direction || !intersects(rule.traffic, packet.traffic)) continue;
      if (rule.trafficUnknown !== undefined && !unknownPasses(ask)) continue;
      const box = boxOf(ask, rule, far, packet);
      if (box !== undefined) boxes.push(box);
    }
  return packetSet(boxes);
}

function boxOf(ask: Ask, rule: Rule, far: End, packet: Packet): Packets | undefined {
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
function isMember(far: End, group: string, packet: Packet): boolean {
  return far.interface?.groups.includes(group) === true && isSeenAsMember(far, packet);
}

function isSeenAsMember(far: End, packet: Packet): boolean {
  return far.shows === "private" && (packet.keepsGroups || far === packet.to);
}

/** Its groups are not all known, and this may be one. */
function mayBeMember(far: End, group: string, packet: Packet): boolean {
  if (far.interface?.groupsUnknown === undefined || !isSeenAsMember(far, packet)) return false;
  return far.interface.maybeGroups?.includes(group) ?? true;
}

/** Whether a peer that is not known may be the far end: a rule that names a group never means the internet. */
function mayMean({ groups }: Extract<Peer, { kind: "unknown" }>, far: End, packet: Packet): boolean {
  if (groups === undefined) return true;
  if (far.interface === undefined) return groups === "any" && !covers(publicAddresses, far.addresses);
  if (groups === "any") return isSeenAsMember(far, packet);
  return groups.some((group) => isMember(far, group, packet) || mayBeMember(far, group, packet));
}

/** The addresses of a declared end point are neither a machine's of this network nor everybody's. */
function isApart(ask: Ask, far: End, variable: string): boolean {
  return (far.interface !== undefined || far.isInternet === true) && ask.apart.has(variable);
}

function isOpenEnded(ask: Ask, one: Interface): boolean {
  const isUnbounded = one.groupsUnknown !== undefined && one.maybeGroups === undefined;
  return isUnbounded || groupsOf(ask, one).some(({ unknowns }) => unknowns.length > 0);
}

/** The groups that the interface may be in besides its own. */
function maybeGroups(ask: Ask, { maybeGroups: keys = [] }: Interface): readonly Group[] {
  if (keys.length === 0 || !unknownPasses(ask)) return [];
  return keys.flatMap((key) => ask.network.groups.get(key) ?? []);
}

function groupsOf({ network }: Ask, one: Interface): readonly Group[] {
  return one.groups.flatMap((key) => network.groups.get(key) ?? []);
}

function farEnd(direction: Direction, packet: Packet): End {
  return direction === "in" ? packet.from : packet.to;
}

/** Why the groups of the interface stop these packets. */
export function groupBlocker(ask: Ask, one: Interface, direction: Direction, packet: Packet): Blocker {
  const groups = groupsOf(ask, one);
  const rules = groups.flatMap((group) => group.rules.filter((rule) => rule.direction === direction));
  const far = farEnd(direction, packet);
  const unknowns = unknownsOf(ask, one, groups, rules, packet, far);
  const names = groups.map(({ name }) => name).join(", ") || "no group";
  const verb = direction === "in" ? "in" : "out";
  const lost = rules.some(
    ({ peer }) =>
      peer.kind === "group" &&
      far.interface?.groups.includes(peer.group) === true &&
      !isMember(far, peer.group, packet),
  );
  const base = {
    at: one.name,
    keys: [one.key, one.owner, ...one.groups, ...groups.map(({ name }) => name)],
    nearMisses: ask.detail === "explained" ? nearMisses(ask, groups, direction, packet, far) : [],
    ...(unknowns.length === 0 ? {} : { unknowns }),
  };
  if (rules.length === 0 && unknowns.length === 0)
    return {
      ...base,
      code: "SG_HAS_NO_RULES",
      text: `group ${names} lets nothing ${verb}: it has no ${direction === "in" ? "ingress" : "egress"} rules`,
      ...fixOf(groups, direction, packet, far),
    };
  if (lost)
    return {
      ...base,
      code: "SG_REFERENCES_NOT_PRESERVED",
      text: `group ${names} names the sender's group, which means its private address; here it shows ${formatAddresses(far.addresses, 2)}`,
      ...fixOf(groups, direction, packet, far),
    };
  return {
    ...base,
    code: "ENI_SG_RULES_MISMATCH",
    text: mismatch(
      names,
      direction,
      packet,
      far,
      rules.some(({ peer }) => peer.kind === "group"),
    ),
    ...fixOf(groups, direction, packet, far),
  };
}

function mismatch(
  names: string,
  direction: Direction,
  packet: Packet,
  far: End,
  isNamingGroups: boolean,
): string {
  const whom = nameOfEnd(far);
  const traffic = formatTrafficSet(packet.traffic);
  // A rule that names a group on the way to the internet is meant for the NAT, which is not who is addressed.
  const natHint =
    isNamingGroups && far.shows === "outside"
      ? "; a NAT gateway has no security group, and the far host is who is addressed"
      : "";
  return direction === "in"
    ? `no rule of group ${names} admits ${whom} on ${traffic}`
    : `no rule of group ${names} lets ${traffic} out to ${whom}${natHint}`;
}

/** Who an end is, in words: the machine, the variable, or the addresses. */
export function nameOfEnd(end: End): string {
  if (end.variable !== undefined) return end.variable;
  if (end.interface !== undefined) return end.interface.name;
  if (end.isInternet === true) return "the internet";
  return formatAddresses(end.addresses, 2);
}

function fixOf(groups: readonly Group[], direction: Direction, packet: Packet, far: End): { fix?: string } {
  const [group] = groups;
  if (group === undefined) return {};
  const farGroup = far.interface?.groups[0];
  const whom =
    far.shows === "private" && farGroup !== undefined && packet.keepsGroups
      ? `group ${farGroup}`
      : nameOfEnd(far);
  const rule = direction === "in" ? "an ingress rule" : "an egress rule";
  return {
    fix: `${group.key}: add ${rule} for ${formatTrafficSet(packet.traffic)} ${direction === "in" ? "from" : "to"} ${whom}`,
  };
}

function unknownsOf(
  ask: Ask,
  one: Interface,
  groups: readonly Group[],
  rules: readonly Rule[],
  packet: Packet,
  far: End,
): readonly Unknown[] {
  const unknowns: Unknown[] = one.groupsUnknown === undefined ? [] : [one.groupsUnknown];
  for (const group of groups) unknowns.push(...group.unknowns);
  for (const { peer, traffic, trafficUnknown } of rules) {
    if (!intersects(traffic, packet.traffic)) continue;
    if (trafficUnknown !== undefined) unknowns.push(trafficUnknown);
    if (peer.kind === "unknown" && mayMean(peer, far, packet)) unknowns.push(peer.unknown);
    if (peer.kind === "group" && far.interface !== undefined && mayBeMember(far, peer.group, packet))
      unknowns.push(...(far.interface.groupsUnknown === undefined ? [] : [far.interface.groupsUnknown]));
    if (peer.kind === "variable" && peer.name !== far.variable && !isApart(ask, far, peer.name))
      unknowns.push({ attribute: peer.name, why: "the variable has no value" });
  }
  return unknowns;
}

/** Rules that almost let the packets pass: the right peer on other ports, or the right ports for other peers. */
function nearMisses(
  ask: Ask,
  groups: readonly Group[],
  direction: Direction,
  packet: Packet,
  far: End,
): readonly string[] {
  const misses = new Set<string>();
  for (const { name, rules } of groups)
    for (const rule of rules) {
      if (rule.direction !== direction || misses.size >= 3) continue;
      const whole = { ...packet, traffic: rule.traffic };
      const peerMatches =
        boxOf({ ...ask, mode: "sure", doubts: { raised: false } }, rule, far, whole) !== undefined;
      const verb = direction === "in" ? "admits" : "lets out to";
      const wanted = formatTrafficSet(packet.traffic);
      if (peerMatches && !intersects(rule.traffic, packet.traffic))
        misses.add(
          `${name} ${verb} ${nameOfEnd(far)}, but on ${formatTrafficSet(rule.traffic)}, not ${wanted}`,
        );
      else if (!peerMatches && intersects(rule.traffic, packet.traffic))
        misses.add(
          `${name} ${verb} ${nameOfPeer(ask, rule)} on ${formatTrafficSet(rule.traffic)}, but not ${nameOfEnd(far)}`,
        );
    }
  return [...misses];
}

function nameOfPeer({ network }: Ask, { peer }: Rule): string {
  switch (peer.kind) {
    case "addresses":
      return peer.text;
    case "group":
      return `members of ${network.groups.get(peer.group)?.name ?? peer.group}`;
    case "variable":
      return peer.name;
    case "unknown":
      return "somebody not known yet";
  }
}

/** The rules that let the packets pass, for the path. */
export function passingRules(ask: Ask, one: Interface, direction: Direction, packet: Packet): string {
  const far = farEnd(direction, packet);
  const found = groupsOf(ask, one).flatMap((group) =>
    group.rules
      .filter(
        (rule) =>
          rule.direction === direction &&
          intersects(rule.traffic, packet.traffic) &&
          boxOf(ask, rule, far, packet) !== undefined,
      )
      .map(
        (rule) =>
          `group ${group.name} ${direction === "in" ? "admits" : "allows out"} ${nameOfPeer(ask, rule)}`,
      ),
  );
  return found[0] ?? `its groups are not known`;
}
