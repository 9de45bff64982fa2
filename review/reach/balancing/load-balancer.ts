/** Load balancers: the client's leg to a node's listener, and the node's leg to the targets behind it. */

import { intersect, isEmpty, subtract, union } from "../../../net/interval-set";
import { allTraffic, formatTrafficSet, stretch, type TrafficSet } from "../../../net/traffic-set";
import { Unknown } from "../../../terraform/values";
import type { Balancer, Listener, NetworkInterface } from "../../network/network";
import type { NetworkModel } from "../../network/network-model";
import { type PathResult, tracePath } from "../forwarding/path";
import type { Attempt } from "../packets/attempt";
import { aboutTraffic, unknownBlocker, unsupported } from "../packets/blockers";
import type { Blocker, Flow, QueryContext } from "../packets/flow";
import { unknownPasses, withTraffic } from "../packets/flow";
import type { Arrival, Drop } from "../packets/traversal";
import { isInUse, serve, unknownTarget } from "./targets";

/** To a balancer: its node, a listener, and where connections pass through it, a target that answers. */
export function toBalancer(context: QueryContext, attempt: Attempt, balancer: Balancer): PathResult {
  const { flow, start } = attempt;
  const result: { arrivals: Arrival[]; drops: Drop[] } = { arrivals: [], drops: [] };
  const listeners = listenersOf(context, balancer);
  const listened = union(...listeners.map(({ traffic }) => traffic));
  const unheard = withTraffic(flow, subtract(flow.traffic, listened));
  for (const listener of listeners)
    for (const sent of withTraffic(flow, intersect(flow.traffic, listener.traffic))) {
      const { arrivals, drops } = tracePath(context, start, sent);
      result.drops.push(...drops);
      for (const arrival of arrivals) behind(context, balancer, listener, arrival, result);
    }
  for (const each of unheard) {
    // What the network stops before it gets there is the first blocker on the way.
    const before = tracePath(context, start, each).drops;
    result.drops.push(...before.filter(({ flow: { dead } }) => !dead), {
      flow: each,
      blocker: unheardBlocker(balancer, each),
    });
  }
  return result;
}

/** In mode `possible` with those that may be its own. */
function listenersOf(context: QueryContext, { listeners, maybeListeners }: Balancer): readonly Listener[] {
  return maybeListeners.length > 0 && unknownPasses(context) ? [...listeners, ...maybeListeners] : listeners;
}

function unheardBlocker(balancer: Balancer, flow: Flow): Blocker {
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
      flow.traffic,
      (traffic) => `${balancer.name} has no listener for ${traffic}; it listens on ${ports}`,
    ),
    fix: { resource: balancer.key, change: `add a listener, or ask for ${ports}` },
  };
}

function behind(
  context: QueryContext,
  balancer: Balancer,
  listener: Listener,
  arrival: Arrival,
  result: { arrivals: Arrival[]; drops: Drop[] },
): void {
  const { flow, waypoint } = arrival;
  if (waypoint.kind !== "interface") return;
  if (listener.targetGroups.length === 0 && !listener.answers && listener.elsewhere === undefined) {
    result.drops.push({
      flow,
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
      flow,
      blocker: unsupported(balancer.name, [balancer.key], "gateway load balancers"),
    });
    return;
  }
  // An application load balancer takes the connection itself, whatever its targets do.
  if (balancer.type === "application") {
    result.arrivals.push(arrival);
    return;
  }
  const served = serve(context, balancer, listener, waypoint.interface, flow);
  result.drops.push(...served.drops);
  result.arrivals.push(
    ...served.arrivals.map((each) => ({
      waypoint: each.waypoint,
      flow: {
        ...flow,
        // Of many clients whose addresses are kept, those that get an answer.
        from: each.flow.from.whole ? flow.from : each.flow.from,
        hops: [...flow.hops, ...each.flow.hops],
        notes: [...flow.notes, ...each.flow.notes],
      },
    })),
  );
}

/** From a balancer: it sends to its targets, on their ports and the ports of their health checks, and nowhere else. */
export function fromBalancer(context: QueryContext, attempt: Attempt, balancer: Balancer): PathResult {
  const { flow, start } = attempt;
  const goal = flow.to.interface;
  const used = goal === undefined ? [] : targetTraffic(context, balancer, goal);
  const sent = withTraffic(flow, intersect(flow.traffic, used));
  const legs = sent.map((each) => tracePath(context, start, each));
  const rest = withTraffic(flow, subtract(flow.traffic, used));
  const before = rest.flatMap((each) => tracePath(context, start, each).drops);
  const [elsewhere] = [
    ...balancer.listeners.flatMap((listener) => listener.elsewhere ?? []),
    ...balancer.maybeListeners.map(({ resource }) => new Unknown(resource, "may be its listener")),
  ];
  const blockers = rest.map((each) => ({
    flow: each,
    blocker: elsewhere === undefined ? notATarget(balancer, each, used) : unknownTarget(balancer, elsewhere),
  }));
  return {
    arrivals: legs.flatMap(({ arrivals }) => arrivals),
    drops: [...legs.flatMap(({ drops }) => drops), ...before, ...blockers],
  };
}

function notATarget(balancer: Balancer, flow: Flow, used: TrafficSet): Blocker {
  const goal = flow.to.interface;
  const name = goal?.name ?? "that";
  return {
    code: "TARGET_PORT_RESTRICTION",
    at: balancer.name,
    keys: [balancer.key, balancer.name],
    text: isEmpty(used)
      ? `${name} is no target of ${balancer.name}`
      : `${balancer.name} sends to ${name} on ${formatTrafficSet(used)} only`,
  };
}

/** What the balancer sends on to this target of what its listeners take. */
export function trafficBehind(
  { targetGroups }: NetworkModel,
  { listeners }: Balancer,
  taken: TrafficSet,
  goal: NetworkInterface,
): TrafficSet {
  const groups = listeners
    .filter(({ traffic }) => !isEmpty(intersect(traffic, taken)))
    .flatMap((listener) => listener.targetGroups.flatMap((key) => targetGroups.get(key) ?? []));
  return union(
    ...groups.flatMap(({ protocol, targets }) =>
      targets
        .filter(({ interfaces }) => interfaces.includes(goal.key))
        .map(({ port }) => stretch(protocol === "UDP" ? "udp" : "tcp", port, port)),
    ),
  );
}

function targetTraffic(context: QueryContext, balancer: Balancer, goal: NetworkInterface): TrafficSet {
  const listeners = listenersOf(context, balancer);
  const groups = listeners
    .flatMap(({ targetGroups }) => targetGroups)
    .flatMap((key) => context.network.targetGroups.get(key) ?? []);
  const parts = groups.flatMap(({ protocol, healthPort, targets }) =>
    targets
      .filter(
        ({ interfaces, unknown }) =>
          (interfaces.includes(goal.key) && isInUse(context, balancer, goal)) ||
          (unknown !== undefined && unknownPasses(context)),
      )
      .flatMap(({ port }) => [
        ...(protocol === "UDP" ? stretch("udp", port, port) : stretch("tcp", port, port)),
        ...(healthPort === undefined ? [] : stretch("tcp", healthPort, healthPort)),
      ]),
  );
  const isAnywhere = listeners.some(({ elsewhere }) => elsewhere !== undefined) && unknownPasses(context);
  return isAnywhere ? allTraffic : union(...parts.map((part) => [part]));
}
