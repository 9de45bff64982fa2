/** Which far addresses may pass with which traffic: the meaning of a rule list, exact and canonical. */
import type { AddressSet } from "./address-set";
import { intersect, intersects, intervals, isEmpty, subtract, union } from "./interval-set";
import type { TrafficSet } from "./traffic-set";

/** A box: every one of these addresses with every kind of this traffic. */
export interface PacketBox {
  readonly traffic: TrafficSet;
  readonly addresses: AddressSet;
}

/** Boxes that do not share traffic. */
export type PacketSet = readonly PacketBox[];

/** The union of boxes; boxes with equal addresses are joined, so that the same set is always the same boxes. */
export function packetSet(boxes: readonly PacketBox[]): PacketSet {
  const joined = joinByTraffic(boxes);
  if (joined.length < 2) return joined;
  const { edges, active } = sweep(joined);
  const cells: PacketBox[] = [];
  edges.forEach((from, i) => {
    const next = edges[i + 1];
    const parts = active[i];
    if (next === undefined || parts === undefined || parts.length === 0) return;
    cells.push({ traffic: [{ from, to: next - 1 }], addresses: union(...parts) });
  });
  return joinByAddresses(cells);
}

/** The addresses that may pass with all of the traffic's kinds, kind by kind. */
export function restrict(set: PacketSet, box: PacketBox): PacketSet {
  return set.flatMap(({ traffic, addresses }) => {
    const common = {
      traffic: intersect(traffic, box.traffic),
      addresses: intersect(addresses, box.addresses),
    };
    return isEmpty(common.traffic) || isEmpty(common.addresses) ? [] : [common];
  });
}

/** What of the box is not in the set. */
export function missing(set: PacketSet, box: PacketBox): PacketSet {
  const rest = set.reduce((traffic, piece) => subtract(traffic, piece.traffic), box.traffic);
  const pieces = set.map((piece) => ({
    traffic: intersect(piece.traffic, box.traffic),
    addresses: subtract(box.addresses, piece.addresses),
  }));
  return [{ traffic: rest, addresses: box.addresses }, ...pieces].filter(
    ({ traffic, addresses }) => !isEmpty(traffic) && !isEmpty(addresses),
  );
}

/** One rule of an ordered list, as of a network ACL. */
export interface OrderedRule extends PacketBox {
  readonly action: "allow" | "deny";
}

/** What an ordered list lets through: the first rule that matches decides, and without one nothing passes. */
export function allowedBy(rules: readonly OrderedRule[]): PacketSet {
  let decided: PacketSet = [];
  const allowed: PacketBox[] = [];
  for (const { action, traffic, addresses } of rules) {
    const box = { traffic, addresses };
    if (action === "allow") allowed.push(...missing(decided, box));
    decided = packetSet([...decided, box]);
  }
  return packetSet(allowed);
}

/** The kinds of traffic of the set that all of the addresses may use. */
export function trafficForAll(set: PacketSet, addresses: AddressSet): TrafficSet {
  return intervals(
    set.flatMap((piece) => (isEmpty(subtract(addresses, piece.addresses)) ? piece.traffic : [])),
  );
}

/** The kinds of traffic of the set that some of the addresses may use. */
export function trafficForSome(set: PacketSet, addresses: AddressSet): TrafficSet {
  return intervals(set.flatMap((piece) => (intersects(addresses, piece.addresses) ? piece.traffic : [])));
}

function joinByTraffic(boxes: readonly PacketBox[]): readonly PacketBox[] {
  const byTraffic = new Map<string, { traffic: TrafficSet; addresses: AddressSet[] }>();
  for (const { traffic, addresses } of boxes) {
    if (isEmpty(traffic) || isEmpty(addresses)) continue;
    const key = keyOf(traffic);
    const group = byTraffic.get(key);
    if (group === undefined) byTraffic.set(key, { traffic, addresses: [addresses] });
    else group.addresses.push(addresses);
  }
  return [...byTraffic.values()].map(({ traffic, addresses }) => ({
    traffic,
    addresses: union(...addresses),
  }));
}

function joinByAddresses(cells: readonly PacketBox[]): PacketSet {
  const byAddresses = new Map<string, { traffic: TrafficSet[]; addresses: AddressSet }>();
  for (const { traffic, addresses } of cells) {
    const key = keyOf(addresses);
    const group = byAddresses.get(key);
    if (group === undefined) byAddresses.set(key, { traffic: [traffic], addresses });
    else group.traffic.push(traffic);
  }
  return [...byAddresses.values()].map(({ traffic, addresses }) => ({
    traffic: union(...traffic),
    addresses,
  }));
}

/** For each edge of the traffic line the addresses of the boxes that cover the cell right of it. */
function sweep(boxes: readonly PacketBox[]): { edges: number[]; active: AddressSet[][] } {
  const edges = [
    ...new Set(boxes.flatMap(({ traffic }) => traffic.flatMap(({ from, to }) => [from, to + 1]))),
  ];
  edges.sort((a, b) => a - b);
  const index = new Map(edges.map((edge, i) => [edge, i]));
  const active: AddressSet[][] = edges.map(() => []);
  for (const { traffic, addresses } of boxes)
    for (const { from, to } of traffic)
      for (let i = index.get(from) ?? 0; i < (index.get(to + 1) ?? 0); i += 1) active[i]?.push(addresses);
  return { edges, active };
}

function keyOf(set: TrafficSet | AddressSet): string {
  return set.map(({ from, to }) => `${from}-${to}`).join();
}

/** Whether both let the same packets through, in whatever boxes. */
export function samePackets(a: PacketSet, b: PacketSet): boolean {
  const key = (set: PacketSet): string[] =>
    packetSet(set)
      .map(({ traffic, addresses }) => `${keyOf(traffic)}|${keyOf(addresses)}`)
      .sort();
  return key(a).join() === key(b).join();
}

/** The empty set. */
export const nothingPasses: PacketSet = [];
