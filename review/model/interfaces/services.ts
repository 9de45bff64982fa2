/** The managed ends of a network: NAT gateways, interface endpoints and databases, with their interfaces. */
import { noAddresses, ofFamily } from "../../../net/address-set";
import { intervals, union } from "../../../net/interval-set";
import { stretch, type TrafficSet } from "../../../net/traffic-set";
import {
  blocksOf,
  isTrue,
  isUnknown,
  Reference,
  type Resource,
  textOf,
  Unknown,
} from "../../../terraform/values";
import type { GatewayEndpoint, Key, NetworkInterface, SubnetModel } from "../../network/network";
import type { Lookup } from "../../network/resource-lookup";
import type { PrefixList } from "../vpc/prefix-lists";
import { privateAddress, somePublic } from "./addresses";
import { groupsOf, noOthers, type PlaceContext } from "./network-interfaces";
import { subnetsOf } from "./owner-subnets";

export function buildNats(context: PlaceContext): ReadonlyMap<Key, NetworkInterface> {
  const { lookup, elastic } = context;
  const nats = new Map<Key, NetworkInterface>();
  for (const resource of lookup.all("aws_nat_gateway")) {
    const { address: key, name, values } = resource;
    const [subnet] = subnetsOf(context, resource, values["subnet_id"], `${key}.subnet_id`);
    if (subnet === undefined) continue;
    const address = elastic.get(key);
    nats.set(key, {
      ...noOthers,
      key,
      name,
      kind: "nat",
      owner: key,
      subnet: subnet.key,
      private4: privateAddress(lookup, values["private_ip"], subnet),
      ...(address === undefined ? {} : { public4: address }),
      groups: [],
      forwards: true,
      checkedBy: key,
      privateNat: values["connectivity_type"] === "private",
    });
  }
  return nats;
}

/** Ports that AWS services answer on where that is not HTTPS alone. @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html */
const PORTS: ReadonlyMap<string, readonly number[]> = new Map([
  ["s3", [80, 443]],
  ["email-smtp", [25, 465, 587, 2465, 2587]],
  ["cassandra", [9142]],
  ["git-codecommit", [443]],
]);

/** @returns undefined for a service of somebody else, whose ports nobody tells */
export function portsOfService(service: string): TrafficSet | undefined {
  if (!service.startsWith("com.amazonaws.") || service.startsWith("com.amazonaws.vpce.")) return undefined;
  const kind = service.split(".").slice(3).join(".");
  return intervals((PORTS.get(kind) ?? [443]).flatMap((port) => stretch("tcp", port, port)));
}

export function buildEndpoints(context: PlaceContext): ReadonlyMap<Key, NetworkInterface> {
  const { lookup } = context;
  const endpoints = new Map<Key, NetworkInterface>();
  for (const resource of lookup.all("aws_vpc_endpoint")) {
    if (resource.values["vpc_endpoint_type"] !== "Interface") continue;
    const { address, values } = resource;
    const answersOn = portsOfService(textOf(resource.values["service_name"]) ?? "");
    for (const subnet of subnetsOf(context, resource, values["subnet_ids"], `${address}.subnet_ids`)) {
      const key = `${resource.address} in ${subnet.key}`;
      const told = blocksOf(resource.values["subnet_configuration"]).find(
        (block) =>
          lookup.find(block["subnet_id"], key).kind === "resource" &&
          sameSubnet(context, block["subnet_id"] ?? null, subnet),
      );
      endpoints.set(key, {
        ...noOthers,
        key,
        name: resource.name,
        kind: "endpoint",
        owner: resource.address,
        subnet: subnet.key,
        private4: privateAddress(lookup, told?.["ipv4"], subnet),
        ...groupsOf(context, resource, subnet, ["security_group_ids"]),
        checkedBy: resource.address,
        ...(answersOn === undefined ? {} : { answersOn }),
      });
    }
  }
  return endpoints;
}

function sameSubnet(
  { lookup }: PlaceContext,
  value: Parameters<PlaceContext["lookup"]["find"]>[0],
  subnet: SubnetModel,
): boolean {
  const found = lookup.find(value, subnet.key);
  return found.kind === "resource" && found.resource.address === subnet.key;
}

/** A database sits in one subnet of its group, not known which: one interface a subnet, alike but for their place. */
export function buildDatabases(context: PlaceContext): ReadonlyMap<Key, NetworkInterface> {
  const { lookup, unplaced } = context;
  const databases = new Map<Key, NetworkInterface>();
  for (const resource of lookup.all("aws_db_instance", "aws_rds_cluster")) {
    const group = lookup.find(groupName(resource), `${resource.address}.db_subnet_group_name`);
    const found = group.kind === "resource" ? group.resource : groupByName(context, resource);
    if (found === undefined) {
      const { address: key, name } = resource;
      const why = "its subnet group is not in this input";
      const unknown =
        group.kind === "unknown" ? group.unknown : new Unknown(`${key}.db_subnet_group_name`, why);
      unplaced.push({ key, name, unknown: lookup.note(unknown) });
      continue;
    }
    for (const subnet of subnetsOf(
      context,
      resource,
      found.values["subnet_ids"],
      `${found.address}.subnet_ids`,
    )) {
      const key = `${resource.address} in ${subnet.key}`;
      databases.set(key, {
        ...noOthers,
        key,
        name: resource.name,
        kind: "database",
        owner: resource.address,
        subnet: subnet.key,
        private4: { set: ofFamily(subnet.cidrs, 4), exact: false },
        ...publicOf(context, resource),
        ...groupsOf(context, resource, subnet, ["vpc_security_group_ids"]),
        checkedBy: resource.address,
      });
    }
  }
  return databases;
}

/** A cluster is reached by its instances: it is as public as the most public of them. */
function publicOf(
  { lookup }: PlaceContext,
  database: Resource,
): Pick<NetworkInterface, "public4" | "publicUnknown"> {
  const place = `${database.address}.publicly_accessible`;
  const instances = lookup.all("aws_rds_cluster_instance").filter((each) => mayBeOf(lookup, each, database));
  const stated = [database, ...instances].map(({ values }) => values["publicly_accessible"]);
  if (stated.some(isTrue)) {
    const isSure = instances.every(({ values }) => !isUnknown(values["cluster_identifier"]));
    const unknown = new Unknown(place, "of which cluster an instance is, is not known");
    return isSure ? { public4: somePublic } : { publicUnknown: unknown };
  }
  const unknown = stated.find(isUnknown);
  if (unknown === undefined) return {};
  return { publicUnknown: unknown instanceof Unknown ? unknown : new Unknown(place, "is not known") };
}

function mayBeOf(lookup: Lookup, { values }: Resource, cluster: Resource): boolean {
  const told = values["cluster_identifier"];
  if (isUnknown(told)) return cluster.type === "aws_rds_cluster";
  if (told instanceof Reference) return told.address === cluster.address;
  return told === cluster.values["id"] || told === lookup.literal(cluster.values["cluster_identifier"]);
}

function groupName(resource: Resource): Parameters<PlaceContext["lookup"]["find"]>[0] {
  const value = resource.values["db_subnet_group_name"];
  return typeof value === "string" ? undefined : value;
}

function groupByName({ lookup }: PlaceContext, resource: Resource): Resource | undefined {
  const name = textOf(resource.values["db_subnet_group_name"]);
  return name === undefined
    ? undefined
    : lookup
        .all("aws_db_subnet_group")
        .find(({ values }) => values["name"] === name || values["id"] === name);
}

/** Gateway endpoints, as routes lead to them. */
export function buildGatewayEndpoints(
  context: PlaceContext,
  lists: ReadonlyMap<Key, PrefixList>,
): ReadonlyMap<Key, GatewayEndpoint> {
  return new Map(
    context.lookup
      .all("aws_vpc_endpoint")
      .filter(
        ({ values }) =>
          values["vpc_endpoint_type"] !== "Interface" &&
          values["vpc_endpoint_type"] !== "GatewayLoadBalancer",
      )
      .map(({ address: key, name, values }) => {
        const addresses = union(lists.get(key)?.addresses ?? noAddresses);
        return [key, { key, name, service: textOf(values["service_name"]) ?? name, addresses }];
      }),
  );
}
