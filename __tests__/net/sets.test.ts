/** Sets of addresses and traffic against plain JavaScript sets of small numbers. */
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
import {
  contains,
  covers,
  equalSets,
  type IntervalSet,
  intersect,
  intersects,
  intervals,
  subtract,
  union,
} from "../../net/interval-set";
import { allowedBy, missing, packetSet, restrict, samePackets } from "../../net/packet-set";
import { parseTraffic } from "../../net/traffic";
import { allTraffic, formatTrafficSet, ofRule, ofTraffic, repliesTo, stretch } from "../../net/traffic-set";

const SIZE = 24;
const interval = fc
  .tuple(fc.nat(SIZE - 1), fc.nat(6))
  .map(([from, length]) => ({ from, to: Math.min(SIZE - 1, from + length) }));
const numbers = fc.array(interval, { maxLength: 6 }).map(intervals<number>);
const plain = (set: IntervalSet<number>): number[] =>
  Array.from({ length: SIZE }, (_, i) => i).filter((i) => contains(set, i));

test("union, intersection, difference, cover and overlap are those of plain sets", () => {
  fc.assert(
    fc.property(numbers, numbers, (a, b) => {
      const [x, y] = [new Set(plain(a)), new Set(plain(b))];
      expect(plain(union(a, b))).toEqual(plain([...a, ...b]).filter((i) => x.has(i) || y.has(i)));
      expect(plain(intersect(a, b))).toEqual([...x].filter((i) => y.has(i)));
      expect(plain(subtract(a, b))).toEqual([...x].filter((i) => !y.has(i)));
      expect(intersects(a, b)).toBe([...x].some((i) => y.has(i)));
      expect(covers(a, b)).toBe([...y].every((i) => x.has(i)));
    }),
    { numRuns: 2000 },
  );
});

test("equal sets are equal arrays, whatever they were made of", () => {
  fc.assert(
    fc.property(numbers, numbers, (a, b) => {
      expect(union(subtract(a, b), intersect(a, b))).toEqual(a);
      expect(equalSets(union(a, b), union(b, a))).toBe(true);
    }),
  );
});

const box = fc.record({
  traffic: numbers,
  addresses: numbers.map((set) => set.map(({ from, to }) => ({ from: BigInt(from), to: BigInt(to) }))),
});
type Box = { traffic: IntervalSet<number>; addresses: IntervalSet<bigint> };
const points = (boxes: readonly Box[]): Set<string> =>
  new Set(
    boxes.flatMap(({ traffic, addresses }) =>
      plain(traffic).flatMap((t) =>
        Array.from({ length: SIZE }, (_, a) => a)
          .filter((a) => contains(addresses, BigInt(a)))
          .map((a) => `${t} ${a}`),
      ),
    ),
  );

test("packet sets have the points of their boxes, and no traffic twice", () => {
  fc.assert(
    fc.property(fc.array(box, { maxLength: 5 }), box, (boxes, asked) => {
      const set = packetSet(boxes);
      expect(points(set)).toEqual(points(boxes));
      expect(samePackets(set, packetSet([...boxes].reverse()))).toBe(true);
      const [inside, outside] = [points(restrict(set, asked)), points(missing(set, asked))];
      expect(new Set([...inside, ...outside])).toEqual(points([asked]));
      expect([...inside].some((point) => outside.has(point))).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test("an ordered list lets through what its first matching rule allows", () => {
  const rule = fc
    .tuple(box, fc.constantFrom("allow" as const, "deny" as const))
    .map(([packets, action]) => ({ ...packets, action }));
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 6 }), (rules) => {
      const allowed = points(allowedBy(rules));
      const matching = (t: number, a: number) =>
        rules.find((each) => contains(each.traffic, t) && contains(each.addresses, BigInt(a)));
      const numbers = Array.from({ length: SIZE }, (_, i) => i);
      const expected = numbers.flatMap((t) =>
        numbers.filter((a) => matching(t, a)?.action === "allow").map((a) => `${t} ${a}`),
      );
      expect([...allowed].sort()).toEqual(expected.sort());
    }),
    { numRuns: 200 },
  );
});

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

test.each([
  ["tcp", 22, 22, "tcp/22"],
  ["6", 80, 90, "tcp/80-90"],
  ["tcp", 0, 0, "tcp/0"],
  ["tcp", 0, 65535, "tcp"],
  ["udp", undefined, undefined, "udp"],
  ["icmp", 8, -1, "icmp/echo"],
  ["icmp", 8, 0, "icmp/echo"],
  ["icmp", 3, 4, "icmp/3.4"],
  ["icmp", -1, -1, "icmp"],
  ["58", 128, 0, "icmpv6/echo"],
  ["47", undefined, undefined, "protocol 47"],
  ["esp", undefined, undefined, "protocol 50"],
  ["-1", 0, 0, "all"],
])("a rule %s %s to %s means %s", (protocol, from, to, expected) => {
  expect(formatTrafficSet(ofRule(protocol, from, to) ?? [])).toBe(expected);
});

test("a protocol that does not exist is refused", () => {
  expect(ofRule("tpc")).toBeUndefined();
  expect(ofRule("256")).toBeUndefined();
});

test.each([
  ["ssh", "tcp/32768-60999"],
  ["udp/53", "udp/32768-60999"],
  ["ping", "icmp/0.0, icmpv6/129.0"],
])("replies to %s go to %s", (text, expected) => {
  const traffic = parseTraffic(text);
  expect(
    formatTrafficSet(
      repliesTo(traffic === undefined ? [] : ofTraffic(traffic), { from: 32_768, to: 60_999 }),
    ),
  ).toBe(expected);
});

test("an unreachable message is answered by nobody, and all traffic is all", () => {
  expect(repliesTo(stretch("icmp", 3 * 256, 3 * 256 + 255), { from: 1024, to: 65_535 })).toEqual([]);
  expect(formatTrafficSet(allTraffic)).toBe("all");
});
