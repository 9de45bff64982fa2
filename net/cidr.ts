/** CIDR blocks as values, and the arithmetic of blocks inside blocks. */
import { bitsOf, type Family, formatIp, type Ip, parseIp } from "./ip";

/** A block of addresses whose base is aligned to its size. */
export interface Cidr {
  readonly family: Family;
  /** The first address, as a number. */
  readonly base: bigint;
  /** Length of the network part: 0 to 32, or 0 to 128. */
  readonly prefix: number;
}

/** What a text is, read as a CIDR block. */
export type ParsedCidr =
  | { readonly kind: "cidr"; readonly cidr: Cidr }
  /** Has host bits set; `below` and `above` are the nearest blocks of that size (`above` only if there is one). */
  | { readonly kind: "unaligned"; readonly below: Cidr; readonly above?: Cidr }
  | { readonly kind: "malformed" };

const PREFIX = /^(0|[1-9]\d{0,2})$/;

/** Reads `10.0.0.0/16` or `2001:db8::/32`. Never throws: what is wrong with a text is a result too. */
export function parseCidr(text: string): ParsedCidr {
  const [address, prefixText, ...rest] = text.split("/");
  const ip = parseIp(address ?? "");
  if (ip === undefined || prefixText === undefined || rest.length > 0 || !PREFIX.test(prefixText))
    return { kind: "malformed" };
  const prefix = Number(prefixText);
  if (prefix > bitsOf(ip.family)) return { kind: "malformed" };
  const below = blockAround(ip, prefix);
  if (below.base === ip.value) return { kind: "cidr", cidr: below };
  const above = nextBlock(below);
  return above === undefined ? { kind: "unaligned", below } : { kind: "unaligned", below, above };
}

/**
 * The block that a text writes.
 * @throws {RangeError} for a text that is not a CIDR block; use {@link parseCidr} for input of users
 */
export function cidrOf(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed.kind !== "cidr") throw new RangeError(`${JSON.stringify(text)} is not a CIDR block`);
  return parsed.cidr;
}

/** `10.0.0.0/16`; IPv6 in its canonical short form (RFC 5952): `2001:db8::/32`. */
export function formatCidr({ family, base, prefix }: Cidr): string {
  return `${formatIp({ family, value: base })}/${prefix}`;
}

/** How many addresses the block has. */
export function sizeOf({ family, prefix }: Cidr): bigint {
  return 1n << BigInt(bitsOf(family) - prefix);
}

/** The last address of the block, as a number. */
export function lastOf(cidr: Cidr): bigint {
  return cidr.base + sizeOf(cidr) - 1n;
}

/** Whether the address is in the block; never if their families differ. */
export function containsIp(cidr: Cidr, ip: Ip): boolean {
  return cidr.family === ip.family && ip.value >= cidr.base && ip.value <= lastOf(cidr);
}

/** Whether all of `inner` is in `outer`; a block contains itself. */
export function containsCidr(outer: Cidr, inner: Cidr): boolean {
  return outer.prefix <= inner.prefix && containsIp(outer, { family: inner.family, value: inner.base });
}

/** Two blocks overlap exactly when one contains the other. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return containsCidr(a, b) || containsCidr(b, a);
}

/** The block of the given size that holds the address. */
export function blockAround({ family, value }: Ip, prefix: number): Cidr {
  const hostBits = BigInt(bitsOf(family) - prefix);
  return { family, base: (value >> hostBits) << hostBits, prefix };
}

/** The block of the same size right after this one, or undefined at the end of the address space. */
export function nextBlock(cidr: Cidr): Cidr | undefined {
  const base = cidr.base + sizeOf(cidr);
  return base < 1n << BigInt(bitsOf(cidr.family)) ? { ...cidr, base } : undefined;
}

/**
 * The block number `index` (from 0) of the given size inside `parent`.
 * @throws {RangeError} when `parent` has no such block
 */
export function subBlock(parent: Cidr, prefix: number, index: number): Cidr {
  const count = 2 ** (prefix - parent.prefix);
  if (prefix < parent.prefix || index < 0 || index >= count) {
    throw new RangeError(`${formatCidr(parent)} has no /${prefix} block number ${index}`);
  }
  const base = parent.base + (BigInt(index) << BigInt(bitsOf(parent.family) - prefix));
  return { family: parent.family, base, prefix };
}

/** The address at `offset` (from 0) inside the block. */
export function addressAt(cidr: Cidr, offset: number): Ip {
  return { family: cidr.family, value: cidr.base + BigInt(offset) };
}
