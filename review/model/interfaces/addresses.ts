/** The addresses of an interface: known, or only where in the subnet or on the internet they will be. */
import {
  type AddressSet,
  allIpv4,
  allIpv6,
  noAddresses,
  ofFamily,
  publicAddresses,
} from "../../../net/address-set";
import { covers, intersect, isEmpty, union } from "../../../net/interval-set";
import {
  isTrue,
  isUnknown,
  listOf,
  numberOf,
  Reference,
  type Resource,
  Unknown,
  type Value,
  type Values,
} from "../../../terraform/values";
import type { Addresses, SubnetModel } from "../../network/network";
import { addressesOf, type Lookup } from "../../network/resource-lookup";

const PUBLIC4 = intersect(publicAddresses, allIpv4);
const GLOBAL6 = intersect(publicAddresses, allIpv6);

/** An IPv4 address that AWS chooses, of all that hosts on the internet have. */
export const somePublic: Addresses = { set: PUBLIC4, exact: false };

/** The private address as told, or one of the subnet's. One outside of the subnet cannot be: moto tells such of NAT gateways. */
export function privateAddress(lookup: Lookup, value: Value | undefined, subnet: SubnetModel): Addresses {
  const set = addressesOf(lookup.literal(value));
  const own = addressesIn(subnet);
  const isPossible = set !== undefined && (isEmpty(own) || covers(own, set));
  return isPossible ? { set, exact: true } : { set: own, exact: false };
}

/** The IPv4 addresses that an interface in the subnet has one of. */
export function addressesIn({ cidrs, cidrsUnknown }: SubnetModel): AddressSet {
  return union(ofFamily(cidrs, 4), cidrsUnknown?.most ?? noAddresses);
}

export function publicAddress(lookup: Lookup, value: Value | undefined): Addresses {
  const set = addressesOf(lookup.literal(value));
  return set === undefined ? somePublic : { set, exact: true };
}

/** The IPv6 address as told, or one of the subnet's; undefined when the interface has none. */
export function ipv6Address(
  lookup: Lookup,
  { values }: Resource,
  subnet: SubnetModel,
): Addresses | undefined {
  const told = listOf(values["ipv6_addresses"]).flatMap((value) => addressesOf(lookup.literal(value)) ?? []);
  if (told.length > 0) return { set: union(told), exact: true };
  const wanted = isUnknown(values["ipv6_addresses"]) || (numberOf(values["ipv6_address_count"]) ?? 0) > 0;
  if (!wanted && !(subnet.givesIpv6 && values["ipv6_addresses"] === undefined)) return undefined;
  const block = ofFamily(subnet.cidrs, 6);
  return { set: isEmpty(block) ? GLOBAL6 : block, exact: false };
}

/** Addresses besides the first private one. */
export function secondaryAddresses(lookup: Lookup, values: Values): AddressSet {
  const told = [
    ...listOf(values["secondary_private_ips"]),
    ...listOf(values["private_ips"]).slice(1),
    ...listOf(values["private_ip_list"]).slice(1),
  ];
  const sets = told.map((value) => addressesOf(lookup.literal(value)) ?? noAddresses);
  return union(...sets);
}

/** The public address of a new interface: as it is stated, else as its subnet gives one. */
export function publicAsStated(
  lookup: Lookup,
  stated: Value | undefined,
  subnet: SubnetModel,
  place: string,
): { readonly public4?: Addresses; readonly publicUnknown?: Unknown } {
  const wanted = lookup.literal(stated);
  if (isUnknown(wanted) || wanted instanceof Reference) {
    const found = lookup.find(wanted, place);
    return { publicUnknown: found.kind === "unknown" ? found.unknown : new Unknown(place, "is not known") };
  }
  const gets = wanted === undefined || wanted === null ? subnet.givesPublic : isTrue(wanted);
  return gets ? { public4: somePublic } : {};
}
