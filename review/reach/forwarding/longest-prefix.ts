/** Which route of a table takes which packets: the longest prefix wins, and a route that may be there may win. */
import type { AddressSet } from "../../../net/address-set";
import { equalSets, intersect, isEmpty, subtract, union } from "../../../net/interval-set";
import type { Key } from "../../network/network";
import type { Route, RouteTable, UncertainRoute } from "../../network/routes";
import { type Flow, withAddresses } from "../packets/flow";

/** A share of packets with the route that takes it; undefined where none does. */
export interface Share<R> {
  readonly route?: R;
  readonly part: Flow;
  /** Routes that may take these packets instead. */
  readonly doubts: readonly UncertainRoute[];
}

export type Way = Share<Route>;

interface Prefixed {
  readonly destinations: AddressSet;
  readonly prefix: number;
}

/** The routes of a subnet's table that take the packets, each with its share. */
export function waysOf(table: RouteTable, flow: Flow): readonly Way[] {
  if (flow.to.service !== undefined) return [wayToService(table, flow, flow.to.service)];
  // No machine has an address of an AWS service, whichever it will get.
  const routes = table.routes.filter(
    ({ target }) => target.kind !== "service" || flow.to.interface === undefined,
  );
  return sharesOf(routes, table.uncertain, flow, ({ target }) => target.kind === "local");
}

/** @param routes the longest prefix first */
export function sharesOf<R extends Prefixed>(
  routes: readonly R[],
  uncertain: readonly UncertainRoute[],
  flow: Flow,
  isLocal: (route: R) => boolean,
): readonly Share<R>[] {
  const shares: Share<R>[] = [];
  const share = (route: R | undefined, addresses: AddressSet): void => {
    const local = route !== undefined && isLocal(route);
    const doubts = uncertain.filter((each) => mayWin(each, route, local, flow, addresses));
    const doubtful = intersect(addresses, union(...doubts.map(({ destinations }) => destinations)));
    const add = (part: AddressSet, of: readonly UncertainRoute[]): void => {
      if (isEmpty(part)) return;
      const taken = withAddresses(flow, "to", part);
      shares.push(route === undefined ? { part: taken, doubts: of } : { route, part: taken, doubts: of });
    };
    add(isEmpty(doubtful) ? addresses : subtract(addresses, doubtful), []);
    add(doubtful, doubts);
  };
  let rest = flow.to.addresses;
  for (const route of routes) {
    const part = intersect(rest, route.destinations);
    if (isEmpty(part)) continue;
    share(route, part);
    rest = subtract(rest, route.destinations);
    if (isEmpty(rest)) break;
  }
  if (!isEmpty(rest)) share(undefined, rest);
  return shares;
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
  route: Prefixed | undefined,
  isLocal: boolean,
  { to }: Flow,
  addresses: AddressSet,
): boolean {
  if (isLocal && !beforeLocal) return false;
  if (route !== undefined && prefix < route.prefix) return false;
  // A table has one route to a block: one that is there takes the place of one that may be.
  if (route !== undefined && prefix === route.prefix && equalSets(destinations, route.destinations))
    return false;
  // Everybody on the internet is neither inside, nor a service, nor at the other end of somebody's line.
  if (to.isInternet === true && leads !== "anywhere" && (leads !== "learnt" || route !== undefined))
    return false;
  if (leads === "service" && to.interface !== undefined) return false;
  return !isEmpty(intersect(destinations, addresses));
}
