/** A whole journey: from station to station, through NATs, there and back on every leg. */

import { INTERFACE_KINDS } from "../../../aws/types/interface-kinds";
import { allIpv4, publicAddresses } from "../../../net/address-set";
import { intersect, intersects } from "../../../net/interval-set";
import type { NetworkInterface } from "../../network/network";
import { admittedFromAnywhere } from "../filtering/security-group";
import { securityGroupBlocker } from "../filtering/security-group-blocker";
import { unsupported } from "../packets/blockers";
import { type Flow, type QueryContext, type Start, unknownPasses } from "../packets/flow";
import { privateEnd } from "../packets/packet-end";
import { type Arrival, type Drop, dropped, type Traversal } from "../packets/traversal";
import { hasGroups } from "./delivery";
import { enter, isIpv4, toInternet } from "./internet-gateway";
import { type Returned, withReplies } from "./return-path";
import { depart } from "./route-table";

export interface PathResult {
  /** What gets there, replies included. */
  readonly arrivals: readonly Arrival[];
  /** What stops packets, in the order of the way. */
  readonly drops: readonly Drop[];
}

const MOST_LEGS = 8;

/** Sends packets on their way and follows them to the end. */
export function tracePath(context: QueryContext, start: Start, flow: Flow): PathResult {
  const arrivals: Arrival[] = [];
  const drops: Drop[] = [];
  leg(context, start, flow, [], { arrivals, drops });
  return { arrivals, drops };
}

function leg(
  context: QueryContext,
  start: Start,
  flow: Flow,
  through: readonly NetworkInterface[],
  result: { arrivals: Arrival[]; drops: Drop[] },
): void {
  const traversal: Traversal = { context, reply: false, arrivals: [], drops: [] };
  begin(traversal, start, flow);
  result.drops.push(...traversal.drops);
  for (const arrival of traversal.arrivals) {
    const { arrived, drops } = cameBack(context, start, arrival);
    result.drops.push(...drops);
    for (const each of arrived) next(context, { waypoint: arrival.waypoint, flow: each }, through, result);
  }
}

/** Keeps of what arrived those whose replies come back; of what is only assumed to arrive, those that may be let in. */
function cameBack(context: QueryContext, start: Start, arrival: Arrival): Returned {
  const { flow, assumed } = arrival;
  if (assumed === true) return maybeAdmitted(context, flow);
  return flow.dead ? { arrived: [flow], drops: [] } : withReplies(context, start, arrival);
}

function maybeAdmitted(context: QueryContext, flow: Flow): Returned {
  const goal = flow.to.interface;
  if (goal === undefined || !hasGroups(goal)) return { arrived: [flow], drops: [] };
  const { passed, rest } = admittedFromAnywhere(context, goal, flow);
  const blocked = (stopped: Flow): Drop =>
    dropped(stopped, (each) => securityGroupBlocker(context, goal, "in", each));
  return { arrived: passed, drops: rest.map(blocked) };
}

function begin(traversal: Traversal, start: Start, flow: Flow): void {
  switch (start.kind) {
    case "interface":
      depart(traversal, start.interface, flow);
      return;
    case "outside":
      if (flow.to.interface === undefined) toInternet(traversal, flow);
      else enter(traversal, flow.to.interface, flow);
      return;
  }
}

function next(
  context: QueryContext,
  arrival: Arrival,
  through: readonly NetworkInterface[],
  result: { arrivals: Arrival[]; drops: Drop[] },
): void {
  const { waypoint, flow } = arrival;
  if (waypoint.kind !== "interface" || waypoint.addressed) {
    if (!flow.dead) result.arrivals.push(arrival);
    return;
  }
  const { interface: one } = waypoint;
  const keys = [one.key, one.owner, one.name];
  if (through.some(({ key }) => key === one.key) || through.length >= MOST_LEGS) {
    result.drops.push({
      flow,
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
  if (INTERFACE_KINDS[one.kind].forwards === "as its software says" && !goesPublic(flow)) {
    const blocker = unsupported(
      one.name,
      keys,
      `what the software of ${one.name} does with packets for private addresses`,
    );
    if (!unknownPasses(context)) result.drops.push({ flow, blocker });
    else if (!flow.dead) result.arrivals.push(arrival);
    return;
  }
  const sent: Flow = { ...flow, from: privateEnd(one, isIpv4(flow)), keepsGroups: true };
  leg(context, { kind: "interface", interface: one }, sent, [...through, one], result);
}

const PUBLIC4 = intersect(publicAddresses, allIpv4);

function goesPublic(flow: Flow): boolean {
  return flow.to.shows !== "private" && intersects(flow.to.addresses, PUBLIC4);
}
