/** A whole journey: from station to station, through NATs, there and back on every leg. */

import { INTERFACE_KINDS } from "../../../aws/types/interface-kinds";
import { allIpv4, publicAddresses } from "../../../net/address-set";
import { intersect, intersects } from "../../../net/interval-set";
import type { NetworkInterface } from "../../network/network";
import { unsupported } from "../packets/blockers";
import {
  type Arrival,
  type Drop,
  type Flow,
  type QueryContext,
  type Start,
  type Traversal,
  unknownPasses,
} from "../packets/packet";
import { privateEnd } from "../packets/packet-end";
import { enter, isIpv4, toInternet } from "./internet-gateway";
import { withReplies } from "./return-path";
import { depart } from "./route-table";

export interface PathResult {
  /** What gets there, replies included. */
  readonly arrivals: readonly Arrival[];
  /** What stops packets, in the order of the way. */
  readonly drops: readonly Drop[];
}

const MOST_LEGS = 8;

/** Sends packets on their way and follows them to the end. */
export function tracePath(ask: QueryContext, start: Start, packet: Flow): PathResult {
  const arrivals: Arrival[] = [];
  const drops: Drop[] = [];
  leg(ask, start, packet, [], { arrivals, drops });
  return { arrivals, drops };
}

function leg(
  ask: QueryContext,
  start: Start,
  packet: Flow,
  through: readonly NetworkInterface[],
  result: { arrivals: Arrival[]; drops: Drop[] },
): void {
  const run: Traversal = { ask, reply: false, arrivals: [], drops: [] };
  begin(run, start, packet);
  result.drops.push(...run.drops);
  for (const arrival of run.arrivals) {
    const { arrived, drops } =
      arrival.packet.dead || arrival.assumed === true
        ? { arrived: [arrival.packet], drops: [] }
        : withReplies(ask, start, arrival);
    result.drops.push(...drops);
    for (const each of arrived) next(ask, { station: arrival.station, packet: each }, through, result);
  }
}

function begin(run: Traversal, start: Start, packet: Flow): void {
  switch (start.kind) {
    case "interface":
      depart(run, start.interface, packet);
      return;
    case "outside":
      if (packet.to.interface === undefined) toInternet(run, packet);
      else enter(run, packet.to.interface, packet);
      return;
  }
}

function next(
  ask: QueryContext,
  arrival: Arrival,
  through: readonly NetworkInterface[],
  result: { arrivals: Arrival[]; drops: Drop[] },
): void {
  const { station, packet } = arrival;
  if (station.kind !== "interface" || station.addressed) {
    if (!packet.dead) result.arrivals.push(arrival);
    return;
  }
  const { interface: one } = station;
  const keys = [one.key, one.owner, one.name];
  if (through.includes(one) || through.length >= MOST_LEGS) {
    result.drops.push({
      packet,
      blocker: {
        code: "NO_ROUTE_TO_DESTINATION",
        at: one.name,
        keys,
        text: `the route of ${one.name} leads back to itself`,
        fix: { resource: one.owner, change: "put it in a subnet whose default route is an internet gateway" },
      },
    });
    return;
  }
  // A NAT instance masquerades what goes to the internet; what else it does is up to its software.
  if (INTERFACE_KINDS[one.kind].forwards === "as its software says" && !goesPublic(packet)) {
    const blocker = unsupported(
      one.name,
      keys,
      `what the software of ${one.name} does with packets for private addresses`,
    );
    if (!unknownPasses(ask)) result.drops.push({ packet, blocker });
    else if (!packet.dead) result.arrivals.push(arrival);
    return;
  }
  const sent: Flow = { ...packet, from: privateEnd(one, isIpv4(packet)), keepsGroups: true };
  leg(ask, { kind: "interface", interface: one }, sent, [...through, one], result);
}

const PUBLIC4 = intersect(publicAddresses, allIpv4);

function goesPublic(packet: Flow): boolean {
  return packet.to.shows !== "private" && intersects(packet.to.addresses, PUBLIC4);
}
