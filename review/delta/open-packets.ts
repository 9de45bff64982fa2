/** What one end may send to another in one version of the network, exactly: boxes of traffic and addresses. */
import { type AddressSet, ofFamily } from "../../net/address-set";
import { intersect, isEmpty, subtract } from "../../net/interval-set";
import { missing, type PacketSet, type Packets, packetSet } from "../../net/packet-set";
import { allTraffic, stretch, type TrafficSet } from "../../net/traffic-set";
import { type Asked, pairAnswer } from "../reach/answer";
import type { Member } from "../reach/end-point";
import type { Verdict } from "../reach/verdict";
import { isSubstantial } from "../reach/verdict-of";
import type { Side } from "./ends";

/** Between two members, of which at most one lies outside. */
export interface Opening {
  readonly from: Member;
  readonly to: Member;
  readonly open: PacketSet;
  /** More may get through, once what is unknown is known. */
  readonly perhapsMore: boolean;
}

/** Where both sides are single machines, addresses tell nothing: the set has this one. */
const ONE: AddressSet = [{ from: 0n, to: 0n }];

/** One opening for each pair of members: the internet's two families stay apart. */
export function openingsBetween(
  asked: Asked,
  from: Side,
  to: Side,
  isSameEnd: boolean,
  traffic: TrafficSet,
): readonly Opening[] {
  return pairsOf(from, to, isSameEnd).map(([source, target]) => {
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
export function pairsOf(from: Side, to: Side, isSameEnd: boolean): readonly (readonly [Member, Member])[] {
  const pairs = from.members.flatMap((source) => to.members.map((target) => [source, target] as const));
  return pairs.flatMap(([source, target]) => {
    if (source !== target) return [[source, target] as const];
    return to.second === undefined || (isSameEnd && to.second === source)
      ? []
      : [[source, to.second] as const];
  });
}

/** The addresses of the side that is many. */
export function addressesOf(from: Member, to: Member): AddressSet {
  if (from.kind === "outside") return from.addresses;
  return to.kind === "outside" ? to.addresses : ONE;
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
export function isWhole(opening: Opening, { addresses }: Packets): boolean {
  const rest = subtract(addressesOf(opening.from, opening.to), addresses);
  return isEmpty(rest) || !counts(opening, rest);
}

/** ICMP is spoken over IPv4 alone, ICMPv6 over IPv6: each counts only where both ends have such an address. */
function trafficOf(from: Member, to: Member): TrafficSet {
  const without = (family: 4 | 6, own: TrafficSet): TrafficSet =>
    speaks(from, family) && speaks(to, family) ? [] : own;
  return subtract(subtract(allTraffic, without(4, stretch("icmp"))), without(6, stretch("icmpv6")));
}

function speaks(member: Member, family: 4 | 6): boolean {
  switch (member.kind) {
    case "interface":
      return member.places.some(
        ({ private4, address6 }) => (family === 4 ? private4 : address6) !== undefined,
      );
    case "outside":
    case "vacant":
      return !isEmpty(ofFamily(member.addresses, family));
    case "variable":
      return family === 4;
    case "unplaced":
      return true;
  }
}

function packetsOf({ verdict, whole, open }: Verdict, traffic: TrafficSet, addresses: AddressSet): PacketSet {
  if (verdict !== "reachable") return [];
  if (whole || open.length === 0) return isEmpty(addresses) ? [] : [{ traffic, addresses }];
  return packetSet(
    open.map((part) => ({ ...part, addresses: isEmpty(part.addresses) ? ONE : part.addresses })),
  );
}

function bare(asked: Asked): Asked {
  return { ...asked, ask: { ...asked.ask, detail: "bare" } };
}
