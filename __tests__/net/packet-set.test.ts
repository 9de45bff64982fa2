/** Sets of packets against plain JavaScript sets of points. */
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { contains, type IntervalSet, intervals } from "../../net/interval-set";
import { allowedBy, missing, packetSet, restrict } from "../../net/packet-set";

const SIZE = 24;
const interval = fc
  .tuple(fc.nat(SIZE - 1), fc.nat(6))
  .map(([from, length]) => ({ from, to: Math.min(SIZE - 1, from + length) }));
const numbers = fc.array(interval, { maxLength: 6 }).map(intervals<number>);
const box = fc.record({
  traffic: numbers,
  addresses: numbers.map((set) => set.map(({ from, to }) => ({ from: BigInt(from), to: BigInt(to) }))),
});
type Box = { traffic: IntervalSet<number>; addresses: IntervalSet<bigint> };
const points = (boxes: readonly Box[]): Set<string> =>
  new Set(
    boxes.flatMap(({ traffic, addresses }) =>
      Array.from({ length: SIZE }, (_, t) => t)
        .filter((t) => contains(traffic, t))
        .flatMap((t) =>
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
      expect(points(packetSet([...boxes].reverse()))).toEqual(points(set));
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
