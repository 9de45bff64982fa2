/** Load balancers: the client's leg to a node's listener, and the node's leg to the targets behind it. */

import { intersect, isEmpty, subtract, union } from "../../../net/interval-set";
import { allTraffic, formatTrafficSet, stretch, type TrafficSet } from "../../../net/traffic-set";
import { Unknown } from "../../../terraform/values";
import type { Balancer, Listener, NetworkInterface } from "../../network/network";
import { type PathResult, tracePath } from "../forwarding/path";
import type { Attempt } from "../packets/attempt";
import { aboutTraffic, unknownBlocker, unsupported } from "../packets/blockers";
import type { Arrival, Blocker, Drop, Flow, QueryContext } from "../packets/packet";
import { unknownPasses, withTraffic } from "../packets/packet";
import { serve, unknownTarget } from "./targets";

/** To a balancer: its node, a listener, and where connections pass through it, a target that answers. */
export function toBalancer(ask: QueryContext, attempt: Attempt, balancer: Balancer): PathResult {
  const { packet, start } = attempt;
  const result: { arrivals: Arrival[]; drops: Drop[] } = { arrivals: [], drops: [] };
  const listeners = listenersOf(ask, balancer);
  const listened = union(...listeners.map(({ traffic }) => traffic));
  const unheard = withTraffic(packet, subtract(packet.traffic, listened));
  for (const listener of listeners)
    for (const sent of withTraffic(packet, intersect(packet.traffic, listener.traffic))) {
      const { arrivals, drops } = tracePath(ask, start, sent);
      result.drops.push(...drops);
      for (const arrival of arrivals) behind(ask, balancer, listener, arrival, result);
    }
  for (const each of unheard) {
    // What the network stops before it gets there is the first blocker on the way.
    const before = tracePath(ask, start, each).drops;
    result.drops.push(...before.filter(({ packet: { dead } }) => !dead), {
      packet: each,
      blocker: unheardBlocker(balancer, each),
    });
  }
  return result;
}

/** In mode `possible` with those that may be its own. */
function listenersOf(ask: QueryContext, { listeners, maybeListeners }: Balancer): readonly Listener[] {
  return maybeListeners.length > 0 && unknownPasses(ask) ? [...listeners, ...maybeListeners] : listeners;
}

function unheardBlocker(balancer: Balancer, packet: Flow): Blocker {
  if (balancer.maybeListeners.length > 0) {
    const text = `what ${balancer.name} listens on is not known in full`;
    const unknowns = balancer.maybeListeners.map(
      ({ resource, unknown }) => unknown ?? new Unknown(`${resource}.load_balancer_arn`, "is not known"),
    );
    return { ...unknownBlocker(balancer.name, [balancer.key], text), unknowns };
  }
  const ports = formatTrafficSet(union(...balancer.listeners.map(({ traffic }) => traffic)));
  return {
    code: "ELBV2_LISTENERS_MISMATCH",
    at: balancer.name,
    keys: [balancer.key, balancer.name],
    ...aboutTraffic(
      packet.traffic,
      (traffic) => `${balancer.name} has no listener for ${traffic}; it listens on ${ports}`,
    ),
    fix: { resource: balancer.key, change: `add a listener, or ask for ${ports}` },
  };
}

function behind(
  ask: QueryContext,
  balancer: Balancer,
  listener: Listener,
  arrival: Arrival,
  result: { arrivals: Arrival[]; drops: Drop[] },
): void {
  const { packet, station } = arrival;
  if (station.kind !== "interface") return;
  if (listener.targetGroups.length === 0 && !listener.answers && listener.elsewhere === undefined) {
    result.drops.push({
      packet,
      blocker: {
        code: "ELBV2_LISTENER_HAS_NO_TG",
        at: balancer.name,
        keys: [balancer.key, balancer.name],
        text: `the listener on ${formatTrafficSet(listener.traffic)} forwards to no target group`,
        fix: { resource: listener.resource, change: "add a default action" },
      },
    });
    return;
  }
  if (balancer.type === "gateway") {
    result.drops.push({
      packet,
      blocker: unsupported(balancer.name, [balancer.key], "gateway load balancers"),
    });
    return;
  }
  // An application load balancer takes the connection itself, whatever its targets do.
  if (balancer.type === "application") {
    result.arrivals.push(arrival);
    return;
  }
  const served = serve(ask, balancer, listener, station.interface, packet);
  result.drops.push(...served.drops);
  result.arrivals.push(
    ...served.arrivals.map((each) => ({
      station: each.station,
      packet: {
        ...packet,
        // Of many clients whose addresses are kept, those that get an answer.
        from: each.packet.from.whole ? packet.from : each.packet.from,
        hops: [...packet.hops, ...each.packet.hops],
        notes: [...packet.notes, ...each.packet.notes],
      },
    })),
  );
}

/** From a balancer: it sends to its targets, on their ports and the ports of their health checks, and nowhere else. */
export function fromBalancer(ask: QueryContext, attempt: Attempt, balancer: Balancer): PathResult {
  const { packet, start } = attempt;
  const goal = packet.to.interface;
  const used = goal === undefined ? [] : targetTraffic(ask, balancer, goal);
  const sent = withTraffic(packet, intersect(packet.traffic, used));
  const legs = sent.map((each) => tracePath(ask, start, each));
  const rest = withTraffic(packet, subtract(packet.traffic, used));
  const before = rest.flatMap((each) => tracePath(ask, start, each).drops);
  const [elsewhere] = [
    ...balancer.listeners.flatMap((listener) => listener.elsewhere ?? []),
    ...balancer.maybeListeners.map(({ resource }) => new Unknown(resource, "may be its listener")),
  ];
  const blockers = rest.map((each) => ({
    packet: each,
    blocker: elsewhere === undefined ? notATarget(balancer, each, used) : unknownTarget(balancer, elsewhere),
  }));
  return {
    arrivals: legs.flatMap(({ arrivals }) => arrivals),
    drops: [...legs.flatMap(({ drops }) => drops), ...before, ...blockers],
  };
}

function notATarget(balancer: Balancer, packet: Flow, used: TrafficSet): Blocker {
  const name = packet.to.interface?.name ?? "that";
  return {
    code: "TARGET_PORT_RESTRICTION",
    at: balancer.name,
    keys: [balancer.key, balancer.name],
    text: isEmpty(used)
      ? `${name} is no target of ${balancer.name}`
      : `${balancer.name} sends to ${name} on ${formatTrafficSet(used)} only`,
  };
}

function targetTraffic(ask: QueryContext, balancer: Balancer, goal: NetworkInterface): TrafficSet {
  const listeners = listenersOf(ask, balancer);
  const groups = listeners
    .flatMap(({ targetGroups }) => targetGroups)
    .flatMap((key) => ask.network.targetGroups.get(key) ?? []);
  const parts = groups.flatMap(({ protocol, healthPort, targets }) =>
    targets
      .filter(
        ({ interfaces, unknown }) =>
          interfaces.includes(goal.key) || (unknown !== undefined && unknownPasses(ask)),
      )
      .flatMap(({ port }) => [
        ...(protocol === "UDP" ? stretch("udp", port, port) : stretch("tcp", port, port)),
        ...(healthPort === undefined ? [] : stretch("tcp", healthPort, healthPort)),
      ]),
  );
  const isAnywhere = listeners.some(({ elsewhere }) => elsewhere !== undefined) && unknownPasses(ask);
  return isAnywhere ? allTraffic : union(...parts.map((part) => [part]));
}
