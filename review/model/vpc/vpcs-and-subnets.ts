/** VPCs and subnets: which addresses they hold, and which table, ACL and gateway serve them. */

import { type AddressSet, allIpv4, noAddresses, ofFamily } from "../../../net/address-set";
import { given } from "../../../net/given";
import { union } from "../../../net/interval-set";
import {
  isTrue,
  isUnknown,
  type NetworkInput,
  type Resource,
  textOf,
  Unknown,
} from "../../../terraform/values";
import type { CidrsUnknown, Key, PartUnknown, SubnetModel, Vpc } from "../../network/network";
import { addressesOf, elementsOf, type Found, type Lookup } from "../../network/resource-lookup";
import { defaultsByVpc, partOf, unmanagedAcl, unmanagedTable } from "./default-parts";
import { gatewaysByVpc } from "./internet-gateways";
import { publicAccessOf } from "./public-access";
import { type Association, type SubnetPart, subnetParts } from "./subnet-associations";

export function buildVpcs(lookup: Lookup): ReadonlyMap<Key, Vpc> {
  const gatewayOf = gatewaysByVpc(lookup);
  const defaultsOf = defaultsByVpc(lookup);
  const more = moreCidrs(lookup);
  return new Map(
    lookup.all("aws_vpc", "aws_default_vpc").map((resource) => {
      const { address: key, name } = resource;
      const { group, acl, aclUnknown, table, tableUnknown } = defaultsOf(key);
      const { cidrs, cidrsUnknown } = blocksOfVpc(lookup, resource, more(key));
      const parts = given({
        defaultGroup: group,
        defaultAcl: acl,
        defaultAclUnknown: partUnknown(aclUnknown),
        mainTable: table,
        mainTableUnknown: partUnknown(tableUnknown),
        cidrsUnknown,
      });
      return [key, { key, name, cidrs, ...gatewayOf(key), ...parts }];
    }),
  );
}

function partUnknown(unknown: Unknown | undefined): PartUnknown | undefined {
  return unknown === undefined ? undefined : { unknown };
}

export function buildSubnets(
  lookup: Lookup,
  vpcs: ReadonlyMap<Key, Vpc>,
  form: NetworkInput["form"],
): ReadonlyMap<Key, SubnetModel> {
  const vpcOf = (part: Key): Key | undefined => {
    const resource = lookup.at(part);
    return resource === undefined ? undefined : lookup.key(resource, "vpc_id");
  };
  const tableOf = subnetParts(
    lookup,
    tableAssociations(lookup),
    ({ resource }) => partOf(vpcs, resource, "mainTable"),
    vpcOf,
  );
  const aclOf = subnetParts(
    lookup,
    aclAssociations(lookup),
    ({ resource }) => partOf(vpcs, resource, "defaultAcl"),
    vpcOf,
  );
  const accessOf = publicAccessOf(lookup);
  const subnets = new Map<Key, SubnetModel>();
  for (const resource of lookup.all("aws_subnet")) {
    const { address: key, name, values } = resource;
    const vpc = vpcs.get(lookup.key(resource, "vpc_id") ?? "");
    if (vpc === undefined) {
      lookup.note(new Unknown(`${key}.vpc_id`, "its VPC is not in this input"));
      continue;
    }
    const zone = textOf(values["availability_zone"]);
    const table = orDefault(tableOf(key, vpc.key), vpc.mainTable, vpc.mainTableUnknown);
    const acl = orDefault(aclOf(key, vpc.key), vpc.defaultAcl, vpc.defaultAclUnknown);
    const publicAccess = accessOf(key, vpc.key);
    // Every subnet has a table and an ACL: a dump that does not tell them was not collected whole.
    const untold = (part: string, { key: told, unknown }: SubnetPart): PartUnknown | undefined =>
      form === "describe" && told === undefined && unknown === undefined
        ? { unknown: lookup.note(new Unknown(key, `its ${part} is not in this input`)) }
        : unknown;
    subnets.set(key, {
      key,
      name,
      vpc: vpc.key,
      cidrs: union(blockOf(lookup, resource, "cidr_block"), blockOf(lookup, resource, "ipv6_cidr_block")),
      ...given({ cidrsUnknown: unknownBlock(lookup, resource, mostOf(vpc)) }),
      table: table.key ?? unmanagedTable(vpc.key),
      acl: acl.key ?? unmanagedAcl(vpc.key),
      givesPublic: isTrue(values["map_public_ip_on_launch"]),
      givesIpv6: isTrue(values["assign_ipv6_address_on_creation"]),
      ...given({
        zone,
        tableUnknown: untold("route table", table),
        aclUnknown: untold("network ACL", acl),
        publicAccess,
      }),
    });
  }
  return subnets;
}

/** What a subnet has without an association of its own, or in its place. */
function orDefault(
  { key: own, unknown }: SubnetPart,
  main: Key | undefined,
  mainUnknown: PartUnknown | undefined,
): SubnetPart {
  if (own !== undefined) return { key: own };
  return given({ key: main, unknown: unknown ?? (main === undefined ? mainUnknown : undefined) });
}

function tableAssociations(lookup: Lookup): readonly Association[] {
  return lookup
    .all("aws_route_table_association")
    .map(({ address, values }) =>
      association(lookup, address, values["subnet_id"], values["route_table_id"]),
    );
}

function association(
  lookup: Lookup,
  address: Key,
  subnet: Resource["values"][string],
  part: Resource["values"][string],
): Association {
  return { subnet: lookup.find(subnet, `${address}.subnet_id`), part: lookup.find(part, address) };
}

function aclAssociations(lookup: Lookup): readonly Association[] {
  const listed = lookup.all("aws_network_acl", "aws_default_network_acl").flatMap((resource) => {
    const { address, values } = resource;
    const part: Found = { kind: "resource", resource, attribute: "id" };
    const told = values["subnet_ids"];
    return (isUnknown(told) ? [told] : (elementsOf(told) ?? [])).map((value) => ({
      subnet: lookup.find(value, `${address}.subnet_ids`),
      part,
    }));
  });
  const associated = lookup
    .all("aws_network_acl_association")
    .map(({ address, values }) =>
      association(lookup, address, values["subnet_id"], values["network_acl_id"]),
    );
  return [...associated, ...listed];
}

function blockOf(lookup: Lookup, resource: Resource, attribute: string): AddressSet {
  const value = lookup.literal(resource.values[attribute]);
  const set = addressesOf(value);
  if (set === undefined && isUnknown(value)) lookup.find(value, `${resource.address}.${attribute}`);
  return set ?? noAddresses;
}

/** Addresses of IPv4 that the resource's block, which is not known, holds at most. */
function unknownBlock(lookup: Lookup, resource: Resource, most: AddressSet): CidrsUnknown | undefined {
  const value = lookup.literal(resource.values["cidr_block"]);
  const isTold = value === undefined || value === null || addressesOf(value) !== undefined;
  if (isTold) return undefined;
  const place = `${resource.address}.cidr_block`;
  const unknown = value instanceof Unknown ? value : new Unknown(place, "is not known");
  return { unknown: lookup.note(unknown), most };
}

function mostOf({ cidrs, cidrsUnknown }: Vpc): AddressSet {
  return union(ofFamily(cidrs, 4), cidrsUnknown?.most ?? noAddresses);
}

/** A VPC has at least the blocks of its subnets. */
function blocksOfVpc(
  lookup: Lookup,
  resource: Resource,
  more: MoreCidrs,
): Pick<Vpc, "cidrs" | "cidrsUnknown"> {
  const own = [blockOf(lookup, resource, "cidr_block"), blockOf(lookup, resource, "ipv6_cidr_block")];
  const cidrsUnknown = unknownBlock(lookup, resource, allIpv4) ?? more.unknown;
  if (cidrsUnknown === undefined) return { cidrs: union(...own, more.cidrs) };
  const subnets = lookup
    .all("aws_subnet")
    .filter((subnet) => lookup.key(subnet, "vpc_id") === resource.address)
    .map((subnet) => blockOf(lookup, subnet, "cidr_block"));
  return { cidrs: union(...own, more.cidrs, ...subnets), cidrsUnknown };
}

interface MoreCidrs {
  readonly cidrs: AddressSet;
  readonly unknown?: CidrsUnknown;
}

/** Further blocks, by the VPC; one whose VPC is not resolved may be of each. */
function moreCidrs(lookup: Lookup): (vpc: Key) => MoreCidrs {
  const blocks = lookup
    .all("aws_vpc_ipv4_cidr_block_association", "aws_vpc_ipv6_cidr_block_association")
    .map((resource) => ({
      vpc: lookup.find(resource.values["vpc_id"], `${resource.address}.vpc_id`),
      isId: typeof resource.values["vpc_id"] === "string",
      unknown: unknownBlock(lookup, resource, allIpv4),
      cidrs: union(blockOf(lookup, resource, "cidr_block"), blockOf(lookup, resource, "ipv6_cidr_block")),
    }));
  return (key) => {
    const own = blocks.filter(({ vpc }) => vpc.kind === "resource" && vpc.resource.address === key);
    const perhaps = blocks.flatMap(({ vpc, isId, cidrs, unknown }) =>
      vpc.kind === "unknown" && !isId ? [{ unknown: vpc.unknown, most: unknown?.most ?? cidrs }] : [],
    );
    const [unknown] = [...own.flatMap((each) => each.unknown ?? []), ...perhaps];
    return { cidrs: union(...own.map(({ cidrs }) => cidrs)), ...given({ unknown }) };
  };
}
