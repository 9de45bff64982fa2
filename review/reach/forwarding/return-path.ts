/** Replies: whether they come back, by the routes and ACLs of the way back, to the ports that wait for them. */

import { INTERFACE_KINDS, OUTSIDE_REPLY_PORTS } from "../../../aws/types/interface-kinds";
import { intersect, isEmpty, subtract, union } from "../../../net/interval-set";
import { missing, packetSet } from "../../../net/packet-set";
import { byStretch, formatTrafficSet, repliesTo, type TrafficSet } from "../../../net/traffic-set";
import type { NetworkInterface } from "../../network/network";
import { networkAclGate } from "../filtering/network-acl";
import type { Blocker, Flow, QueryContext } from "../packets/flow";
import { type Start, withAddresses } from "../packets/flow";
import type { Arrival, Drop, Traversal, Waypoint } from "../packets/traversal";
import { dropped } from "../packets/traversal";
import { enter, toInternet } from "./internet-gateway";
import { forward } from "./route-table";

export interface Returned {
  readonly arrived: readonly Flow[];
  readonly drops: readonly Drop[];
}

/** Keeps of the packets that arrived those whose replies come back. */
export function withReplies(context: QueryContext, start: Start, { waypoint, flow }: Arrival): Returned {
  const arrived: Flow[] = [];
  const drops: Drop[] = [];
  for (const { part } of byStretch(flow.traffic)) {
    const sent = { ...flow, traffic: part };
    const needed = repliesTo(part, replyPorts(start.kind === "outside" ? undefined : start.interface));
    if (isEmpty(needed)) {
      arrived.push(sent);
      continue;
    }
    const traversal = replyRun(context, start, waypoint, { ...flow, traffic: needed });
    const back = traversal.arrivals
      .filter((arrival) => isHome(start, arrival))
      .map((arrival) => arrival.flow);
    const kept = keepReplied(sent, needed, back, () => returnBlocker(traversal.drops));
    arrived.push(...kept.arrived);
    drops.push(...kept.drops);
  }
  return { arrived: sameAgain(arrived, flow), drops };
}

/** Joins what was looked at protocol by protocol, when nothing of it was lost. */
function sameAgain(arrived: readonly Flow[], flow: Flow): readonly Flow[] {
  const untouched = arrived.every(
    ({ from, to, notes }) => from === flow.from && to === flow.to && notes === flow.notes,
  );
  return untouched && arrived.length > 0
    ? [{ ...flow, traffic: union(...arrived.map(({ traffic }) => traffic)) }]
    : arrived;
}

function replyRun(context: QueryContext, start: Start, waypoint: Waypoint, flow: Flow): Traversal {
  const traversal: Traversal = {
    context: { ...context, detail: "bare" },
    reply: true,
    arrivals: [],
    drops: [],
  };
  const reply: Flow = { ...flow, from: flow.to, to: flow.from, dead: false, hops: [], notes: [] };
  switch (waypoint.kind) {
    case "interface": {
      const subnet = context.index.subnetOf(waypoint.interface);
      if (subnet !== undefined) forward(traversal, subnet, reply);
      break;
    }
    case "internet":
      if (reply.to.interface === undefined) traversal.arrivals.push({ waypoint, flow: reply });
      else enter(traversal, reply.to.interface, reply);
      break;
    case "service":
      if (reply.to.shows === "public") toInternet(traversal, reply);
      else fromService(traversal, start, reply);
      break;
  }
  return traversal;
}

/** What a gateway endpoint sends back is held against the ACL of the subnet. */
function fromService(traversal: Traversal, start: Start, reply: Flow): void {
  const subnet = start.kind === "interface" ? traversal.context.index.subnetOf(start.interface) : undefined;
  if (subnet === undefined || start.kind !== "interface") return;
  for (const flow of networkAclGate(traversal, subnet, "in", reply))
    traversal.arrivals.push({
      waypoint: { kind: "interface", interface: start.interface, addressed: true },
      flow,
    });
}

function isHome(start: Start, { waypoint, assumed }: Arrival): boolean {
  if (assumed === true) return true;
  switch (start.kind) {
    case "interface":
      return waypoint.kind === "interface" && waypoint.interface.key === start.interface.key;
    case "outside":
      return waypoint.kind === "internet";
  }
}

/** @param sender undefined for hosts outside of the network */
export function replyPorts(sender: NetworkInterface | undefined): {
  readonly from: number;
  readonly to: number;
} {
  return sender === undefined ? OUTSIDE_REPLY_PORTS : INTERFACE_KINDS[sender.kind].replyPorts;
}

/**
 * What was sent and gets its replies, in part where only some come back.
 * @param needed the replies that would have to come back
 * @param back those that do
 */
export function keepReplied(
  sent: Flow,
  needed: TrafficSet,
  back: readonly Flow[],
  blocker: () => Blocker,
): Returned {
  if (sent.from.whole && sent.to.whole) {
    const got = intersect(union(...back.map(({ traffic }) => traffic)), needed);
    if (isEmpty(got)) return { arrived: [], drops: [dropped(sent, blocker)] };
    return { arrived: [isEmpty(subtract(needed, got)) ? sent : noted(sent, got)], drops: [] };
  }
  const side = sent.from.whole ? "to" : "from";
  const mirrored = side === "from" ? "to" : "from";
  const got = packetSet(back.map((flow) => ({ traffic: flow.traffic, addresses: flow[mirrored].addresses })));
  const own = sent[side].addresses;
  const lacking = union(
    ...missing(got, { traffic: needed, addresses: own }).map(({ addresses }) => addresses),
  );
  const some = intersect(own, union(...got.map(({ addresses }) => addresses)));
  const full = subtract(own, lacking);
  const partial = intersect(some, lacking);
  const none = subtract(subtract(own, some), full);
  const isUntouched = full.length === own.length && isEmpty(lacking);
  return {
    arrived: [
      ...(isEmpty(full) ? [] : [isUntouched ? sent : withAddresses(sent, side, full)]),
      ...(isEmpty(partial)
        ? []
        : [noted(withAddresses(sent, side, partial), union(...got.map(({ traffic }) => traffic)))]),
    ],
    drops: isEmpty(none) ? [] : [dropped(withAddresses(sent, side, none), blocker)],
  };
}

function noted(flow: Flow, got: TrafficSet): Flow {
  return {
    ...flow,
    notes: [
      ...flow.notes,
      `only when the client sends from ports ${formatTrafficSet(got)}: replies to others are stopped`,
    ],
  };
}

export function returnBlocker(drops: readonly Drop[]): Blocker {
  const [first] = drops;
  if (first === undefined)
    return {
      code: "NET_RETURN_PATH_BLOCKED",
      at: "reply",
      keys: [],
      text: "the reply does not come back to the sender",
    };
  // In few words only the request is known, not its reply.
  const { brief: _, ...blocker } = first.blocker;
  const how =
    blocker.code === "NET_RETURN_PATH_BLOCKED"
      ? blocker.text
      : `the reply is stopped: ${blocker.text} (${blocker.code})`;
  // Whether a part that is not modelled stops the reply nobody knows: its own code says so.
  const code = blocker.code === "UNSUPPORTED_COMPONENT" ? blocker.code : "NET_RETURN_PATH_BLOCKED";
  return { ...blocker, code, text: how };
}
