/** Questions that are settled before any packet travels: an end that is nowhere, nobody's, or not of this network. */

import { formatAddresses } from "../../net/address-set";
import { covers } from "../../net/interval-set";
import { Unknown } from "../../terraform/values";
import type { NetworkModel } from "../network/network";
import type { Endpoint } from "./endpoints/lookup";
import type { BlockerCode } from "./packets/blocker-codes";
import { perhapsSomebodys } from "./packets/blockers";
import type { Blocker } from "./packets/flow";
import { type Body, NOBODY } from "./verdict";

/** @returns undefined when packets have to be followed to tell */
export function settledVerdict(network: NetworkModel, from: Endpoint, to: Endpoint): Body | undefined {
  const unplaced = [from, to].filter((member) => member.kind === "unplaced");
  if (unplaced.length > 0) return unknown(unplacedEnds(unplaced));
  if (from.kind === "service") return asksNobody(from.name);
  if (from.kind === "vacant") return vacant(network, from);
  if (from.kind === "interface") return undefined;
  // From inside, packets for such an address are followed to its subnet, for what else stops them.
  if (to.kind === "vacant") return vacant(network, to);
  if (to.kind === "service") return onlyByRoutes(to.name);
  return to.kind === "interface" ? undefined : unknown(neither(from, to));
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
