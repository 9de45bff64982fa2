/** The targets behind a node of a network load balancer: which are healthy, and which of them a connection reaches. */
import { given } from "../../../net/given";
import { intersects } from "../../../net/interval-set";
import { stretch, type TrafficSet } from "../../../net/traffic-set";
import { Unknown } from "../../../terraform/values";
import type {
  Balancer,
  BalancerTarget,
  Key,
  Listener,
  NetworkInterface,
  TargetGroup,
} from "../../network/network";
import { type PathResult, tracePath } from "../forwarding/path";
import { unknownBlocker } from "../packets/blockers";
import { type Blocker, type Flow, type QueryContext, unknownPasses } from "../packets/flow";
import { privateEnd } from "../packets/packet-end";
import type { Arrival, Drop } from "../packets/traversal";
import { handOn } from "./client-address";

const NOTHING: PathResult = { arrivals: [], drops: [] };

/** A network load balancer passes connections on: without a target that answers, nobody does. */
export function serve(
  context: QueryContext,
  balancer: Balancer,
  listener: Listener,
  node: NetworkInterface,
  flow: Flow,
): PathResult {
  const { network } = context;
  const all: Target[] = listener.targetGroups.flatMap((key) => {
    const group = network.targetGroups.get(key);
    return group === undefined ? [] : group.targets.map((target) => ({ group, target }));
  });
  const near = all
    .map(({ group, target }) => ({ group, target: inZones(context, balancer, node, group, target) }))
    .filter(({ target }) => target.interfaces.length > 0 || target.unknown !== undefined);
  const perhaps =
    listener.elsewhere === undefined ? NOTHING : toUnknown(context, node, flow, balancer, listener.elsewhere);
  if (near.length === 0 && perhaps === NOTHING) {
    const where = balancer.crossZone
      ? " in its zones"
      : ` in the zone of its node ${context.index.subnetOf(node)?.name ?? ""}`;
    const blocker: Blocker = {
      code: "NET_NO_TARGET",
      at: balancer.name,
      keys: [balancer.key, balancer.name, node.key],
      text: `${balancer.name} has no target${where}`,
      fix: {
        resource: balancer.key,
        change: balancer.crossZone
          ? "register a target in one of its zones, or give it a subnet in a target's"
          : "enable_cross_zone_load_balancing = true, or register a target in that zone",
      },
    };
    return { arrivals: [], drops: [{ flow, blocker }] };
  }
  const used = usedTargets(context, node, near);
  const legs = (used ?? []).map((each) => toTarget(context, node, each, flow));
  const arrivals = [...perhaps.arrivals, ...legs.flatMap((leg) => leg.arrivals)];
  const stopped = [...perhaps.drops, ...legs.flatMap(({ drops }) => drops)];
  if (used === undefined) stopped.push({ flow, blocker: healthUnknown(balancer, near) });
  return { arrivals, drops: arrivals.length === 0 ? stopped : [] };
}

/**
 * The targets that get connections: those that are healthy, and where none is, all of them. In mode `sure` those that
 * get them whatever is not known, in mode `possible` those that may get them.
 * @returns undefined where it hangs on what is not known
 */
function usedTargets(
  context: QueryContext,
  node: NetworkInterface,
  near: readonly Target[],
): readonly Target[] | undefined {
  const doubts = { raised: false };
  const healthyIn = (mode: QueryContext["mode"]): readonly Target[] =>
    near.filter((each) => isHealthy({ ...context, mode, doubts }, node, each));
  const surely = healthyIn("sure");
  if (!doubts.raised) return surely.length > 0 ? surely : near;
  context.doubts.raised = true;
  const perhaps = healthyIn("possible");
  if (context.mode === "possible") return surely.length > 0 ? perhaps : near;
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

/** The target as far as the node sends to it: in a zone that is enabled, and unless it balances across zones its own. */
function inZones(
  context: QueryContext,
  balancer: Balancer,
  node: NetworkInterface,
  group: TargetGroup,
  target: BalancerTarget,
): BalancerTarget {
  const nodes = (group.crossZone ?? balancer.crossZone) ? balancer.nodes : [node.key];
  const all = target.interfaces.flatMap((key) => context.network.interfaces.get(key) ?? []);
  const interfaces = all.filter((one) => standsWith(context, nodes, one)).map(({ key }) => key);
  const left = all.find(
    ({ key, subnet }) => !interfaces.includes(key) && !isZoneTold(context, nodes, subnet),
  );
  const unknown =
    target.unknown ??
    (left === undefined ? undefined : new Unknown(`${left.subnet}.availability_zone`, "is not known"));
  return { ...target, interfaces, ...given({ unknown }) };
}

function isZoneTold({ network }: QueryContext, nodes: readonly Key[], subnet: Key): boolean {
  const subnets = [subnet, ...nodes.flatMap((key) => network.interfaces.get(key)?.subnet ?? [])];
  return subnets.every((key) => network.subnets.get(key)?.zone !== undefined);
}

/**
 * Whether a target's zone is enabled for the balancer: without that it gets nothing, across zones or not.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export function isInUse(context: QueryContext, { nodes }: Balancer, target: NetworkInterface): boolean {
  return standsWith(context, nodes, target);
}

/** In the zone of one of the nodes; two subnets whose zones are not told may be in one. */
function standsWith(context: QueryContext, nodes: readonly Key[], target: NetworkInterface): boolean {
  const { network, index } = context;
  const there = index.subnetOf(target);
  const places = nodes.flatMap((key) => {
    const node = network.interfaces.get(key);
    return (node === undefined ? undefined : index.subnetOf(node)) ?? [];
  });
  if (there === undefined) return false;
  if (places.some(({ key, zone }) => key === there.key || (zone !== undefined && zone === there.zone)))
    return true;
  return !isZoneTold(context, nodes, there.key) && unknownPasses(context);
}

function isHealthy(context: QueryContext, node: NetworkInterface, { group, target }: Target): boolean {
  const port = group.healthPort ?? target.port;
  if (target.unknown !== undefined && unknownPasses(context)) return true;
  return target.interfaces.some(
    (key) =>
      reachesFrom(context, node, context.network.interfaces.get(key), stretch("tcp", port, port)).arrivals
        .length > 0,
  );
}

function toTarget(
  context: QueryContext,
  node: NetworkInterface,
  { group, target }: Target,
  flow: Flow,
): PathResult {
  const arrivals: Arrival[] = [];
  const drops: Drop[] = [];
  const protocol = intersects(flow.traffic, stretch("udp")) ? "udp" : "tcp";
  const traffic = stretch(protocol, target.port, target.port);
  for (const key of target.interfaces) {
    const one = context.network.interfaces.get(key);
    const leg =
      group.keepsClient && one !== undefined
        ? handOn(context, node, one, { ...flow, traffic, hops: [], notes: [] })
        : reachesFrom(context, node, one, traffic);
    arrivals.push(...leg.arrivals);
    drops.push(...leg.drops);
  }
  const perhaps =
    target.unknown === undefined ? NOTHING : toUnknown(context, node, flow, group, target.unknown);
  return { arrivals: [...arrivals, ...perhaps.arrivals], drops: [...drops, ...perhaps.drops] };
}

/** To a target that is not known: it may answer. @param by the target group or balancer that sends there */
function toUnknown(
  context: QueryContext,
  node: NetworkInterface,
  flow: Flow,
  by: { readonly name: string; readonly key: string },
  unknown: Unknown,
): PathResult {
  if (!unknownPasses(context))
    return { arrivals: [], drops: [{ flow, blocker: unknownTarget(by, unknown) }] };
  const waypoint = { kind: "interface", interface: node, addressed: true } as const;
  return { arrivals: [{ waypoint, flow: { ...flow, hops: [], notes: [] } }], drops: [] };
}

export function unknownTarget(
  { name, key }: { readonly name: string; readonly key: string },
  unknown: Unknown,
): Blocker {
  const text = `what ${name} sends to is not known in full`;
  return { code: "NET_UNKNOWN_UNTIL_APPLY", at: name, keys: [key], text, unknowns: [unknown] };
}

function reachesFrom(
  context: QueryContext,
  node: NetworkInterface,
  one: NetworkInterface | undefined,
  traffic: TrafficSet,
): PathResult {
  if (one === undefined) return { arrivals: [], drops: [] };
  const flow: Flow = {
    from: privateEnd(node, true),
    to: privateEnd(one, true),
    traffic,
    dead: false,
    keepsGroups: true,
    hops: [],
    notes: [],
  };
  return tracePath(context, { kind: "interface", interface: node }, flow);
}
