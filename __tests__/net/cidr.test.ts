import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  addressAt,
  blockAround,
  type Cidr,
  cidrOf,
  containsCidr,
  containsIp,
  formatCidr,
  lastOf,
  nextBlock,
  overlaps,
  parseCidr,
  sizeOf,
  subBlock,
} from "../../net/cidr";
import { bitsOf, type Family, formatIp, type Ip, parseIp } from "../../net/ip";

const family = fc.constantFrom<Family>(4, 6);
const ip: fc.Arbitrary<Ip> = family.chain((family) =>
  fc.bigInt({ min: 0n, max: (1n << BigInt(bitsOf(family))) - 1n }).map((value) => ({ family, value })),
);
const cidr: fc.Arbitrary<Cidr> = ip.chain((address) =>
  fc.integer({ min: 0, max: bitsOf(address.family) }).map((prefix) => blockAround(address, prefix)),
);

test.each([
  ["10.0.0.1", { family: 4, value: 0x0a000001n }],
  ["255.255.255.255", { family: 4, value: 0xffffffffn }],
  ["2001:db8::1", { family: 6, value: 0x20010db8000000000000000000000001n }],
  ["::ffff:10.0.0.1", { family: 6, value: 0xffff0a000001n }],
  ["010.0.0.1", undefined],
  ["10.1", undefined],
  ["0x0a.0.0.1", undefined],
  ["10.0.0.256", undefined],
  ["fe80::1%eth0", undefined],
  ["10.0.0.1 ", undefined],
  ["", undefined],
])("the address %j is %j", (text, expected) => {
  expect(parseIp(text)).toEqual(expected);
});

test.each([
  "10.0.0.0",
  "10.0.0.0/",
  "10.0.0.0/33",
  "10.0.0.0/08",
  "10.0.0.0/-1",
  "10.0.0.0/8/8",
  "10.0.0.0/8 ",
  "::/129",
  "/8",
])("%j is no block", (text) => {
  expect(parseCidr(text)).toEqual({ kind: "malformed" });
});

test("addresses and blocks read back as they were written", () => {
  fc.assert(fc.property(ip, (address) => expect(parseIp(formatIp(address))).toEqual(address)));
  fc.assert(fc.property(cidr, (block) => expect(cidrOf(formatCidr(block))).toEqual(block)));
});

test("a text with host bits names the block it is in and the next one", () => {
  fc.assert(
    fc.property(cidr, fc.bigInt({ min: 1n, max: (1n << 128n) - 1n }), (block, offset) => {
      fc.pre(sizeOf(block) > 1n);
      const inside = { family: block.family, value: block.base + 1n + (offset % (sizeOf(block) - 1n)) };
      const parsed = parseCidr(`${formatIp(inside)}/${block.prefix}`);
      expect(parsed).toEqual({
        kind: "unaligned",
        below: block,
        ...(nextBlock(block) === undefined ? {} : { above: nextBlock(block) }),
      });
    }),
  );
});

test("a block holds its first and last address, and not the ones beside it", () => {
  fc.assert(
    fc.property(cidr, (block) => {
      const at = (value: bigint): Ip => ({ family: block.family, value });
      expect([block.base, lastOf(block)].map((value) => containsIp(block, at(value)))).toEqual([true, true]);
      expect([block.base - 1n, lastOf(block) + 1n].map((value) => containsIp(block, at(value)))).toEqual([
        false,
        false,
      ]);
    }),
  );
});

test("two blocks overlap exactly when they share an address", () => {
  fc.assert(
    fc.property(cidr, cidr, (a, b) => {
      const share = a.family === b.family && a.base <= lastOf(b) && b.base <= lastOf(a);
      expect(overlaps(a, b)).toBe(share);
      expect(overlaps(b, a)).toBe(share);
    }),
  );
});

test("the blocks inside a block follow each other and fill it", () => {
  fc.assert(
    fc.property(cidr, fc.integer({ min: 0, max: 4 }), (block, bits) => {
      fc.pre(block.prefix + bits <= bitsOf(block.family));
      const parts = Array.from({ length: 2 ** bits }, (_, i) => subBlock(block, block.prefix + bits, i));
      expect(parts[0]?.base).toBe(block.base);
      for (const [i, part] of parts.entries()) {
        expect(containsCidr(block, part)).toBe(true);
        if (i > 0) expect(part.base).toBe(lastOf(parts[i - 1] ?? part) + 1n);
      }
      expect(() => subBlock(block, block.prefix + bits, 2 ** bits)).toThrow(RangeError);
    }),
  );
});

test("addressAt counts from the first", () => {
  expect(formatIp(addressAt(cidrOf("10.0.2.0/24"), 10))).toBe("10.0.2.10");
});
