/** What gets from one member to another: surely, possibly, and what stops the rest. */
import { type AddressSet, ofFamily } from "../../net/address-set";
import { covers, intersect, isEmpty, union } from "../../net/interval-set";
import { missing, type PacketBox, type PacketSet, packetSet } from "../../net/packet-set";
import { stretch, type TrafficSet } from "../../net/traffic-set";
import type { NetworkInterface } from "../network/network";
import { fromBalancer, toBalancer } from "./balancing/load-balancer";
import type { Endpoint } from "./endpoints/lookup";
import { tracePath } from "./forwarding/path";
import type { Attempt } from "./packets/attempt";
import type { Flow, PacketEnd, QueryContext, Start } from "./packets/flow";
import { outsideEnd, privateEnd, publicEnd, serviceEnd, variableEnd } from "./packets/packet-end";
import type { Arrival, Drop } from "./packets/traversal";

export interface Outcome {
  readonly asked: PacketBox;
  readonly sure: PacketSet;
  readonly possible: PacketSet;
  readonly arrivals: readonly Arrival[];
  readonly drops: readonly Drop[];
  /** It holds for some of the addresses that a name stands for. */
  readonly inPart?: true;
}

const ONE: AddressSet = [{ from: 0n, to: 0n }];

/** Every way in which the source can address the target at these places. */
export function attemptsOf(
  from: Endpoint,
  source: NetworkInterface | undefined,
  to: Endpoint,
  target: NetworkInterface | undefined,
  traffic: TrafficSet,
): readonly Attempt[] {
  return ([true, false] as const).flatMap((ipv4) => {
    const start: Start =
      source === undefined ? { kind: "outside" } : { kind: "interface", interface: source };
    const sender = senderEnd(from, source, ipv4);
    if (sender === undefined) return [];
    return goalEnds(source, to, target, ipv4).flatMap((goal) => {
      const fitting = intersect(traffic, ofFamilyTraffic(ipv4));
      if (isEmpty(fitting) || isEmpty(sender.addresses) || isEmpty(goal.addresses)) return [];
      const flow: Flow = {
        from: sender,
        to: goal,
        traffic: fitting,
        dead: false,
        keepsGroups: true,
        hops: [],
        notes: [],
      };
      const many = sender.whole ? (goal.whole ? undefined : "to") : "from";
      const itself = isSameMachine(source, target) && goal.shows === "private";
      return [
        {
          start,
          flow,
          itself,
          target: to,
          source: from,
          ...(many === undefined ? {} : ({ many } as const)),
        },
      ];
    });
  });
}

/** Packets between addresses of one machine stay in its kernel, which neither groups nor ACLs nor routes of AWS see. */
function isSameMachine(source: NetworkInterface | undefined, target: NetworkInterface | undefined): boolean {
  if (source === undefined || target === undefined || source.autoScaled === true) return false;
  return source.key === target.key || (source.kind === "machine" && source.owner === target.owner);
}

const IPV4_TRAFFIC = [...stretch("tcp"), ...stretch("udp"), ...stretch("icmp"), ...stretch("other")];
const IPV6_TRAFFIC = [...stretch("tcp"), ...stretch("udp"), ...stretch("icmpv6"), ...stretch("other")];

function ofFamilyTraffic(ipv4: boolean): TrafficSet {
  return ipv4 ? IPV4_TRAFFIC : IPV6_TRAFFIC;
}

function senderEnd(
  from: Endpoint,
  source: NetworkInterface | undefined,
  ipv4: boolean,
): PacketEnd | undefined {
  switch (from.kind) {
    case "interface":
      if (source === undefined || !serves(from, ipv4)) return undefined;
      return (ipv4 ? source.private4 : source.address6) === undefined ? undefined : privateEnd(source, ipv4);
    case "outside":
      return outsideEnd(ofFamily(from.addresses, ipv4 ? 4 : 6), from.isInternet);
    case "variable":
      return ipv4 ? variableEnd(from.variable) : undefined;
    case "vacant":
    case "unplaced":
    case "service":
      return undefined;
  }
}

function serves(
  { family }: Pick<Endpoint & { readonly kind: "interface" }, "family">,
  ipv4: boolean,
): boolean {
  return family === undefined || (family === 4) === ipv4;
}

function goalEnds(
  source: NetworkInterface | undefined,
  to: Endpoint,
  target: NetworkInterface | undefined,
  ipv4: boolean,
): readonly PacketEnd[] {
  switch (to.kind) {
    case "interface": {
      if (target === undefined || !serves(to, ipv4)) return [];
      const has = ipv4 ? target.private4 : target.address6;
      if (source === undefined) return ipv4 || has !== undefined ? [publicEnd(target, ipv4)] : [];
      if (has === undefined) return [];
      if (to.by === "public") return ipv4 ? [publicEnd(target, true)] : [];
      return [privateEnd(target, ipv4)];
    }
    case "vacant":
      return [outsideEnd(ofFamily(to.addresses, ipv4 ? 4 : 6), false)];
    case "outside": {
      // One set, recognised by identity where it is all of the internet.
      const addresses = ofFamily(to.addresses, ipv4 ? 4 : 6);
      return [outsideEnd(covers(addresses, to.addresses) ? to.addresses : addresses, to.isInternet)];
    }
    case "variable":
      return ipv4 ? [variableEnd(to.variable)] : [];
    case "service":
      return ipv4 && source !== undefined ? [serviceEnd(to.endpoint)] : [];
    case "unplaced":
      return [];
  }
}

/** Sends the attempt on its way, once as if the unknown stopped it and, if need be, once as if it let it pass. */
export function outcomeOf(ask: Omit<QueryContext, "mode" | "doubts">, attempt: Attempt): Outcome {
  const asked = boxOf(attempt, attempt.flow);
  const doubts = { raised: false };
  const sure = send({ ...ask, mode: "sure", doubts }, attempt);
  const passed = passedBy(attempt, sure.arrivals);
  if (missing(passed, asked).length === 0 || !doubts.raised)
    return { asked, sure: passed, possible: passed, arrivals: sure.arrivals, drops: sure.drops };
  const possible = send({ ...ask, mode: "possible", doubts }, attempt);
  const all = passedBy(attempt, possible.arrivals);
  const drops = all.length === 0 && possible.drops.length > 0 ? possible.drops : sure.drops;
  return { asked, sure: passed, possible: all, arrivals: sure.arrivals, drops };
}

function send(
  ask: QueryContext,
  attempt: Attempt,
): { readonly arrivals: readonly Arrival[]; readonly drops: readonly Drop[] } {
  if (attempt.itself) return { arrivals: [arrivedAtItself(attempt)], drops: [] };
  const { source, target } = attempt;
  if (target?.kind === "interface" && target.balancer !== undefined)
    return toBalancer(ask, attempt, target.balancer);
  if (source?.kind === "interface" && source.balancer !== undefined)
    return fromBalancer(ask, attempt, source.balancer);
  return tracePath(ask, attempt.start, attempt.flow);
}

function arrivedAtItself({ start, flow }: Attempt): Arrival {
  const waypoint =
    start.kind === "interface"
      ? ({ kind: "interface", interface: start.interface, addressed: true } as const)
      : ({ kind: "internet" } as const);
  return { waypoint, flow };
}

function boxOf({ many }: Attempt, flow: Flow): PacketBox {
  return { traffic: flow.traffic, addresses: many === undefined ? ONE : flow[many].addresses };
}

function passedBy(attempt: Attempt, arrivals: readonly Arrival[]): PacketSet {
  if (arrivals.length === 0) return [];
  if (attempt.many === undefined)
    return packetSet([{ traffic: union(...arrivals.map(({ flow }) => flow.traffic)), addresses: ONE }]);
  return packetSet(arrivals.map(({ flow }) => boxOf(attempt, flow)));
}

/** Which mode an outcome is full in, for combining. */
export function stateOf({ asked, sure, possible }: Outcome): "full" | "some" | "none" | "unknown" {
  if (missing(sure, asked).length === 0) return "full";
  if (sure.length > 0) return "some";
  return possible.length === 0 ? "none" : "unknown";
}
