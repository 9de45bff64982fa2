/** How many addresses can still be somebody's own: whoever names more means everybody, in however many pieces. */
import { type AddressSet, countOf, ofFamily } from "./address-set";
import { bitsOf, type Family } from "./ip";

/**
 * The length of the largest block, which what somebody names must not exceed in all. A /8 is the largest that a single
 * organization was ever given of IPv4, a /32 what a whole provider usually gets of IPv6.
 * @see https://www.iana.org/assignments/ipv4-address-space/ and https://www.ripe.net/publications/docs/ripe-738/
 */
export const LARGEST_OWN: Readonly<Record<Family, number>> = { 4: 8, 6: 32 };

/** More than anybody's own. */
export function isEverybody(addresses: AddressSet): boolean {
  return familiesOfEverybody(addresses).length > 0;
}

/** The families of which these are more than anybody's own. */
export function familiesOfEverybody(addresses: AddressSet): readonly Family[] {
  return ([4, 6] as const).filter(
    (family) => countOf(ofFamily(addresses, family)) > 1n << BigInt(bitsOf(family) - LARGEST_OWN[family]),
  );
}
