/** IP addresses as values: an address is its family and its number. Zone ids (`fe80::1%eth0`) are refused. */
import ipaddr from "ipaddr.js";

/** The version of the Internet Protocol. */
export type Family = 4 | 6;

/** One address, without a prefix length. */
export interface Ip {
  readonly family: Family;
  /** The address as an unsigned integer of {@link bitsOf} bits. */
  readonly value: bigint;
}

/** How many bits an address of the family has. */
export function bitsOf(family: Family): 32 | 128 {
  return family === 4 ? 32 : 128;
}

/** Told beforehand, because the library throws and catches an error for every text that is none, e.g. a name. */
const DECIMAL = /^[\d.]+$/;

/**
 * Reads one address: IPv4 only as four decimal parts (`010.0.0.1` and `10.1` are refused), IPv6 without a zone id.
 * @returns undefined for any other text
 */
export function parseIp(text: string): Ip | undefined {
  if (DECIMAL.test(text) && ipaddr.IPv4.isValidFourPartDecimal(text))
    return { family: 4, value: toBigInt(ipaddr.IPv4.parse(text).toByteArray()) };
  if (!text.includes(":") || text.includes("%") || !ipaddr.IPv6.isValid(text)) return undefined;
  return { family: 6, value: toBigInt(ipaddr.IPv6.parse(text).toByteArray()) };
}

/** `10.0.0.1`, or IPv6 in its canonical short form (RFC 5952). */
export function formatIp({ family, value }: Ip): string {
  const bytes = toBytes(value, bitsOf(family) / 8);
  return family === 4 ? new ipaddr.IPv4(bytes).toString() : new ipaddr.IPv6(bytes).toRFC5952String();
}

function toBigInt(bytes: readonly number[]): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function toBytes(value: bigint, length: number): number[] {
  return Array.from({ length }, (_, i) => Number((value >> BigInt(8 * (length - 1 - i))) & 0xffn));
}
