/** Exact sets of IP addresses of both families on one number line: IPv4 first, IPv6 right after it. */
import { type Cidr, cidrOf, formatCidr, lastOf } from "./cidr";
import { type Interval, type IntervalSet, intersect, intervals, subtract } from "./interval-set";
import { bitsOf, type Family, type Ip } from "./ip";

/** Points are addresses: IPv4 as its number, IPv6 as its number + {@link V6_START}. */
export type AddressSet = IntervalSet<bigint>;

const V6_START = 1n << 32n;

/** The empty set. */
export const noAddresses: AddressSet = [];
/** `0.0.0.0/0`. */
export const allIpv4: AddressSet = ofCidr(cidrOf("0.0.0.0/0"));
/** `::/0`. */
export const allIpv6: AddressSet = ofCidr(cidrOf("::/0"));
/** Every address of both families. */
export const allAddresses: AddressSet = intervals([...allIpv4, ...allIpv6]);

/**
 * IPv4 blocks that no host on the internet has.
 * Documentation blocks (RFC 5737) count as public: examples stand for real addresses.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry/
 */
const NOT_PUBLIC = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "224.0.0.0/4",
  "240.0.0.0/4",
];

/** Every address that a host on the internet can have; of IPv6 the global unicast block `2000::/3`. */
export const publicAddresses: AddressSet = intervals([
  ...subtract(allIpv4, intervals(NOT_PUBLIC.flatMap((text) => ofCidr(cidrOf(text))))),
  ...ofCidr(cidrOf("2000::/3")),
]);

/** The addresses of a block. */
export function ofCidr(cidr: Cidr): AddressSet {
  const start = cidr.family === 4 ? 0n : V6_START;
  return [{ from: cidr.base + start, to: lastOf(cidr) + start }];
}

/** The addresses of all the blocks, which may overlap. */
export function ofCidrs(cidrs: readonly Cidr[]): AddressSet {
  return intervals(cidrs.flatMap(ofCidr));
}

/** The set of one address. */
export function ofIp({ family, value }: Ip): AddressSet {
  return ofCidr({ family, base: value, prefix: bitsOf(family) });
}

/** The part of the set that is of one family. */
export function ofFamily(set: AddressSet, family: Family): AddressSet {
  return intersect(set, family === 4 ? allIpv4 : allIpv6);
}

/** How many addresses the set has. */
export function countOf(set: AddressSet): bigint {
  return set.reduce((count, { from, to }) => count + to - from + 1n, 0n);
}

/** The fewest CIDR blocks that make up the set, lowest first. */
export function cidrsOf(set: AddressSet): readonly Cidr[] {
  return ([4, 6] as const).flatMap((family) =>
    ofFamily(set, family).flatMap((interval) => blocksOf(interval, family)),
  );
}

/**
 * The set as CIDR blocks, for people: `10.0.0.0/8, 192.0.2.0/24 and 3 more blocks`; `""` for the empty set.
 * @param limit how many blocks are named; 4 if left out
 */
export function formatAddresses(set: AddressSet, limit = 4): string {
  const texts = cidrsOf(set).map(formatCidr);
  return texts.length <= limit
    ? texts.join(", ")
    : `${texts.slice(0, limit).join(", ")} and ${texts.length - limit} more blocks`;
}

function blocksOf({ from, to }: Interval<bigint>, family: Family): readonly Cidr[] {
  const start = family === 4 ? 0n : V6_START;
  const bits = bitsOf(family);
  const blocks: Cidr[] = [];
  for (let base = from - start; base <= to - start; ) {
    let size = base === 0n ? 1n << BigInt(bits) : base & -base;
    while (base + size - 1n > to - start) size >>= 1n;
    blocks.push({ family, base, prefix: bits - (size.toString(2).length - 1) });
    base += size;
  }
  return blocks;
}
