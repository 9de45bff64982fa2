/** Why the groups of an interface stop packets, what nearly lets them pass, and by which rules others pass. */

import { formatAddresses } from "../../../net/address-set";
import { intersects } from "../../../net/interval-set";
import { formatTrafficSet } from "../../../net/traffic-set";
import type { Unknown } from "../../../terraform/values";
import type { NetworkInterface, SecurityGroup, SecurityGroupRule } from "../../network/network";
import { aboutTraffic } from "../packets/blockers";
import type { Fix } from "../packets/fix";
import type { Blocker, Flow, PacketEnd, QueryContext } from "../packets/flow";
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
  context: QueryContext,
  one: NetworkInterface,
  direction: Direction,
  flow: Flow,
): Blocker {
  const groups = groupsOf(context, one);
  const rules = groups.flatMap((group) => group.rules.filter((rule) => rule.direction === direction));
  const far = farEnd(direction, flow);
  const unknowns = unknownsOf(context, one, groups, rules, flow, far);
  const names = groups.map(({ name }) => name).join(", ") || "no group";
  const verb = direction === "in" ? "in" : "out";
  const lost = rules.some(
    ({ peer }) =>
      peer.kind === "group" &&
      far.interface?.groups.includes(peer.group) === true &&
      !isMember(far, peer.group, flow),
  );
  const base = {
    at: one.name,
    keys: [one.key, one.owner, ...one.groups, ...groups.map(({ name }) => name)],
    nearMisses: context.detail === "explained" ? nearMisses(context, groups, direction, flow, far) : [],
    ...(unknowns.length === 0 ? {} : { unknowns }),
  };
  if (rules.length === 0 && unknowns.length === 0)
    return {
      ...base,
      code: "SG_HAS_NO_RULES",
      text: `group ${names} lets nothing ${verb}: it has no ${direction === "in" ? "ingress" : "egress"} rules`,
      ...fixOf(groups, direction, flow, far),
    };
  if (lost)
    return {
      ...base,
      code: "SG_REFERENCES_NOT_PRESERVED",
      text: `group ${names} names the sender's group, which means its private address; here it shows ${formatAddresses(far.addresses, 2)}`,
      ...fixOf(groups, direction, flow, far),
    };
  return {
    ...base,
    code: "ENI_SG_RULES_MISMATCH",
    ...mismatch(
      names,
      direction,
      flow,
      far,
      rules.some(({ peer }) => peer.kind === "group"),
    ),
    ...fixOf(groups, direction, flow, far),
  };
}

function mismatch(
  names: string,
  direction: Direction,
  flow: Flow,
  far: PacketEnd,
  isNamingGroups: boolean,
): Pick<Blocker, "text" | "brief"> {
  const whom = nameOfEnd(far);
  // A rule that names a group on the way to the internet is meant for the NAT, which is not who is addressed.
  const natHint =
    isNamingGroups && far.shows === "outside"
      ? "; a NAT gateway has no security group, and the far host is who is addressed"
      : "";
  return aboutTraffic(flow.traffic, (traffic) =>
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
  flow: Flow,
  far: PacketEnd,
): { fix?: Fix } {
  const [group] = groups;
  if (group === undefined) return {};
  const farGroup = far.interface?.groups[0];
  const whom =
    far.shows === "private" && farGroup !== undefined && flow.keepsGroups
      ? `group ${farGroup}`
      : nameOfEnd(far);
  const rule = direction === "in" ? "an ingress rule" : "an egress rule";
  return {
    fix: {
      resource: group.key,
      change: `add ${rule} for ${formatTrafficSet(flow.traffic)} ${direction === "in" ? "from" : "to"} ${whom}`,
    },
  };
}

function unknownsOf(
  context: QueryContext,
  one: NetworkInterface,
  groups: readonly SecurityGroup[],
  rules: readonly SecurityGroupRule[],
  flow: Flow,
  far: PacketEnd,
): readonly Unknown[] {
  const unknowns: Unknown[] = one.groupsUnknown === undefined ? [] : [one.groupsUnknown];
  for (const group of groups) unknowns.push(...group.unknowns);
  for (const { peer, traffic, uncertain } of rules) {
    if (!intersects(traffic, flow.traffic)) continue;
    if (uncertain !== undefined) unknowns.push(uncertain);
    if (peer.kind === "unknown" && mayMean(peer, far, flow)) unknowns.push(peer.unknown);
    if (peer.kind === "group" && far.interface !== undefined && mayBeMember(far, peer.group, flow))
      unknowns.push(...(far.interface.groupsUnknown === undefined ? [] : [far.interface.groupsUnknown]));
    if (peer.kind === "variable" && peer.name !== far.variable && !isApart(context, far, peer.name))
      unknowns.push({ attribute: peer.name, why: "the variable has no value" });
  }
  return unknowns;
}

/** Rules that almost let the packets pass: the right peer on other ports, or the right ports for other peers. */
function nearMisses(
  context: QueryContext,
  groups: readonly SecurityGroup[],
  direction: Direction,
  flow: Flow,
  far: PacketEnd,
): readonly string[] {
  const misses = new Set<string>();
  for (const { name, rules } of groups)
    for (const rule of rules) {
      if (rule.direction !== direction || misses.size >= 3) continue;
      const whole = { ...flow, traffic: rule.traffic };
      const peerMatches =
        boxOf({ ...context, mode: "sure", doubts: { raised: false } }, rule, far, whole) !== undefined;
      const verb = direction === "in" ? "admits" : "lets out to";
      const wanted = formatTrafficSet(flow.traffic);
      if (peerMatches && !intersects(rule.traffic, flow.traffic))
        misses.add(
          `${name} ${verb} ${nameOfEnd(far)}, but on ${formatTrafficSet(rule.traffic)}, not ${wanted}`,
        );
      else if (!peerMatches && intersects(rule.traffic, flow.traffic))
        misses.add(
          `${name} ${verb} ${nameOfPeer(context, rule)} on ${formatTrafficSet(rule.traffic)}, but not ${nameOfEnd(far)}`,
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
  context: QueryContext,
  one: NetworkInterface,
  direction: Direction,
  flow: Flow,
): string {
  const far = farEnd(direction, flow);
  const found = groupsOf(context, one).flatMap((group) =>
    group.rules
      .filter(
        (rule) =>
          rule.direction === direction &&
          intersects(rule.traffic, flow.traffic) &&
          boxOf(context, rule, far, flow) !== undefined,
      )
      .map(
        (rule) =>
          `group ${group.name} ${direction === "in" ? "admits" : "allows out"} ${nameOfPeer(context, rule)}`,
      ),
  );
  return found[0] ?? `its groups are not known`;
}
