/** An interface by one of its addresses: another private address may have another public one, or none. */
import type { AddressSet } from "../../net/address-set";
import { intersects } from "../../net/interval-set";
import type { NetworkInterface } from "./network";

/** As packets show it that come from, or are meant for, this private address of its. */
export function atAddress(one: NetworkInterface, address: AddressSet): NetworkInterface {
  if (!intersects(one.others, address)) return one;
  const pair = one.otherPublics?.find(({ private4 }) => intersects(private4, address));
  const { public4: _, ...rest } = one;
  const private4 = { set: address, exact: true };
  return pair === undefined ? { ...rest, private4 } : { ...rest, private4, public4: pair.public4 };
}

/** The interface by its first address, and by each other that has a public one. */
export function byEachPublic(one: NetworkInterface): readonly NetworkInterface[] {
  return [one, ...(one.otherPublics ?? []).map(({ private4 }) => atAddress(one, private4))];
}

/** As those find it who call it by its name: by a public address, where any of its own has one. */
export function byName(one: NetworkInterface): NetworkInterface {
  const [first] = one.otherPublics ?? [];
  return one.public4 === undefined && first !== undefined ? atAddress(one, first.private4) : one;
}

const MOST = 256n;

/** A few addresses, one by one. */
export function singles({ from, to }: AddressSet[number]): readonly AddressSet[] {
  const count = to - from + 1n > MOST ? MOST : to - from + 1n;
  return Array.from({ length: Number(count) }, (_, i) => [{ from: from + BigInt(i), to: from + BigInt(i) }]);
}
