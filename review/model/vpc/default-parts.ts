/** The parts that AWS makes with every VPC: main route table, default ACL and default group, managed here or not. */
import { given } from "../../../net/given";
import { isTrue, Reference, type Resource, type Unknown } from "../../../terraform/values";
import type { Key, Vpc } from "../../network/network";
import type { Found, Lookup } from "../../network/resource-lookup";

/** The main route table as AWS makes it, where nobody manages it: the VPC's local routes. */
export function unmanagedTable(vpc: Key): Key {
  return `${vpc} main route table`;
}

/** The default network ACL as AWS makes it, where nobody manages it: it allows everything. */
export function unmanagedAcl(vpc: Key): Key {
  return `${vpc} default network ACL`;
}

/** The default group as AWS makes it, where nobody manages it: everything from itself, everything out. */
export function unmanagedDefault(vpc: Key): Key {
  return `${vpc} default security group`;
}

/** The managed parts of a VPC; a part that something not resolved may replace has its `Unknown`. */
export interface DefaultParts {
  readonly group?: Key;
  readonly acl?: Key;
  readonly aclUnknown?: Unknown;
  readonly table?: Key;
  readonly tableUnknown?: Unknown;
}

/** By the VPC. */
export function defaultsByVpc(lookup: Lookup): (vpc: Key) => DefaultParts {
  const parts = new Map<Key, DefaultParts>();
  /** What is said of a VPC that cannot be told is said of each. */
  let anywhere: DefaultParts = {};
  const put = (vpc: Key | undefined, part: DefaultParts): void => {
    if (vpc !== undefined) parts.set(vpc, { ...parts.get(vpc), ...part });
  };
  const manage = (resource: Resource, attribute: string, of: (vpc: Found) => DefaultParts): void => {
    const vpc = vpcOf(lookup, resource, attribute);
    if (vpc.kind === "resource") put(vpc.resource.address, of(vpc));
    else anywhere = { ...anywhere, ...of(vpc) };
  };
  for (const resource of lookup.all("aws_security_group"))
    if (resource.values["name"] === "default")
      put(lookup.key(resource, "vpc_id"), { group: resource.address });
  for (const resource of lookup.all("aws_default_security_group"))
    put(lookup.key(resource, "vpc_id"), { group: resource.address });
  for (const resource of lookup.all("aws_network_acl"))
    if (isTrue(resource.values["is_default"])) put(lookup.key(resource, "vpc_id"), { acl: resource.address });
  for (const resource of lookup.all("aws_default_network_acl"))
    manage(resource, "default_network_acl_id", (vpc) =>
      vpc.kind === "unknown" ? { aclUnknown: vpc.unknown } : { acl: resource.address },
    );
  for (const resource of lookup.all("aws_default_route_table"))
    manage(resource, "default_route_table_id", (vpc) =>
      vpc.kind === "unknown" ? { tableUnknown: vpc.unknown } : { table: resource.address },
    );
  for (const resource of lookup.all("aws_main_route_table_association")) {
    const table = lookup.find(resource.values["route_table_id"], `${resource.address}.route_table_id`);
    manage(resource, "vpc_id", (vpc) => {
      if (vpc.kind === "unknown") return { tableUnknown: vpc.unknown };
      return table.kind === "unknown" ? { tableUnknown: table.unknown } : given({ table: keyOf(table) });
    });
  }
  return (vpc) => ({ ...anywhere, ...parts.get(vpc) });
}

function keyOf(found: Found): Key | undefined {
  return found.kind === "resource" ? found.resource.address : undefined;
}

/** By the VPC's own attribute (`aws_vpc.main.default_route_table_id`), or by `vpc_id` where that is known. */
function vpcOf(lookup: Lookup, resource: Resource, attribute: string): Found {
  const value = resource.values[attribute];
  const place = (name: string): string => `${resource.address}.${name}`;
  const found =
    value instanceof Reference || attribute === "vpc_id" ? lookup.find(value, place(attribute)) : undefined;
  if (found?.kind === "resource") return found;
  const own = lookup.find(resource.values["vpc_id"], place("vpc_id"));
  return own.kind === "none" ? (found ?? lookup.find(value, place(attribute))) : own;
}

/** What `resource` stands for among the parts of a kind: itself, or of a VPC its own part. */
export function partOf(
  vpcs: ReadonlyMap<Key, Vpc>,
  { address }: Resource,
  part: "defaultAcl" | "defaultGroup" | "mainTable",
): Key {
  const vpc = vpcs.get(address);
  return vpc === undefined ? address : (vpc[part] ?? UNMANAGED[part](vpc.key));
}

const UNMANAGED = {
  defaultAcl: unmanagedAcl,
  defaultGroup: unmanagedDefault,
  mainTable: unmanagedTable,
} as const;
