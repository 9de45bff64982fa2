/** The targets behind a node of a network load balancer: which are healthy, and which of them a connection reaches. */
import { intersects } from "../../../net/interval-set";
import { stretch, type TrafficSet } from "../../../net/traffic-set";
import type { Unknown } from "../../../terraform/values";
import type {
  Balancer,
  BalancerTarget,
  Listener,
  NetworkInterface,
  TargetGroup,
} from "../../network/network";
import { type PathResult, tracePath } from "../forwarding/path";
import { unknownBlocker } from "../packets/blockers";
import {
  type Arrival,
  type Blocker,
  type Drop,
  type Flow,
  type QueryContext,
  unknownPasses,
} from "../packets/packet";
import { privateEnd } from "../packets/packet-end";
import { handOn } from "./client-address";

const NOTHING: PathResult = { arrivals: [], drops: [] };

/** A network load balancer passes connections on: without a target that answers, nobody does. */
export function serve(
  ask: QueryContext,
  balancer: Balancer,
  listener: Listener,
  node: NetworkInterface,
  packet: Flow,
): PathResult {
  const { network } = ask;
  const all: Target[] = listener.targetGroups.flatMap((key) => {
    const group = network.targetGroups.get(key);
    return group === undefined ? [] : group.targets.map((target) => ({ group, target }));
  });
  const near = all.filter(({ target }) => balancer.crossZone || sameZone(ask, node, target));
  const perhaps =
    listener.elsewhere === undefined ? NOTHING : toUnknown(ask, node, packet, balancer, listener.elsewhere);
  if (near.length === 0 && perhaps === NOTHING) {
    const where = balancer.crossZone
      ? ""
      : ` in the zone of its node ${ask.index.subnetOf(node)?.name ?? ""}`;
    const blocker: Blocker = {
      code: "NET_NO_TARGET",
      at: balancer.name,
      keys: [balancer.key, balancer.name, node.key],
      text: `${balancer.name} has no target${where}`,
      fix: {
        resource: balancer.key,
        change: `enable_cross_zone_load_balancing = true, or register a target in that zone`,
      },
    };
    return { arrivals: [], drops: [{ packet, blocker }] };
  }
  const used = usedTargets(ask, node, near);
  const legs = (used ?? []).map((each) => toTarget(ask, node, each, packet));
  const arrivals = [...perhaps.arrivals, ...legs.flatMap((leg) => leg.arrivals)];
  const stopped = [...perhaps.drops, ...legs.flatMap(({ drops }) => drops)];
  if (used === undefined) stopped.push({ packet, blocker: healthUnknown(balancer, near) });
  return { arrivals, drops: arrivals.length === 0 ? stopped : [] };
}

/**
 * The targets that get connections: those that are healthy, and where none is, all of them. In mode `sure` those that
 * get them whatever is not known, in mode `possible` those that may get them.
 * @returns undefined where it hangs on what is not known
 */
function usedTargets(
  ask: QueryContext,
  node: NetworkInterface,
  near: readonly Target[],
): readonly Target[] | undefined {
  const doubts = { raised: false };
  const healthyIn = (mode: QueryContext["mode"]): readonly Target[] =>
    near.filter((each) => isHealthy({ ...ask, mode, doubts }, node, each));
  const surely = healthyIn("sure");
  if (!doubts.raised) return surely.length > 0 ? surely : near;
  ask.doubts.raised = true;
  const perhaps = healthyIn("possible");
  if (ask.mode === "possible") return surely.length > 0 ? perhaps : near;
  if (surely.length > 0) return surely;
  return perhaps.length > 0 ? undefined : near;
}

function healthUnknown({ name, key }: Balancer, targets: readonly Target[]): Blocker {
  const [blocker] = targets.flatMap(({ group, target }) =>
    target.unknown === undefined ? [] : [unknownTarget(group, target.unknown)],
  );
  return (
    blocker ?? unknownBlocker(name, [key], `which targets of ${name} are healthy hangs on what is not known`)
  );
}

interface Target {
  readonly group: TargetGroup;
  readonly target: BalancerTarget;
}

function sameZone({ network, index }: QueryContext, node: NetworkInterface, target: BalancerTarget): boolean {
  if (target.unknown !== undefined) return true;
  const { interfaces } = target;
  const zone = index.subnetOf(node)?.zone;
  return interfaces.some((key) => {
    const one = network.interfaces.get(key);
    const other = one === undefined ? undefined : index.subnetOf(one)?.zone;
    return zone === undefined || other === undefined || zone === other;
  });
}

function isHealthy(ask: QueryContext, node: NetworkInterface, { group, target }: Target): boolean {
  const port = group.healthPort ?? target.port;
  if (target.unknown !== undefined && unknownPasses(ask)) return true;
  return target.interfaces.some(
    (key) =>
      reachesFrom(ask, node, ask.network.interfaces.get(key), stretch("tcp", port, port)).arrivals.length > 0,
  );
}

function toTarget(
  ask: QueryContext,
  node: NetworkInterface,
  { group, target }: Target,
  packet: Flow,
): PathResult {
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
  const perhaps =
    target.unknown === undefined ? NOTHING : toUnknown(ask, node, packet, group, target.unknown);
  return { arrivals: [...arrivals, ...perhaps.arrivals], drops: [...drops, ...perhaps.drops] };
}

/** To a target that is not known: it may answer. @param by the target group or balancer that sends there */
function toUnknown(
  ask: QueryContext,
  node: NetworkInterface,
  packet: Flow,
  by: { readonly name: string; readonly key: string },
  unknown: Unknown,
): PathResult {
  if (!unknownPasses(ask)) return { arrivals: [], drops: [{ packet, blocker: unknownTarget(by, unknown) }] };
  const station = { kind: "interface", interface: node, addressed: true } as const;
  return { arrivals: [{ station, packet: { ...packet, hops: [], notes: [] } }], drops: [] };
}

export function unknownTarget(
  { name, key }: { readonly name: string; readonly key: string },
  unknown: Unknown,
): Blocker {
  const text = `what ${name} sends to is not known in full`;
  return { code: "NET_UNKNOWN_UNTIL_APPLY", at: name, keys: [key], text, unknowns: [unknown] };
}

function reachesFrom(
  ask: QueryContext,
  node: NetworkInterface,
  one: NetworkInterface | undefined,
  traffic: TrafficSet,
): PathResult {
  if (one === undefined) return { arrivals: [], drops: [] };
  const packet: Flow = {
    from: privateEnd(node, true),
    to: privateEnd(one, true),
    traffic,
    dead: false,
    keepsGroups: true,
    hops: [],
    notes: [],
  };
  return tracePath(ask, { kind: "interface", interface: node }, packet);
}
