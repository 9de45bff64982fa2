/** Sets of intervals against plain JavaScript sets of small numbers. */
import { expect, test } from "@jest/globals";
import fc from "fast-check";
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
