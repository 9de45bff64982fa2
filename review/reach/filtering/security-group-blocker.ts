/** Why the groups of an interface stop packets, what nearly lets them pass, and by which rules others pass. */

import { formatAddresses } from "../../../net/address-set";
import { intersects } from "../../../net/interval-set";
import { formatTrafficSet } from "../../../net/traffic-set";
import type { Unknown } from "../../../terraform/values";
import type { NetworkInterface, SecurityGroup, SecurityGroupRule } from "../../network/network";
import { aboutTraffic } from "../packets/blockers";
import type { Fix } from "../packets/fix";
import type { Blocker, Flow, PacketEnd, QueryContext } from "../packets/packet";
import {
  boxOf,
  type Direction,
  farEnd,
  groupsOf,
  isApart,
  isMember,
  mayBeMember,
  mayMean,
} from "./rule-peer";

/** Why the groups of the interface stop these packets. */
export function securityGroupBlocker(
  ask: QueryContext,
  one: NetworkInterface,
  direction: Direction,
  packet: Flow,
): Blocker {
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
    ...mismatch(
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
  packet: Flow,
  far: PacketEnd,
  isNamingGroups: boolean,
): Pick<Blocker, "text" | "brief"> {
  const whom = nameOfEnd(far);
  // A rule that names a group on the way to the internet is meant for the NAT, which is not who is addressed.
  const natHint =
    isNamingGroups && far.shows === "outside"
      ? "; a NAT gateway has no security group, and the far host is who is addressed"
      : "";
  return aboutTraffic(packet.traffic, (traffic) =>
    direction === "in"
      ? `no rule of group ${names} admits ${whom} on ${traffic}`
      : `no rule of group ${names} lets ${traffic} out to ${whom}${natHint}`,
  );
}

/** Who an end is, in words: the machine, the variable, or the addresses. */
function nameOfEnd(end: PacketEnd): string {
  if (end.variable !== undefined) return end.variable;
  if (end.interface !== undefined) return end.interface.name;
  if (end.isInternet === true) return "the internet";
  return formatAddresses(end.addresses, 2);
}

function fixOf(
  groups: readonly SecurityGroup[],
  direction: Direction,
  packet: Flow,
  far: PacketEnd,
): { fix?: Fix } {
  const [group] = groups;
  if (group === undefined) return {};
  const farGroup = far.interface?.groups[0];
  const whom =
    far.shows === "private" && farGroup !== undefined && packet.keepsGroups
      ? `group ${farGroup}`
      : nameOfEnd(far);
  const rule = direction === "in" ? "an ingress rule" : "an egress rule";
  return {
    fix: {
      resource: group.key,
      change: `add ${rule} for ${formatTrafficSet(packet.traffic)} ${direction === "in" ? "from" : "to"} ${whom}`,
    },
  };
}

function unknownsOf(
  ask: QueryContext,
  one: NetworkInterface,
  groups: readonly SecurityGroup[],
  rules: readonly SecurityGroupRule[],
  packet: Flow,
  far: PacketEnd,
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
  ask: QueryContext,
  groups: readonly SecurityGroup[],
  direction: Direction,
  packet: Flow,
  far: PacketEnd,
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

function nameOfPeer({ network }: QueryContext, { peer }: SecurityGroupRule): string {
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
export function passingRules(
  ask: QueryContext,
  one: NetworkInterface,
  direction: Direction,
  packet: Flow,
): string {
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
