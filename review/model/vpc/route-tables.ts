/** Route tables: every route with its target, in the order in which routes win. */

import {
  type AddressSet,
  allAddresses,
  allIpv4,
  allIpv6,
  cidrsOf,
  publicAddresses,
} from "../../../net/address-set";
import { formatCidr } from "../../../net/cidr";
import { byKey } from "../../../net/group-by";
import {
  blocksOf,
  isUnknown,
  listOf,
  type Resource,
  textOf,
  Unknown,
  type Value,
  type Values,
} from "../../../terraform/values";
import type { Key, Vpc } from "../../network/network";
import { inOrder, localRoutes } from "../../network/network-index";
import { addressesOf, elementsOf, type Found, type Lookup, prefixOf } from "../../network/resource-lookup";
import type { Route, RouteTable, RouteTarget, UncertainRoute } from "../../network/routes";
import { partOf, unmanagedTable } from "./default-parts";
import { asUnknown, type RouteContext, targetOf } from "./route-targets";

interface Draft {
  readonly routes: Route[];
  readonly uncertain: UncertainRoute[];
}

export function buildTables(context: RouteContext): ReadonlyMap<Key, RouteTable> {
  const { lookup, vpcs } = context;
  const { byTable, strays } = standaloneRoutes(context);
  const tables = new Map<Key, RouteTable>();
  const finish = (key: Key, name: string, vpc: Vpc | undefined, { routes, uncertain }: Draft): void => {
    const local = vpc === undefined ? [] : localRoutes(vpc, key);
    const own = { routes: inOrder([...routes, ...local]), uncertain: [...uncertain, ...strays] };
    tables.set(key, { key, name, vpc: vpc?.key ?? "", ...own });
  };
  for (const resource of lookup.all("aws_route_table", "aws_default_route_table")) {
    const { address: key, name, values } = resource;
    const draft: Draft = { routes: [], uncertain: [] };
    const inline = elementsOf(values["route"]);
    for (const element of inline ?? [values["route"]])
      if (isUnknown(element)) draft.uncertain.push(anyRoute(lookup.note(asUnknown(element, `${key}.route`))));
    for (const block of blocksOf(inline)) addRoute(context, draft, block, key);
    addStandalone(context, draft, key, byTable.get(key) ?? []);
    finish(key, name, vpcs.get(tableVpc(lookup, resource) ?? ""), draft);
  }
  for (const vpc of vpcs.values()) {
    const key = unmanagedTable(vpc.key);
    const routes = byTable.get(key) ?? [];
    const draft: Draft = { routes: [], uncertain: [] };
    if (vpc.mainTable !== undefined) continue;
    addStandalone(context, draft, key, routes);
    if (draft.routes.length + draft.uncertain.length + strays.length > 0)
      finish(key, "main route table", vpc, draft);
  }
  return tables;
}

function addStandalone(context: RouteContext, draft: Draft, table: Key, routes: readonly Resource[]): void {
  draft.uncertain.push(...learntRoutes(context, table));
  for (const route of routes) addRoute(context, draft, route.values, route.address);
  for (const endpoint of endpointsOf(context, table)) addServiceRoute(context, draft, endpoint);
}

/** What a VPN gateway propagates into the table: which routes it learns is not in the input, but for a dump's. */
function learntRoutes({ lookup, vpcs }: RouteContext, table: Key): readonly UncertainRoute[] {
  const own = lookup.at(table)?.values["propagating_vgws"];
  const stated = lookup.all("aws_vpn_gateway_route_propagation").filter(({ address, values }) => {
    const found = lookup.find(values["route_table_id"], `${address}.route_table_id`);
    if (found.kind === "unknown") return typeof values["route_table_id"] !== "string";
    return found.kind === "resource" && partOf(vpcs, found.resource, "mainTable") === table;
  });
  const isListed = isUnknown(own) || listOf(own).length > 0;
  const places = [
    ...(isListed ? [`${table}.propagating_vgws`] : []),
    ...stated.map(({ address }) => address),
  ];
  return places.map((place) => ({
    unknown: new Unknown(place, "which routes the VPN gateway propagates is not in this input"),
    destinations: allAddresses,
    prefix: LONGEST,
    beforeLocal: false,
    leads: "learnt",
  }));
}

/** A route of which nothing is known. */
function anyRoute(unknown: Unknown): UncertainRoute {
  return { unknown, destinations: allAddresses, prefix: LONGEST, beforeLocal: true, leads: "anywhere" };
}

const LONGEST = 128;

function tableVpc(lookup: Lookup, resource: Resource): Key | undefined {
  const own = lookup.key(resource, "vpc_id");
  if (own !== undefined) return own;
  const found = lookup.find(
    resource.values["default_route_table_id"],
    `${resource.address}.default_route_table_id`,
  );
  return found.kind === "resource" ? found.resource.address : undefined;
}

const DESTINATIONS = [
  "destination_cidr_block",
  "cidr_block",
  "destination_ipv6_cidr_block",
  "ipv6_cidr_block",
];

/**
 * Where a route leads that may be more specific than the local one: to an interface, a NAT gateway, or a Gateway Load
 * Balancer's endpoint; and where that is not known.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html
 */
const OVER_LOCAL: ReadonlySet<RouteTarget["kind"]> = new Set(["interface", "unsupported", "unknown"]);

function addRoute(context: RouteContext, draft: Draft, values: Values, resource: Key): void {
  const { lookup } = context;
  const target = targetOf(context, values, resource);
  const propagated = values["origin"] === "EnableVgwRoutePropagation";
  for (const attribute of DESTINATIONS) {
    const value = lookup.literal(values[attribute]);
    if (value === undefined || value === null || value === "") continue;
    const text = textOf(value);
    const destinations = addressesOf(value);
    if (text === undefined || destinations === undefined) {
      const unknown = lookup.note(asUnknown(value, `${resource}.${attribute}`));
      const family = attribute.includes("ipv6") ? allIpv6 : allIpv4;
      const beforeLocal = OVER_LOCAL.has(target.kind);
      draft.uncertain.push({
        unknown,
        destinations: family,
        prefix: LONGEST,
        beforeLocal,
        leads: "anywhere",
      });
    } else draft.routes.push({ destinations, text, prefix: prefixOf(text), propagated, target, resource });
  }
  addListRoute(context, draft, values, target, resource);
}

function addListRoute(
  context: RouteContext,
  draft: Draft,
  values: Values,
  target: RouteTarget,
  resource: Key,
): void {
  const value = values["destination_prefix_list_id"];
  if (value === undefined || value === null || value === "") return;
  const found = context.lookup.find(value, `${resource}.destination_prefix_list_id`);
  const list = found.kind === "resource" ? context.prefixLists.get(found.resource.address) : undefined;
  if (list?.addresses === undefined) {
    const toService = target.kind === "service";
    const why = "the entries of the prefix list are not in this input";
    const unknown = new Unknown(`${resource}.destination_prefix_list_id`, why);
    draft.uncertain.push({
      // That an AWS service's addresses are not told is the rule.
      unknown: toService ? unknown : context.lookup.note(unknown),
      destinations: toService ? publicAddresses : allAddresses,
      prefix: LONGEST,
      beforeLocal: OVER_LOCAL.has(target.kind),
      leads: toService ? "service" : "anywhere",
    });
    return;
  }
  draft.routes.push(...listRoutes(list.addresses, list.name, target, resource));
}

function listRoutes(
  addresses: AddressSet,
  text: string,
  target: RouteTarget,
  resource: Key,
): readonly Route[] {
  return cidrsOf(addresses).map((cidr) => ({
    destinations: addressesOf(formatCidr(cidr)) ?? [],
    text,
    prefix: cidr.prefix,
    propagated: false,
    target,
    resource,
  }));
}

function addServiceRoute({ prefixLists }: RouteContext, draft: Draft, endpoint: Found): void {
  if (endpoint.kind === "none") return;
  if (endpoint.kind === "unknown") {
    draft.uncertain.push({ ...TO_SERVICE, unknown: endpoint.unknown });
    return;
  }
  const { address, values } = endpoint.resource;
  if (values["vpc_endpoint_type"] === "Interface") return;
  const list = prefixLists.get(address);
  const target: RouteTarget = { kind: "service", key: address };
  if (draft.routes.some((route) => route.target.kind === "service" && route.target.key === address)) return;
  if (list?.addresses !== undefined) {
    draft.routes.push(...listRoutes(list.addresses, list.name, target, address));
    return;
  }
  const unknown = new Unknown(`${address}.cidr_blocks`, "the service's addresses are not in this input");
  draft.uncertain.push({ ...TO_SERVICE, unknown, service: address });
}

const TO_SERVICE = {
  destinations: publicAddresses,
  prefix: LONGEST,
  beforeLocal: false,
  leads: "service",
} as const;

/** The gateway endpoints that have a route in the table; one not resolved may have. */
function endpointsOf({ lookup, vpcs }: RouteContext, table: Key): readonly Found[] {
  const isTable = (value: Value | undefined, place: string): "yes" | "no" | Unknown => {
    const found = lookup.find(value, place);
    if (found.kind === "unknown" && typeof value !== "string") return found.unknown;
    return found.kind === "resource" && partOf(vpcs, found.resource, "mainTable") === table ? "yes" : "no";
  };
  const found = (answer: "yes" | "no" | Unknown, endpoint: Found): readonly Found[] =>
    answer === "no" ? [] : answer === "yes" ? [endpoint] : [{ kind: "unknown", unknown: answer }];
  const named = lookup.all("aws_vpc_endpoint").flatMap((resource) => {
    const { address, values } = resource;
    if (values["vpc_endpoint_type"] === "Interface") return [];
    const tables = isUnknown(values["route_table_ids"])
      ? [values["route_table_ids"]]
      : (elementsOf(values["route_table_ids"]) ?? []);
    return tables.flatMap((value) =>
      found(isTable(value, `${address}.route_table_ids`), { kind: "resource", resource, attribute: "id" }),
    );
  });
  const associated = lookup
    .all("aws_vpc_endpoint_route_table_association")
    .flatMap(({ address, values }) =>
      found(
        isTable(values["route_table_id"], `${address}.route_table_id`),
        lookup.find(values["vpc_endpoint_id"], `${address}.vpc_endpoint_id`),
      ),
    );
  return [...named, ...associated];
}

/** Routes of their own by their table; what one does whose table is not resolved, any table may do. */
function standaloneRoutes(context: RouteContext): {
  readonly byTable: ReadonlyMap<Key, readonly Resource[]>;
  readonly strays: readonly UncertainRoute[];
} {
  const { lookup, vpcs } = context;
  const own: (readonly [Key, Resource])[] = [];
  const strays: UncertainRoute[] = [];
  for (const route of lookup.all("aws_route")) {
    const { address, values } = route;
    const found = lookup.find(values["route_table_id"], `${address}.route_table_id`);
    if (found.kind === "resource") own.push([partOf(vpcs, found.resource, "mainTable"), route]);
    // An id that is told and not in the input is another table's.
    if (found.kind !== "unknown" || typeof values["route_table_id"] === "string") continue;
    const draft: Draft = { routes: [], uncertain: [] };
    addRoute(context, draft, values, address);
    strays.push(
      ...draft.uncertain,
      ...draft.routes.map(
        ({ destinations, prefix, target }): UncertainRoute => ({
          unknown: found.unknown,
          destinations,
          prefix,
          beforeLocal: OVER_LOCAL.has(target.kind),
          leads: target.kind === "service" ? "service" : "anywhere",
        }),
      ),
    );
  }
  return { byTable: byKey(own), strays };
}
