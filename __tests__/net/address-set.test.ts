/** Sets of addresses, as CIDR blocks and back. */
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  allAddresses,
  allIpv4,
  cidrsOf,
  countOf,
  formatAddresses,
  ofCidrs,
  publicAddresses,
} from "../../net/address-set";
import { cidrOf, formatCidr } from "../../net/cidr";
import { covers, equalSets } from "../../net/interval-set";

test.each([
  [["0.0.0.0/1", "128.0.0.0/1"], "0.0.0.0/0"],
  [["10.0.0.0/9", "10.128.0.0/9", "::/1", "8000::/1"], "10.0.0.0/8, ::/0"],
  [["10.0.0.1/32", "10.0.0.2/31"], "10.0.0.1/32, 10.0.0.2/31"],
  [["192.0.2.255/32", "192.0.3.0/32"], "192.0.2.255/32, 192.0.3.0/32"],
])("%j is %s", (texts, expected) => {
  expect(formatAddresses(ofCidrs(texts.map(cidrOf)))).toBe(expected);
});

test("two halves are the internet", () => {
  expect(equalSets(ofCidrs([cidrOf("0.0.0.0/1"), cidrOf("128.0.0.0/1")]), allIpv4)).toBe(true);
  expect(covers(allAddresses, publicAddresses)).toBe(true);
  expect(countOf(allIpv4)).toBe(1n << 32n);
});

test("a set comes back from its CIDR blocks", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: (1n << 32n) - 1n }),
      fc.bigInt({ min: 0n, max: 1n << 20n }),
      (from, length) => {
        const set = [{ from, to: from + length > (1n << 32n) - 1n ? (1n << 32n) - 1n : from + length }];
        expect(ofCidrs(cidrsOf(set).map((cidr) => cidrOf(formatCidr(cidr))))).toEqual(set);
      },
    ),
  );
});
