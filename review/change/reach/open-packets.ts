/** What one end may send to another in one version of the network, exactly: boxes of traffic and addresses. */
import { type AddressSet, ofCidr, ofFamily } from "../../../net/address-set";
import { cidrOf } from "../../../net/cidr";
import { intersect, isEmpty, subtract } from "../../../net/interval-set";
import type { Family } from "../../../net/ip";
import { missing, type PacketBox, type PacketSet, packetSet } from "../../../net/packet-set";
import { allTraffic, stretch, type TrafficSet } from "../../../net/traffic-set";
import { pairAnswer, type QueryableNetwork } from "../../reach/answer";
import type { Endpoint } from "../../reach/endpoints/lookup";
import { isSubstantial, type Verdict } from "../../reach/verdict";
import type { Side } from "./joint-ends";

/** Between two members, of which at most one lies outside. */
export interface Opening {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly open: PacketSet;
  /** More may get through, once what is unknown is known. */
  readonly perhapsMore: boolean;
}

const FAMILIES: readonly Family[] = [4, 6];

/** Where both sides are single machines, addresses tell nothing but the family: the set has the first one of it. */
const ONE: Readonly<Record<Family, AddressSet>> = {
  4: ofCidr(cidrOf("0.0.0.0/32")),
  6: ofCidr(cidrOf("::/128")),
};

/** One opening for each pair of members: the two families stay apart. */
export function openingsBetween(
  asked: QueryableNetwork,
  from: Side,
  to: Side,
  isSameEnd: boolean,
  traffic: TrafficSet,
): readonly Opening[] {
  return pairsOf(from, to, isSameEnd).map(([source, target]) => {
    if (!FAMILIES.some((family) => speaks(source, family) && speaks(target, family)))
      return { from: source, to: target, open: [], perhapsMore: false };
    const verdict = pairAnswer(bare(asked), source, target, traffic);
    const possible = intersect(traffic, trafficOf(source, target));
    const open = packetsOf(verdict, possible, addressesOf(source, target));
    return {
      from: source,
      to: target,
      open,
      perhapsMore: verdict.perhapsMore || verdict.verdict === "unknown",
    };
  });
}

/** A machine is not asked about itself, but about another of its class, where there is one. */
export function pairsOf(
  from: Side,
  to: Side,
  isSameEnd: boolean,
): readonly (readonly [Endpoint, Endpoint])[] {
  const { second } = to;
  const pairs = from.members.flatMap((source) => to.members.map((target) => [source, target] as const));
  return pairs.flatMap(([source, target]) => {
    const [sends, gets] = [familyOf(source), familyOf(target)];
    if (sends !== undefined && gets !== undefined && sends !== gets) return [];
    if (!isSame(source, target)) return [[source, target] as const];
    if (second === undefined || (isSameEnd && isSame(source, second))) return [];
    const other = second.kind === "interface" && sends !== undefined ? { ...second, family: sends } : second;
    return [[source, other] as const];
  });
}

/** The family that a member sends or is sent, where it is one alone. */
export function familyOf(member: Endpoint): Family | undefined {
  if (member.kind === "interface") return member.family;
  const spoken = FAMILIES.filter((family) => speaks(member, family));
  return spoken.length === 1 ? spoken[0] : undefined;
}

function isSame(one: Endpoint, other: Endpoint): boolean {
  if (one.kind !== "interface" || other.kind !== "interface") return one === other;
  return one.by === other.by && one.places[0]?.key === other.places[0]?.key;
}

/** The addresses of the side that is many. */
export function addressesOf(from: Endpoint, to: Endpoint): AddressSet {
  if (from.kind === "outside") return from.addresses;
  return to.kind === "outside" ? to.addresses : ONE[familyOf(from) ?? familyOf(to) ?? 4];
}

/** What is in one set and not in the other; of the internet only what is more than somebody's own block. */
export function gained(young: Opening | undefined, old: Opening | undefined): PacketSet {
  if (young === undefined) return [];
  const boxes = young.open.flatMap((box) => missing(old?.open ?? [], box));
  return packetSet(boxes.filter(({ addresses }) => counts(young, addresses)));
}

function counts({ from, to }: Opening, addresses: AddressSet): boolean {
  const internet = [from, to].find((member) => member.kind === "outside" && member.isInternet);
  return (
    internet === undefined || internet.kind !== "outside" || isSubstantial(addresses, internet.addresses)
  );
}

/** Whether the box holds all addresses of the many side; of the internet, all but somebody's own block. */
export function isWhole(opening: Opening, { addresses }: PacketBox): boolean {
  const rest = subtract(addressesOf(opening.from, opening.to), addresses);
  return isEmpty(rest) || !counts(opening, rest);
}

/** ICMP is spoken over IPv4 alone, ICMPv6 over IPv6: each counts only where both ends have such an address. */
function trafficOf(from: Endpoint, to: Endpoint): TrafficSet {
  const without = (family: Family, own: TrafficSet): TrafficSet =>
    speaks(from, family) && speaks(to, family) ? [] : own;
  return subtract(subtract(allTraffic, without(4, stretch("icmp"))), without(6, stretch("icmpv6")));
}

function speaks(member: Endpoint, family: Family): boolean {
  switch (member.kind) {
    case "interface":
      if (member.family !== undefined && member.family !== family) return false;
      return member.places.some(
        ({ private4, address6 }) => (family === 4 ? private4 : address6) !== undefined,
      );
    case "outside":
    case "vacant":
      return !isEmpty(ofFamily(member.addresses, family));
    case "variable":
    case "service":
      return family === 4;
    case "unplaced":
      return true;
  }
}

function packetsOf({ verdict, whole, open }: Verdict, traffic: TrafficSet, addresses: AddressSet): PacketSet {
  if (verdict !== "reachable") return [];
  if (whole || open.length === 0) return isEmpty(addresses) ? [] : [{ traffic, addresses }];
  return packetSet(
    open.map((part) => ({ ...part, addresses: isEmpty(part.addresses) ? addresses : part.addresses })),
  );
}

function bare(asked: QueryableNetwork): QueryableNetwork {
  return { ...asked, context: { ...asked.context, detail: "bare" } };
}
