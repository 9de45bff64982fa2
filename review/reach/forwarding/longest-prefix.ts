/** Which route of a table takes which packets: the longest prefix wins, and a route that may be there may win. */
import type { AddressSet } from "../../../net/address-set";
import { intersect, isEmpty, subtract, union } from "../../../net/interval-set";
import type { Key, Route, RouteTable, UncertainRoute } from "../../network/network";
import { type Flow, withAddresses } from "../packets/flow";

/** A share of packets with the route that takes it; undefined where none does. */
export interface Way {
  readonly route?: Route;
  readonly part: Flow;
  /** Routes that may take these packets instead. */
  readonly doubts: readonly UncertainRoute[];
}

/** The routes that take the packets, each with its share: the longest prefix wins. */
export function waysOf(table: RouteTable, flow: Flow): readonly Way[] {
  if (flow.to.service !== undefined) return [wayToService(table, flow, flow.to.service)];
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

/** The way to a gateway endpoint is its route, whichever addresses that has. */
function wayToService({ key, routes, uncertain }: RouteTable, flow: Flow, service: Key): Way {
  const route = routes.find(({ target }) => target.kind === "service" && target.key === service);
  if (route !== undefined) return { route, part: flow, doubts: [] };
  if (uncertain.some((each) => each.service === service))
    return { route: routeToService(service, flow, key), part: flow, doubts: [] };
  return {
    part: flow,
    doubts: uncertain.filter((each) => each.service === undefined && each.leads !== "inside"),
  };
}

/** One whose addresses the input does not tell. */
function routeToService(service: Key, { to }: Flow, table: Key): Route {
  return {
    destinations: to.addresses,
    text: "the service's prefix list",
    prefix: 0,
    propagated: false,
    target: { kind: "service", key: service },
    resource: table,
  };
}

/** Whether a route that may be there takes some of the packets from the one that is there. */
function mayWin(
  { destinations, prefix, beforeLocal, leads }: UncertainRoute,
  route: Route | undefined,
  { to }: Flow,
  addresses: AddressSet,
): boolean {
  if (leads !== "anywhere" && to.isInternet === true) return false;
  if (leads === "service" && to.interface !== undefined) return false;
  if (route?.target.kind === "local" ? !beforeLocal : route !== undefined && prefix < route.prefix)
    return false;
  return !isEmpty(intersect(destinations, addresses));
}
