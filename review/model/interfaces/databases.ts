import { isTrue, isUnknown, Reference, type Resource, textOf, Unknown } from "../../../terraform/values";
import type { Key, NetworkInterface } from "../../network/network";
import type { Lookup } from "../../network/resource-lookup";
import { addressesIn, somePublic } from "./addresses";
import { groupsOf, noOthers, type PlaceContext } from "./network-interfaces";
import { subnetsOf } from "./owner-subnets";

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
      unplaced.push({
        key,
        name,
        unknown: lookup.note(unknown),
        own: groupsOf(context, resource, undefined),
      });
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
        private4: { set: addressesIn(subnet), exact: false },
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
