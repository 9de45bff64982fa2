/** Load balancers: the client's leg to a node's listener, and the node's leg to the targets behind it. */
import { intersect, intersects, isEmpty, subtract, union } from "../../net/interval-set";
import { formatTrafficSet, stretch, type TrafficSet } from "../../net/traffic-set";
import type { Balancer, BalancerTarget, Interface, Listener, TargetGroup } from "../model/network";
import type { Attempt } from "./attempt";
import { unsupported } from "./blockers";
import { handOn } from "./client-address";
import { privateEnd } from "./ends";
import { type Journey, travel } from "./journey";
import type { Arrival, Ask, Blocker, Drop, Packet } from "./packet";
import { withTraffic } from "./packet";

/** To a balancer: its node, a listener, and where connections pass through it, a target that answers. */
export function toBalancer(ask: Ask, attempt: Attempt, balancer: Balancer): Journey {
  const { packet, start } = attempt;
  const result: { arrivals: Arrival[]; drops: Drop[] } = { arrivals: [], drops: [] };
  const listened = union(...balancer.listeners.map(({ traffic }) => traffic));
  const unheard = withTraffic(packet, subtract(packet.traffic, listened));
  for (const listener of balancer.listeners)
    for (const sent of withTraffic(packet, intersect(packet.traffic, listener.traffic))) {
      const { arrivals, drops } = travel(ask, start, sent);
      result.drops.push(...drops);
      for (const arrival of arrivals) behind(ask, balancer, listener, arrival, result);
    }
  for (const each of unheard) {
    // What the network stops before it gets there is the first blocker on the way.
    const before = travel(ask, start, each).drops;
    result.drops.push(...before.filter(({ packet: { dead } }) => !dead), {
      packet: each,
      blocker: unheardBlocker(balancer, each),
    });
  }
  return result;
}

function unheardBlocker(balancer: Balancer, packet: Packet): Blocker {
  const ports = formatTrafficSet(union(...balancer.listeners.map(({ traffic }) => traffic)));
  return {
    code: "ELBV2_LISTENERS_MISMATCH",
    at: balancer.name,
    keys: [balancer.key, balancer.name],
    text: `${balancer.name} has no listener for ${formatTrafficSet(packet.traffic)}; it listens on ${ports}`,
    fix: `${balancer.key}: add a listener, or ask for ${ports}`,
  };
}

function behind(
  ask: Ask,
  balancer: Balancer,
  listener: Listener,
  arrival: Arrival,
  result: { arrivals: Arrival[]; drops: Drop[] },
): void {
  const { packet, station } = arrival;
  if (station.kind !== "interface") return;
  if (listener.targetGroups.length === 0 && !listener.answers) {
    result.drops.push({
      packet,
      blocker: {
        code: "ELBV2_LISTENER_HAS_NO_TG",
        at: balancer.name,
        keys: [balancer.key, balancer.name],
        text: `the listener on ${formatTrafficSet(listener.traffic)} forwards to no target group`,
        fix: `${listener.resource}: add a default action`,
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
        hops: [...packet.hops, ...each.packet.hops],
        notes: [...packet.notes, ...each.packet.notes],
      },
    })),
  );
}

/** A network load balancer passes connections on: without a target that answers, nobody does. */
function serve(ask: Ask, balancer: Balancer, listener: Listener, node: Interface, packet: Packet): Journey {
  const { network } = ask;
  const all: Target[] = listener.targetGroups.flatMap((key) => {
    const group = network.targetGroups.get(key);
    return group === undefined ? [] : group.targets.map((target) => ({ group, target }));
  });
  const near = all.filter(({ target }) => balancer.crossZone || sameZone(ask, node, target));
  if (near.length === 0) {
    const where = balancer.crossZone
      ? ""
      : ` in the zone of its node ${ask.index.subnetOf(node)?.name ?? ""}`;
    const blocker: Blocker = {
      code: "NET_NO_TARGET",
      at: balancer.name,
      keys: [balancer.key, balancer.name, node.key],
      text: `${balancer.name} has no target${where}`,
      fix: `${balancer.key}: enable_cross_zone_load_balancing = true, or register a target in that zone`,
    };
    return { arrivals: [], drops: [{ packet, blocker }] };
  }
  const healthy = near.filter((each) => isHealthy(ask, node, each));
  // When no target is healthy a network load balancer sends to all of them.
  const used = healthy.length > 0 ? healthy : near;
  const legs = used.map((each) => toTarget(ask, node, each, packet));
  return {
    arrivals: legs.flatMap(({ arrivals }) => arrivals),
    drops: legs.every(({ arrivals }) => arrivals.length === 0) ? legs.flatMap(({ drops }) => drops) : [],
  };
}

interface Target {
  readonly group: TargetGroup;
  readonly target: BalancerTarget;
}

function sameZone({ network, index }: Ask, node: Interface, target: BalancerTarget): boolean {
  if (target.unknown !== undefined) return true;
  const { interfaces } = target;
  const zone = index.subnetOf(node)?.zone;
  return interfaces.some((key) => {
    const one = network.interfaces.get(key);
    const other = one === undefined ? undefined : index.subnetOf(one)?.zone;
    return zone === undefined || other === undefined || zone === other;
  });
}

function isHealthy(ask: Ask, node: Interface, { group, target }: Target): boolean {
  const port = group.healthPort ?? target.port;
  if (target.unknown !== undefined && ask.mode === "possible") return true;
  return target.interfaces.some(
    (key) =>
      reachesFrom(ask, node, ask.network.interfaces.get(key), stretch("tcp", port, port)).arrivals.length > 0,
  );
}

function toTarget(ask: Ask, node: Interface, { group, target }: Target, packet: Packet): Journey {
  const arrivals: Arrival[] = [];
  const drops: Drop[] = [];
  const protocol = intersects(packet.traffic, stretch("udp")) ? "udp" : "tcp";
  const traffic = stretch(protocol, target.port, target.port);
  for (const key of target.interfaces) {
    const one = ask.network.interfaces.get(key);
    const leg =
      group.keepsClient && one !== undefined
        ? handOn(ask, node, one, { ...packet, traffic, hops: [], notes: [] })
        : reachesFrom(ask, node, one, traffic);
    arrivals.push(...leg.arrivals);
    drops.push(...leg.drops);
  }
  if (target.unknown !== undefined && ask.mode === "possible")
    arrivals.push({
      station: { kind: "interface", interface: node, addressed: true },
      packet: { ...packet, hops: [], notes: [] },
    });
  else if (target.unknown !== undefined)
    drops.push({
      packet,
      blocker: {
        ...unsupported(group.name, [group.key], "a target that is not known"),
        code: "NET_UNKNOWN_UNTIL_APPLY",
        unknowns: [target.unknown],
      },
    });
  return { arrivals, drops };
}

function reachesFrom(ask: Ask, node: Interface, one: Interface | undefined, traffic: TrafficSet): Journey {
  if (one === undefined) return { arrivals: [], drops: [] };
  const packet: Packet = {
    from: privateEnd(node, true),
    to: privateEnd(one, true),
    traffic,
    dead: false,
    keepsGroups: true,
    hops: [],
    notes: [],
  };
  return travel(ask, { kind: "interface", interface: node }, packet);
}

/** From a balancer: it sends to its targets, on their ports and the ports of their health checks, and nowhere else. */
export function fromBalancer(ask: Ask, attempt: Attempt, balancer: Balancer): Journey {
  const { packet, start } = attempt;
  const goal = packet.to.interface;
  const used = goal === undefined ? [] : targetTraffic(ask, balancer, goal);
  const sent = withTraffic(packet, intersect(packet.traffic, used));
  const legs = sent.map((each) => travel(ask, start, each));
  const rest = withTraffic(packet, subtract(packet.traffic, used));
  const before = rest.flatMap((each) => travel(ask, start, each).drops);
  const blockers = rest.map((each) => ({ packet: each, blocker: notATarget(balancer, each, used) }));
  return {
    arrivals: legs.flatMap(({ arrivals }) => arrivals),
    drops: [...legs.flatMap(({ drops }) => drops), ...before, ...blockers],
  };
}

function notATarget(balancer: Balancer, packet: Packet, used: TrafficSet): Blocker {
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

function targetTraffic({ network, mode }: Ask, balancer: Balancer, goal: Interface): TrafficSet {
  const groups = balancer.listeners
    .flatMap(({ targetGroups }) => targetGroups)
    .flatMap((key) => network.targetGroups.get(key) ?? []);
  const parts = groups.flatMap(({ protocol, healthPort, targets }) =>
    targets
      .filter(
        ({ interfaces, unknown }) =>
          interfaces.includes(goal.key) || (unknown !== undefined && mode === "possible"),
      )
      .flatMap(({ port }) => [
        ...(protocol === "UDP" ? stretch("udp", port, port) : stretch("tcp", port, port)),
        ...(healthPort === undefined ? [] : stretch("tcp", healthPort, healthPort)),
      ]),
  );
  return union(...parts.map((part) => [part]));
}
