/** One packet from one station to the next: out of a subnet, by its route table, into another subnet or the internet. */
import { INTERFACE_KINDS } from "../../../aws/types/interface-kinds";
import { type AddressSet, formatAddresses } from "../../../net/address-set";
import { intersect, isEmpty, subtract, union } from "../../../net/interval-set";
import type { NetworkInterface, Route, RouteTable, SubnetModel, UncertainRoute } from "../../network/network";
import { networkAclGate } from "../filtering/network-acl";
import { securityGroupGate } from "../filtering/security-group";
import { passingRules, securityGroupBlocker } from "../filtering/security-group-blocker";
import { mayBecome, noAddress, unknownBlocker, unsupported } from "../packets/blockers";
import { type Blocker, type Flow, unknownPasses, withAddresses, withHop } from "../packets/flow";
import { end, pass, stopUnknown, type Traversal } from "../packets/traversal";
import { arrive, hasGroups } from "./delivery";
import { exitInternet } from "./internet-gateway";
import { throughForwarder } from "./nat";
import { throughEgressOnly, throughPeering, throughService } from "./peering";
import { throughTransit } from "./transit-gateway";

/** Sends packets from an interface: its groups first, then its subnet. */
export function depart(traversal: Traversal, one: NetworkInterface, flow: Flow): void {
  const { context } = traversal;
  const subnet = context.index.subnetOf(one);
  if (subnet === undefined) return;
  for (const sent of outOfGroups(traversal, one, flow)) forward(traversal, subnet, sent);
}

function outOfGroups(traversal: Traversal, one: NetworkInterface, flow: Flow): readonly Flow[] {
  if (traversal.reply || !hasGroups(one)) return [flow];
  const gated = securityGroupGate(traversal.context, one, "out", flow);
  return pass(traversal, flow, gated, (stopped) =>
    securityGroupBlocker(traversal.context, one, "out", stopped),
  ).map((sent) =>
    withHop(traversal.context, sent, () => ({
      at: one.name,
      key: one.key,
      text: `leaves: ${passingRules(traversal.context, one, "out", sent)}`,
    })),
  );
}

/** Takes packets on from inside a subnet. */
export function forward(traversal: Traversal, subnet: SubnetModel, flow: Flow): void {
  const goal = flow.to.interface;
  if (goal !== undefined && flow.to.shows === "private" && goal.subnet === subnet.key) {
    arrive(traversal, goal, flow);
    return;
  }
  const table = traversal.context.index.tableOf(subnet);
  const ways = waysOf(table, flow);
  if (flow.to.whole && ways.length > 1 && !unknownPasses(traversal.context)) {
    end(
      traversal,
      flow,
      unknownBlocker(
        table.name,
        [table.key, subnet.key],
        `which route is taken depends on the address of ${flow.to.interface?.name ?? "the destination"}`,
      ),
    );
    return;
  }
  for (const way of ways) take(traversal, subnet, table, way);
}

interface Way {
  readonly route?: Route;
  readonly part: Flow;
  /** Routes that may take these packets instead. */
  readonly doubts: readonly UncertainRoute[];
}

/** The routes that take the packets, each with its share: the longest prefix wins. */
function waysOf(table: RouteTable, flow: Flow): readonly Way[] {
  const ways: Way[] = [];
  const share = (route: Route | undefined, addresses: AddressSet): void => {
    const doubts = table.uncertain.filter((each) => mayWin(each, route, flow, addresses));
    const doubtful = intersect(addresses, union(...doubts.map(({ destinations }) => destinations)));
    const way = (part: AddressSet, of: readonly UncertainRoute[]): void => {
      if (isEmpty(part)) return;
      const taken = withAddresses(flow, "to", part);
      ways.push(route === undefined ? { part: taken, doubts: of } : { route, part: taken, doubts: of });
    };
    way(isEmpty(doubtful) ? addresses : subtract(addresses, doubtful), []);
    way(doubtful, doubts);
  };
  let rest = flow.to.addresses;
  for (const route of table.routes) {
    // No machine has an address of an AWS service, whichever it will get.
    if (route.target.kind === "service" && flow.to.interface !== undefined) continue;
    const part = intersect(rest, route.destinations);
    if (isEmpty(part)) continue;
    share(route, part);
    rest = subtract(rest, route.destinations);
    if (isEmpty(rest)) break;
  }
  if (!isEmpty(rest)) share(undefined, rest);
  return ways;
}

/** Whether a route that may be there takes some of the packets from the one that is there. */
function mayWin(
  { destinations, prefix, beforeLocal, toService }: UncertainRoute,
  route: Route | undefined,
  { to }: Flow,
  addresses: AddressSet,
): boolean {
  if (toService && (to.interface !== undefined || to.isInternet === true)) return false;
  if (route?.target.kind === "local" ? !beforeLocal : route !== undefined && prefix < route.prefix)
    return false;
  return !isEmpty(intersect(destinations, addresses));
}

function take(
  traversal: Traversal,
  subnet: SubnetModel,
  table: RouteTable,
  { route, part: flow, doubts }: Way,
): void {
  const keys = [table.key, table.name, subnet.key, subnet.name];
  if (doubts.length > 0) {
    const blocker = {
      ...unknownBlocker(table.name, keys, `a route of ${table.name} is not known`),
      unknowns: doubts.map(({ unknown }) => unknown),
    };
    stopUnknown(traversal, flow, blocker);
    return;
  }
  if (route === undefined) {
    end(traversal, flow, () => noRoute(table, subnet, flow, keys));
    return;
  }
  const { text } = route;
  const next =
    route.target.kind === "local"
      ? flow
      : withHop(traversal.context, flow, () => ({
          at: subnet.name,
          key: subnet.key,
          text: `route ${text} → ${targetName(traversal, route)}`,
        }));
  follow(traversal, subnet, route, next, keys);
}

function follow(
  traversal: Traversal,
  subnet: SubnetModel,
  route: Route,
  flow: Flow,
  keys: readonly string[],
): void {
  const { target } = route;
  switch (target.kind) {
    case "local":
      deliver(traversal, subnet, flow);
      return;
    case "internet":
      for (const out of networkAclGate(traversal, subnet, "out", flow))
        exitInternet(traversal, subnet, target.gateway, out);
      return;
    case "egress-only":
      for (const out of networkAclGate(traversal, subnet, "out", flow))
        throughEgressOnly(traversal, subnet, target.gateway, out);
      return;
    case "interface":
      throughForwarder(traversal, subnet, target.key, flow);
      return;
    case "peering":
      for (const out of networkAclGate(traversal, subnet, "out", flow))
        throughPeering(traversal, subnet, target.key, out);
      return;
    case "transit":
      for (const onward of throughTransit(traversal, subnet, target.key, flow))
        forward(traversal, onward.subnet, onward.flow);
      return;
    case "service":
      for (const out of networkAclGate(traversal, subnet, "out", flow))
        throughService(traversal, target.key, out);
      return;
    case "blackhole":
      end(traversal, flow, {
        code: "BAD_STATE_ROUTE",
        at: keys[1] ?? "",
        keys,
        text: `route ${route.text} is a blackhole: ${target.why}`,
        fix: { resource: route.resource, change: "give the route a target that exists, or remove it" },
      });
      return;
    case "unsupported":
      stopUnknown(traversal, flow, unsupported(keys[1] ?? "", keys, target.what));
      return;
    case "unknown": {
      const blocker: Blocker = {
        ...unknownBlocker(keys[1] ?? "", keys, `the target of route ${route.text} is not known`),
        unknowns: [target.unknown],
      };
      stopUnknown(traversal, flow, blocker);
      return;
    }
  }
}

function noRoute(table: RouteTable, subnet: SubnetModel, flow: Flow, keys: readonly string[]): Blocker {
  const whom = flow.to.interface?.name ?? formatAddresses(flow.to.addresses, 2);
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
      change: `add a route to ${flow.to.shows === "outside" ? "0.0.0.0/0" : formatAddresses(flow.to.addresses, 1)}`,
    },
  };
}

function targetName({ context: { network } }: Traversal, { target }: Route): string {
  switch (target.kind) {
    case "local":
      return "local";
    case "internet":
    case "egress-only":
      return target.gateway;
    case "interface": {
      const one = network.interfaces.get(target.key);
      if (one === undefined) return `interface of ${target.key}`;
      const { label, forwards } = INTERFACE_KINDS[one.kind];
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
function deliver(traversal: Traversal, subnet: SubnetModel, flow: Flow): void {
  const { index } = traversal.context;
  const goal = flow.to.interface;
  const place = goal === undefined ? undefined : index.subnetOf(goal);
  if (goal === undefined || place === undefined || place.vpc !== subnet.vpc || flow.to.shows !== "private") {
    const perhaps = mayBecome(traversal, flow);
    if (perhaps === undefined) end(traversal, flow, () => noAddress(subnet, flow));
    else stopUnknown(traversal, flow, perhaps);
    return;
  }
  for (const out of networkAclGate(traversal, subnet, "out", flow))
    for (const inside of networkAclGate(traversal, place, "in", out)) arrive(traversal, goal, inside);
}
