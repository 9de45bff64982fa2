/** Prefix lists: the addresses that an id of one stands for, where the input tells them. */

import { type AddressSet, noAddresses } from "../../../net/address-set";
import { given } from "../../../net/given";
import { byKey } from "../../../net/group-by";
import { union } from "../../../net/interval-set";
import { blocksOf, isUnknown, type Resource, textOf, Unknown, type Value } from "../../../terraform/values";
import type { Key } from "../../network/network";
import { addressesOf, elementsOf, type Lookup } from "../../network/resource-lookup";

export interface PrefixList {
  readonly key: Key;
  readonly name: string;
  /** Undefined: its addresses are not in the input. */
  readonly addresses?: AddressSet;
  /** Where some of its entries are known. */
  readonly entries?: { readonly known: AddressSet; readonly most: AddressSet; readonly unknown: Unknown };
}

const TYPES = ["aws_prefix_list", "aws_ec2_managed_prefix_list"];

/** By the address of the list, and of the gateway endpoint that has it. */
export function buildPrefixLists(lookup: Lookup): ReadonlyMap<Key, PrefixList> {
  const entries = entriesByList(lookup);
  const lists = new Map<Key, PrefixList>();
  for (const resource of lookup.all(...TYPES)) {
    const cidrs = cidrsIn(resource, entries.get(resource.address) ?? []);
    const own = cidrs === undefined || cidrs.length === 0 ? undefined : lookup.cidrs(cidrs);
    const name = textOf(resource.values["name"]) ?? resource.name;
    lists.set(resource.address, {
      key: resource.address,
      name,
      ...given({ addresses: own, entries: own === undefined ? someOf(lookup, resource, cidrs) : undefined }),
    });
  }
  for (const resource of lookup.all("aws_vpc_endpoint")) {
    const { address: key, name, values } = resource;
    const listed = lists.get(listOfEndpoint(lookup, resource) ?? "")?.addresses;
    const cidrs = elementsOf(values["cidr_blocks"]) ?? [];
    const addresses = listed ?? (cidrs.length > 0 ? lookup.cidrs(cidrs) : undefined);
    lists.set(key, {
      key,
      name: textOf(values["service_name"]) ?? name,
      ...given({ addresses }),
    });
  }
  return lists;
}

function listOfEndpoint(lookup: Lookup, resource: Resource): Key | undefined {
  const id = resource.values["prefix_list_id"];
  return typeof id === "string" ? lookup.key(resource, "prefix_list_id") : undefined;
}

/** Undefined where how many there are is not known. */
function cidrsIn({ values }: Resource, more: readonly Value[]): readonly Value[] | undefined {
  const plain = elementsOf(values["cidr_blocks"]);
  const blocks = values["entry"] === undefined ? [] : elementsOf(values["entry"]);
  if (plain === undefined || blocks === undefined || blocks.some(isUnknown)) return undefined;
  return [...plain, ...blocksOf(blocks).map((block) => block["cidr"] ?? null), ...more];
}

/** Of a list whose entries are known in part: those that are, and the most that the others can be. */
function someOf(
  lookup: Lookup,
  { address }: Resource,
  cidrs: readonly Value[] | undefined,
): PrefixList["entries"] {
  if (cidrs === undefined || cidrs.length === 0) return undefined;
  const values = cidrs.map((value) => lookup.literal(value));
  const known = union(...values.map((value) => addressesOf(value) ?? noAddresses));
  const others = values.filter((value) => addressesOf(value) === undefined);
  const [first] = others;
  const unknown = first instanceof Unknown ? first : new Unknown(`${address}.entry`, "is not known");
  return { known, most: union(...others.map((value) => lookup.mostOf(value))), unknown };
}

function entriesByList(lookup: Lookup): ReadonlyMap<Key, readonly Value[]> {
  return byKey(
    lookup.all("aws_ec2_managed_prefix_list_entry").flatMap((resource) => {
      const list = lookup.key(resource, "prefix_list_id");
      return list === undefined ? [] : [[list, resource.values["cidr"] ?? null] as const];
    }),
  );
}
