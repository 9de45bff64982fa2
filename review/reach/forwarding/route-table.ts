/** One packet from one station to the next: out of a subnet, by its route table, into another subnet or the internet. */
import { INTERFACE_KINDS } from "../../../aws/types/interface-kinds";
import { formatAddresses } from "../../../net/address-set";
import { unmanagedTable } from "../../model/vpc/default-parts";
import type { NetworkInterface, SubnetModel } from "../../network/network";
import type { NetworkModel } from "../../network/network-model";
import type { Route, RouteTable } from "../../network/routes";
import { networkAclGate } from "../filtering/network-acl";
import { securityGroupGate } from "../filtering/security-group";
import { passingRules, securityGroupBlocker } from "../filtering/security-group-blocker";
import { mayBecome, noAddress, unknownBlocker, unsupported } from "../packets/blockers";
import type { Fix } from "../packets/fix";
import { type Blocker, type Flow, unknownPasses, withHop } from "../packets/flow";
import { end, pass, stopUnknown, type Traversal } from "../packets/traversal";
import { arrive, hasGroups, isDetached } from "./delivery";
import { exitInternet, isIpv4 } from "./internet-gateway";
import { type Way, waysOf } from "./longest-prefix";
import { throughForwarder } from "./nat";
import { throughEgressOnly, throughPeering, throughService } from "./peering";
import { throughTransit } from "./transit-gateway";

/** Sends packets from an interface: its groups first, then its subnet. */
export function depart(traversal: Traversal, one: NetworkInterface, flow: Flow): void {
  const { context } = traversal;
  const subnet = context.index.subnetOf(one);
  if (subnet === undefined || isDetached(traversal, one, flow)) return;
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
    end(traversal, flow, () => noRoute(traversal, table, subnet, flow, keys));
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

function noRoute(
  { context: { network } }: Traversal,
  table: RouteTable,
  subnet: SubnetModel,
  flow: Flow,
  keys: readonly string[],
): Blocker {
  const known = table.routes.map(({ text }) => text).slice(0, 4);
  return {
    code: "NO_ROUTE_TO_DESTINATION",
    at: table.name,
    keys,
    text: `no route from ${subnet.name} to ${goalName(network, flow)}: ${table.name} has ${known.join(", ") || "no routes"}`,
    fix: routeFix(network, table, subnet, flow),
  };
}

function goalName({ gatewayEndpoints }: NetworkModel, { to }: Flow): string {
  if (to.service !== undefined) return gatewayEndpoints.get(to.service)?.name ?? to.service;
  if (to.isInternet === true) return "the internet";
  return to.interface?.name ?? formatAddresses(to.addresses, 2);
}

/** A route in the main table would be every other subnet's too: there the subnet gets a table with one. */
function routeFix({ vpcs }: NetworkModel, table: RouteTable, subnet: SubnetModel, flow: Flow): Fix {
  const { service, shows, addresses } = flow.to;
  const everywhere = isIpv4(flow) ? "0.0.0.0/0" : "::/0";
  const whereTo = shows === "outside" ? everywhere : formatAddresses(addresses, 1);
  const isMain = table.key === (vpcs.get(subnet.vpc)?.mainTable ?? unmanagedTable(subnet.vpc));
  if (service !== undefined)
    return { resource: service, change: `add the route table of ${subnet.key} to route_table_ids` };
  return isMain
    ? { resource: subnet.key, change: `associate it with a route table that has a route to ${whereTo}` }
    : { resource: table.key, change: `add a route to ${whereTo}` };
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
