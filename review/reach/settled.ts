/** Questions that are settled before any packet travels: an end that is nowhere, nobody's, or not of this network. */

import { formatAddresses } from "../../net/address-set";
import { covers, intersects } from "../../net/interval-set";
import { formatTrafficSet, type TrafficSet } from "../../net/traffic-set";
import { Unknown } from "../../terraform/values";
import type { OwnGroups, SecurityGroup } from "../network/network";
import type { NetworkModel } from "../network/network-model";
import type { Endpoint } from "./endpoints/lookup";
import type { BlockerCode } from "./packets/blocker-codes";
import { perhapsSomebodys } from "./packets/blockers";
import type { Blocker } from "./packets/flow";
import { type Body, NOBODY } from "./verdict";

/** @returns undefined when packets have to be followed to tell */
export function settledVerdict(
  network: NetworkModel,
  from: Endpoint,
  to: Endpoint,
  traffic: TrafficSet,
): Body | undefined {
  const unplaced = [from, to].filter((member) => member.kind === "unplaced");
  if (unplaced.length > 0) {
    // Wherever it stands, what its groups and those of the other end have no rule for does not pass.
    const stopped =
      from.name === to.name
        ? undefined
        : (stoppedByGroups(network, from, "out", traffic) ?? stoppedByGroups(network, to, "in", traffic));
    return stopped === undefined ? unknown(unplacedEnds(unplaced)) : { ...NOBODY, blocker: stopped };
  }
  if (from.kind === "service") return asksNobody(from.name);
  if (from.kind === "vacant") return vacant(network, from);
  if (from.kind === "interface") return undefined;
  // From inside, packets for such an address are followed to its subnet, for what else stops them.
  if (to.kind === "vacant") return vacant(network, to);
  if (to.kind === "service") return onlyByRoutes(to.name);
  return to.kind === "interface" ? undefined : unknown(neither(from, to));
}

/** No rule of any group that the end is in, or may be in, has any of the traffic. */
function stoppedByGroups(
  network: NetworkModel,
  end: Endpoint,
  direction: "in" | "out",
  traffic: TrafficSet,
): Blocker | undefined {
  const groups = ownGroupsOf(end).map((own) => groupsAtMost(network, own));
  if (groups.length === 0 || groups.some((each) => each === undefined || each.length === 0)) return undefined;
  const found = groups.flatMap((each) => each ?? []);
  const rules = found.flatMap((group) => group.rules.filter((rule) => rule.direction === direction));
  if (rules.some((rule) => intersects(rule.traffic, traffic))) return undefined;
  const names = [...new Set(found.map(({ name }) => name))].join(", ");
  const shown = formatTrafficSet(traffic);
  return {
    code: rules.length === 0 ? "SG_HAS_NO_RULES" : "ENI_SG_RULES_MISMATCH",
    at: end.name,
    keys: found.map(({ key }) => key),
    text: direction === "in" ? `group ${names} lets no ${shown} in` : `group ${names} lets no ${shown} out`,
  };
}

function ownGroupsOf(end: Endpoint): readonly OwnGroups[] {
  if (end.kind === "interface") return end.places;
  return end.kind === "unplaced" && end.own !== undefined ? [end.own] : [];
}

/** Undefined where it may be in any, or where one may have any rules. */
function groupsAtMost(
  network: NetworkModel,
  { groups, groupsUnknown, maybeGroups }: OwnGroups,
): readonly SecurityGroup[] | undefined {
  if (groupsUnknown !== undefined && maybeGroups === undefined) return undefined;
  const all = [...groups, ...(maybeGroups ?? [])].map((key) => network.groups.get(key));
  const isWhole = all.every((group) => group !== undefined && group.unknowns.length === 0);
  return isWhole ? all.filter((group) => group !== undefined) : undefined;
}

function asksNobody(name: string): Body {
  return closed(name, `${name} is a gateway endpoint: it begins no connections`);
}

function onlyByRoutes(name: string): Body {
  return closed(name, `${name} is a gateway endpoint: only routes of its VPC's subnets lead there`);
}

function closed(at: string, text: string): Body {
  return { ...NOBODY, blocker: { code: "NO_ROUTE_TO_DESTINATION", at, keys: [], text } };
}

/** An address of a VPC that nobody has; or that somebody may get, which nobody knows before apply. */
function vacant(network: NetworkModel, { addresses }: Extract<Endpoint, { kind: "vacant" }>): Body {
  const perhaps = perhapsSomebodys(network, addresses);
  if (perhaps !== undefined) return unknown(perhaps);
  const shown = formatAddresses(addresses, 2);
  const subnet = [...network.subnets.values()].find(({ cidrs }) => covers(cidrs, addresses));
  return {
    ...NOBODY,
    blocker: {
      code: "UNASSOCIATED_COMPONENT",
      at: shown,
      keys: subnet === undefined ? [] : [subnet.key, subnet.vpc],
      text: `no interface of this network has ${shown}`,
    },
  };
}

function neither(from: Endpoint, to: Endpoint): Blocker {
  const text = `neither ${from.name} nor ${to.name} is in this network: it has no say in what they exchange`;
  return { code: "NET_NEITHER_END_IN_NETWORK", at: "network", keys: [], text };
}

function unplacedEnds(ends: readonly Extract<Endpoint, { kind: "unplaced" }>[]): Blocker {
  const unknowns = ends.map((end) => end.unknown);
  const isModelled = ends.every((end) => end.isModelled);
  const text = unknowns.map(({ attribute, why }) => `${attribute}: ${why}`).join("; ");
  return {
    code: isModelled ? untilApply(unknowns) : "UNSUPPORTED_COMPONENT",
    at: unknowns[0]?.attribute ?? "",
    keys: [],
    text,
    unknowns,
  };
}

function untilApply(unknowns: readonly Unknown[]): BlockerCode {
  const isAmbiguous = unknowns.some(({ among }) => among !== undefined);
  return isAmbiguous ? "NET_AMBIGUOUS_REFERENCE" : "NET_UNKNOWN_UNTIL_APPLY";
}

function unknown(blocker: Blocker): Body {
  const unknowns = blocker.unknowns ?? [new Unknown(blocker.at, blocker.text)];
  return { ...NOBODY, blocker, verdict: "unknown", perhapsMore: true, unknowns };
}
