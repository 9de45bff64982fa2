/** One packet from one station to the next: out of a subnet, by its route table, into another subnet or the internet. */
import { factsOf } from "../../../aws/types/interface-kinds";
import { formatAddresses } from "../../../net/address-set";
import { intersect, isEmpty, subtract } from "../../../net/interval-set";
import type { NetworkInterface, Route, RouteTable, SubnetModel } from "../../network/network";
import { networkAclGate } from "../filtering/network-acl";
import { securityGroupGate } from "../filtering/security-group";
import { passingRules, securityGroupBlocker } from "../filtering/security-group-blocker";
import { mayBecome, noAddress, unknownBlocker, unsupported } from "../packets/blockers";
import {
  type Blocker,
  type Flow,
  pass,
  stop,
  stopUnknown,
  type Traversal,
  unknownPasses,
  withAddresses,
  withHop,
} from "../packets/packet";
import { arrive, hasGroups } from "./delivery";
import { exitInternet } from "./internet-gateway";
import { throughForwarder } from "./nat";
import { throughEgressOnly, throughPeering, throughService } from "./peering";
import { throughTransit } from "./transit-gateway";

/** Sends packets from an interface: its groups first, then its subnet. */
export function depart(run: Traversal, one: NetworkInterface, packet: Flow): void {
  const { ask } = run;
  const subnet = ask.index.subnetOf(one);
  if (subnet === undefined) return;
  for (const sent of outOfGroups(run, one, packet)) forward(run, subnet, sent);
}

function outOfGroups(run: Traversal, one: NetworkInterface, packet: Flow): readonly Flow[] {
  if (run.reply || !hasGroups(one)) return [packet];
  const gated = securityGroupGate(run.ask, one, "out", packet);
  return pass(run, packet, gated, (stopped) => securityGroupBlocker(run.ask, one, "out", stopped)).map(
    (sent) =>
      withHop(run.ask, sent, () => ({
        at: one.name,
        key: one.key,
        text: `leaves: ${passingRules(run.ask, one, "out", sent)}`,
      })),
  );
}

/** Takes packets on from inside a subnet. */
export function forward(run: Traversal, subnet: SubnetModel, packet: Flow): void {
  const goal = packet.to.interface;
  if (goal !== undefined && packet.to.shows === "private" && goal.subnet === subnet.key) {
    arrive(run, goal, packet);
    return;
  }
  const table = run.ask.index.tableOf(subnet);
  const ways = waysOf(table, packet);
  if (packet.to.whole && ways.length > 1 && !unknownPasses(run.ask)) {
    stop(
      run,
      packet,
      unknownBlocker(
        table.name,
        [table.key, subnet.key],
        `which route is taken depends on the address of ${packet.to.interface?.name ?? "the destination"}`,
      ),
    );
    return;
  }
  for (const { route, part } of ways) take(run, subnet, table, route, part);
}

interface Way {
  readonly route?: Route;
  readonly part: Flow;
}

/** The routes that take the packets, each with its share: the longest prefix wins. */
function waysOf(table: RouteTable, packet: Flow): readonly Way[] {
  const ways: Way[] = [];
  let rest = packet.to.addresses;
  for (const route of table.routes) {
    // No machine has an address of an AWS service, whichever it will get.
    if (route.target.kind === "service" && packet.to.interface !== undefined) continue;
    const part = intersect(rest, route.destinations);
    if (isEmpty(part)) continue;
    ways.push({ route, part: withAddresses(packet, "to", part) });
    rest = subtract(rest, route.destinations);
    if (isEmpty(rest)) break;
  }
  return isEmpty(rest) ? ways : [...ways, { part: withAddresses(packet, "to", rest) }];
}

function take(
  run: Traversal,
  subnet: SubnetModel,
  table: RouteTable,
  route: Route | undefined,
  packet: Flow,
): void {
  const keys = [table.key, table.name, subnet.key, subnet.name];
  if (table.unknowns.length > 0 && route?.target.kind !== "local") {
    const blocker = {
      ...unknownBlocker(table.name, keys, `a route of ${table.name} is not known`),
      unknowns: table.unknowns,
    };
    stopUnknown(run, packet, blocker);
    return;
  }
  if (route === undefined) {
    stop(run, packet, () => noRoute(table, subnet, packet, keys));
    return;
  }
  const { text } = route;
  const next =
    route.target.kind === "local"
      ? packet
      : withHop(run.ask, packet, () => ({
          at: subnet.name,
          key: subnet.key,
          text: `route ${text} → ${targetName(run, route)}`,
        }));
  follow(run, subnet, route, next, keys);
}

function follow(
  run: Traversal,
  subnet: SubnetModel,
  route: Route,
  packet: Flow,
  keys: readonly string[],
): void {
  const { target } = route;
  switch (target.kind) {
    case "local":
      deliver(run, subnet, packet);
      return;
    case "internet":
      for (const out of networkAclGate(run, subnet, "out", packet))
        exitInternet(run, subnet, target.gateway, out);
      return;
    case "egress-only":
      for (const out of networkAclGate(run, subnet, "out", packet))
        throughEgressOnly(run, target.gateway, out);
      return;
    case "interface":
      throughForwarder(run, subnet, target.key, packet);
      return;
    case "peering":
      for (const out of networkAclGate(run, subnet, "out", packet))
        throughPeering(run, subnet, target.key, out);
      return;
    case "transit":
      for (const onward of throughTransit(run, subnet, target.key, packet))
        forward(run, onward.subnet, onward.packet);
      return;
    case "service":
      for (const out of networkAclGate(run, subnet, "out", packet)) throughService(run, target.key, out);
      return;
    case "blackhole":
      stop(run, packet, {
        code: "BAD_STATE_ROUTE",
        at: keys[1] ?? "",
        keys,
        text: `route ${route.text} is a blackhole: ${target.why}`,
        fix: { resource: route.resource, change: "give the route a target that exists, or remove it" },
      });
      return;
    case "unsupported":
      stopUnknown(run, packet, unsupported(keys[1] ?? "", keys, target.what));
      return;
    case "unknown": {
      const blocker: Blocker = {
        ...unknownBlocker(keys[1] ?? "", keys, `the target of route ${route.text} is not known`),
        unknowns: [target.unknown],
      };
      stopUnknown(run, packet, blocker);
      return;
    }
  }
}

function noRoute(table: RouteTable, subnet: SubnetModel, packet: Flow, keys: readonly string[]): Blocker {
  const whom = packet.to.interface?.name ?? formatAddresses(packet.to.addresses, 2);
  return {
    code: "NO_ROUTE_TO_DESTINATION",
    at: table.name,
    keys,
    text: `no route from ${subnet.name} to ${whom}: ${table.name} has ${
      table.routes
        .map(({ text }) => text)
        .slice(0, 4)
        .join(", ") || "no routes"
    }`,
    fix: {
      resource: table.key,
      change: `add a route to ${packet.to.shows === "outside" ? "0.0.0.0/0" : formatAddresses(packet.to.addresses, 1)}`,
    },
  };
}

function targetName({ ask: { network } }: Traversal, { target }: Route): string {
  switch (target.kind) {
    case "local":
      return "local";
    case "internet":
    case "egress-only":
      return target.gateway;
    case "interface": {
      const one = network.interfaces.get(target.key);
      if (one === undefined) return `interface of ${target.key}`;
      const { label, forwards } = factsOf(one.kind);
      return forwards === "translates" ? `${label} ${one.name}` : `interface of ${one.name}`;
    }
    case "peering":
    case "transit":
    case "service":
      return target.key;
    case "blackhole":
    case "unsupported":
    case "unknown":
      return target.kind;
  }
}

/** Inside the VPC: to the interface that has the address. */
export function deliver(run: Traversal, subnet: SubnetModel, packet: Flow): void {
  const { index } = run.ask;
  const goal = packet.to.interface;
  const place = goal === undefined ? undefined : index.subnetOf(goal);
  if (
    goal === undefined ||
    place === undefined ||
    place.vpc !== subnet.vpc ||
    packet.to.shows !== "private"
  ) {
    const perhaps = mayBecome(run, packet);
    if (perhaps === undefined) stop(run, packet, () => noAddress(subnet, packet));
    else stopUnknown(run, packet, perhaps);
    return;
  }
  for (const out of networkAclGate(run, subnet, "out", packet))
    for (const inside of networkAclGate(run, place, "in", out)) arrive(run, goal, inside);
}
