/** Route tables: every route with its target, in the order in which routes win. */

import { type AddressSet, cidrsOf } from "../../../net/address-set";
import { formatCidr } from "../../../net/cidr";
import { blocksOf, type Resource, textOf, Unknown, type Values } from "../../../terraform/values";
import type { Key, Route, RouteTable, RouteTarget } from "../../network/network";
import { localRoutes } from "../../network/network-index";
import { addressesOf, elementsOf, type Lookup, prefixOf } from "../../network/resource-lookup";
import { asUnknown, type RouteContext, targetOf } from "./route-targets";

interface Draft {
  readonly routes: Route[];
  readonly unknowns: Unknown[];
}

export function buildTables(context: RouteContext): ReadonlyMap<Key, RouteTable> {
  const { lookup, vpcs } = context;
  const standalone = routesByTable(lookup);
  const tables = new Map<Key, RouteTable>();
  for (const resource of lookup.all("aws_route_table", "aws_default_route_table")) {
    const { address: key, name, values } = resource;
    const draft: Draft = { routes: [], unknowns: [] };
    const inline = elementsOf(values["route"]);
    if (inline === undefined) draft.unknowns.push(lookup.note(asUnknown(values["route"], `${key}.route`)));
    for (const block of blocksOf(inline)) addRoute(context, draft, block, key);
    for (const route of standalone.get(key) ?? []) addRoute(context, draft, route.values, route.address);
    for (const endpoint of endpointsOf(lookup, key)) addServiceRoute(context, draft, endpoint);
    const vpc = vpcs.get(tableVpc(lookup, resource) ?? "");
    if (vpc !== undefined) draft.routes.push(...localRoutes(vpc, key));
    tables.set(key, {
      key,
      name,
      vpc: vpc?.key ?? "",
      routes: inOrder(draft.routes),
      unknowns: draft.unknowns,
    });
  }
  return tables;
}

function tableVpc(lookup: Lookup, resource: Resource): Key | undefined {
  const own = lookup.key(resource, "vpc_id");
  if (own !== undefined) return own;
  const found = lookup.find(
    resource.values["default_route_table_id"],
    `${resource.address}.default_route_table_id`,
  );
  return found.kind === "resource" ? found.resource.address : undefined;
}

/** Longest prefix first; then routes to IPv4 blocks before prefix lists, static before propagated. */
function inOrder(routes: readonly Route[]): readonly Route[] {
  return [...routes].sort(
    (a, b) =>
      b.prefix - a.prefix ||
      Number(a.propagated) - Number(b.propagated) ||
      Number(b.target.kind === "local") - Number(a.target.kind === "local"),
  );
}

const DESTINATIONS = [
  "destination_cidr_block",
  "cidr_block",
  "destination_ipv6_cidr_block",
  "ipv6_cidr_block",
];

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
      draft.unknowns.push(lookup.note(asUnknown(value, `${resource}.${attribute}`)));
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
    // A list of an AWS service is outside of what is asked about; what else it may be is said.
    if (target.kind !== "service")
      draft.unknowns.push(
        context.lookup.note(
          new Unknown(
            `${resource}.destination_prefix_list_id`,
            "the entries of the prefix list are not in this input",
          ),
        ),
      );
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

function addServiceRoute({ prefixLists }: RouteContext, draft: Draft, endpoint: Resource): void {
  const list = prefixLists.get(endpoint.address);
  const already = draft.routes.some(
    ({ target }) => target.kind === "service" && target.key === endpoint.address,
  );
  if (list?.addresses === undefined || already) return;
  draft.routes.push(
    ...listRoutes(list.addresses, list.name, { kind: "service", key: endpoint.address }, endpoint.address),
  );
}

function endpointsOf(lookup: Lookup, table: Key): readonly Resource[] {
  const named = lookup.all("aws_vpc_endpoint").filter(({ address, values }) =>
    (elementsOf(values["route_table_ids"]) ?? []).some((value) => {
      const found = lookup.find(value, `${address}.route_table_ids`);
      return found.kind === "resource" && found.resource.address === table;
    }),
  );
  const associated = lookup
    .all("aws_vpc_endpoint_route_table_association")
    .filter((resource) => lookup.key(resource, "route_table_id") === table)
    .flatMap((resource) => lookup.at(lookup.key(resource, "vpc_endpoint_id") ?? "") ?? []);
  return [...named, ...associated];
}

function routesByTable(lookup: Lookup): ReadonlyMap<Key, readonly Resource[]> {
  const routes = new Map<Key, Resource[]>();
  for (const resource of lookup.all("aws_route")) {
    const found = lookup.find(resource.values["route_table_id"], `${resource.address}.route_table_id`);
    if (found.kind !== "resource") continue;
    const table = tableKey(lookup, found.resource);
    const list = routes.get(table);
    if (list === undefined) routes.set(table, [resource]);
    else list.push(resource);
  }
  return routes;
}

/** `aws_vpc.main.main_route_table_id` means the default table where one is managed. */
function tableKey(lookup: Lookup, resource: Resource): Key {
  if (resource.type !== "aws_vpc") return resource.address;
  const managed = lookup
    .all("aws_default_route_table")
    .find((table) => tableVpc(lookup, table) === resource.address);
  return managed?.address ?? resource.address;
}
