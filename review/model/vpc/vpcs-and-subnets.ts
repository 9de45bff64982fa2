/** VPCs and subnets: which addresses they hold, and which table, ACL and gateway serve them. */

import { type AddressSet, noAddresses } from "../../../net/address-set";
import { given } from "../../../net/given";
import { union } from "../../../net/interval-set";
import { isTrue, isUnknown, Reference, type Resource, textOf, Unknown } from "../../../terraform/values";
import type { Key, SubnetModel, Vpc } from "../../network/network";
import { addressesOf, elementsOf, type Lookup } from "../../network/resource-lookup";

export function buildVpcs(lookup: Lookup): ReadonlyMap<Key, Vpc> {
  const gateways = gatewaysByVpc(lookup);
  const gatewayTables = tablesByGateway(lookup);
  const defaults = defaultsByVpc(lookup);
  const more = moreCidrs(lookup);
  return new Map(
    lookup.all("aws_vpc", "aws_default_vpc").map((resource) => {
      const { address: key, name } = resource;
      const gateway = gateways.get(key);
      const gatewayTable = gatewayTables.get(gateway ?? "");
      const cidrs = union(
        blockOf(lookup, resource, "cidr_block"),
        blockOf(lookup, resource, "ipv6_cidr_block"),
        more.get(key) ?? noAddresses,
      );
      return [
        key,
        {
          key,
          name,
          cidrs,
          ...given({ gateway, gatewayTable }),
          ...defaults.get(key),
        },
      ];
    }),
  );
}

export function buildSubnets(lookup: Lookup, vpcs: ReadonlyMap<Key, Vpc>): ReadonlyMap<Key, SubnetModel> {
  const tables = associations(lookup, "aws_route_table_association", "route_table_id");
  const acls = aclsBySubnet(lookup);
  const subnets = new Map<Key, SubnetModel>();
  for (const resource of lookup.all("aws_subnet")) {
    const { address: key, name, values } = resource;
    const vpc = vpcs.get(lookup.key(resource, "vpc_id") ?? "");
    if (vpc === undefined) {
      lookup.note(new Unknown(`${key}.vpc_id`, "its VPC is not in this input"));
      continue;
    }
    const zone = textOf(values["availability_zone"]);
    const table = tables.get(key) ?? vpc.mainTable;
    const acl = acls.get(key) ?? vpc.defaultAcl;
    subnets.set(key, {
      key,
      name,
      vpc: vpc.key,
      cidrs: union(blockOf(lookup, resource, "cidr_block"), blockOf(lookup, resource, "ipv6_cidr_block")),
      givesPublic: isTrue(values["map_public_ip_on_launch"]),
      givesIpv6: isTrue(values["assign_ipv6_address_on_creation"]),
      ...given({ zone, table, acl }),
    });
  }
  return subnets;
}

function blockOf(lookup: Lookup, resource: Resource, attribute: string): AddressSet {
  const value = lookup.literal(resource.values[attribute]);
  const set = addressesOf(value);
  if (set === undefined && isUnknown(value)) lookup.find(value, `${resource.address}.${attribute}`);
  return set ?? noAddresses;
}

function moreCidrs(lookup: Lookup): ReadonlyMap<Key, AddressSet> {
  const more = new Map<Key, AddressSet>();
  for (const resource of lookup.all(
    "aws_vpc_ipv4_cidr_block_association",
    "aws_vpc_ipv6_cidr_block_association",
  )) {
    const vpc = lookup.key(resource, "vpc_id");
    const block = union(
      blockOf(lookup, resource, "cidr_block"),
      blockOf(lookup, resource, "ipv6_cidr_block"),
    );
    if (vpc !== undefined) more.set(vpc, union(more.get(vpc) ?? noAddresses, block));
  }
  return more;
}

function gatewaysByVpc(lookup: Lookup): ReadonlyMap<Key, Key> {
  const gateways = new Map<Key, Key>();
  for (const resource of lookup.all("aws_internet_gateway")) {
    const vpc = lookup.key(resource, "vpc_id");
    if (vpc !== undefined) gateways.set(vpc, resource.address);
  }
  for (const resource of lookup.all("aws_internet_gateway_attachment")) {
    const vpc = lookup.key(resource, "vpc_id");
    const gateway = lookup.key(resource, "internet_gateway_id");
    if (vpc !== undefined && gateway !== undefined) gateways.set(vpc, gateway);
  }
  return gateways;
}

/** Route tables for what comes in through a gateway, by the gateway. */
function tablesByGateway(lookup: Lookup): ReadonlyMap<Key, Key> {
  const tables = new Map<Key, Key>();
  for (const resource of lookup.all("aws_route_table_association")) {
    const gateway = lookup.key(resource, "gateway_id");
    if (gateway !== undefined)
      tables.set(gateway, lookup.key(resource, "route_table_id") ?? resource.address);
  }
  return tables;
}

/** The parts that AWS makes with every VPC, where the input manages or tells them. */
function defaultsByVpc(
  lookup: Lookup,
): ReadonlyMap<Key, { defaultGroup?: Key; defaultAcl?: Key; mainTable?: Key }> {
  const defaults = new Map<Key, { defaultGroup?: Key; defaultAcl?: Key; mainTable?: Key }>();
  const put = (
    vpc: Key | undefined,
    part: { defaultGroup?: Key; defaultAcl?: Key; mainTable?: Key },
  ): void => {
    if (vpc !== undefined) defaults.set(vpc, { ...defaults.get(vpc), ...part });
  };
  for (const { address, values } of lookup.all("aws_security_group"))
    if (values["name"] === "default")
      put(lookup.key(atOf(lookup, address), "vpc_id"), { defaultGroup: address });
  for (const resource of lookup.all("aws_default_security_group"))
    put(lookup.key(resource, "vpc_id"), { defaultGroup: resource.address });
  for (const resource of lookup.all("aws_network_acl"))
    if (isTrue(resource.values["is_default"]))
      put(lookup.key(resource, "vpc_id"), { defaultAcl: resource.address });
  for (const resource of lookup.all("aws_default_network_acl"))
    put(vpcOf(lookup, resource, "default_network_acl_id"), {
      defaultAcl: resource.address,
    });
  for (const resource of lookup.all("aws_default_route_table"))
    put(vpcOf(lookup, resource, "default_route_table_id"), {
      mainTable: resource.address,
    });
  for (const resource of lookup.all("aws_main_route_table_association"))
    put(lookup.key(resource, "vpc_id"), mainTableOf(lookup.key(resource, "route_table_id")));
  return defaults;
}

/** By the VPC's own attribute (`aws_vpc.main.default_route_table_id`), or by `vpc_id` where that is known. */
function vpcOf(lookup: Lookup, resource: Resource, attribute: string): Key | undefined {
  const value = resource.values[attribute];
  const found = value instanceof Reference ? lookup.key(resource, attribute) : undefined;
  return found ?? lookup.key(resource, "vpc_id");
}

function mainTableOf(table: Key | undefined): { mainTable?: Key } {
  return table === undefined ? {} : { mainTable: table };
}

function atOf(lookup: Lookup, address: Key): Resource {
  return lookup.at(address) ?? { address, type: "", name: address, values: {} };
}

function associations(lookup: Lookup, type: string, attribute: string): ReadonlyMap<Key, Key> {
  const found = new Map<Key, Key>();
  for (const resource of lookup.all(type)) {
    const subnet = lookup.key(resource, "subnet_id");
    const other = lookup.key(resource, attribute);
    if (subnet !== undefined && other !== undefined) found.set(subnet, other);
  }
  return found;
}

function aclsBySubnet(lookup: Lookup): ReadonlyMap<Key, Key> {
  const acls = new Map(associations(lookup, "aws_network_acl_association", "network_acl_id"));
  for (const resource of lookup.all("aws_network_acl", "aws_default_network_acl")) {
    for (const element of elementsOf(resource.values["subnet_ids"]) ?? []) {
      const found = lookup.find(element, `${resource.address}.subnet_ids`);
      if (found.kind === "resource") acls.set(found.resource.address, resource.address);
    }
  }
  return acls;
}
