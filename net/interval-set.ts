/** Exact sets of numbers as sorted, disjoint, non-adjacent intervals: equal sets are equal arrays. */

/** Inclusive. */
export interface Interval<T extends number | bigint> {
  readonly from: T;
  readonly to: T;
}

/** Sorted, disjoint, and with a gap between any two; {@link intervals} makes one. */
export type IntervalSet<T extends number | bigint> = readonly Interval<T>[];

/** The union of intervals in any order, overlapping or not. */
export function intervals<T extends number | bigint>(parts: readonly Interval<T>[]): IntervalSet<T> {
  if (parts.length < 2) return parts;
  const sorted = [...parts].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  const merged: Interval<T>[] = [];
  let open: Interval<T> | undefined;
  for (const part of sorted) {
    if (open !== undefined && part.from <= after(open.to)) {
      if (part.to > open.to) open = { from: open.from, to: part.to };
    } else {
      if (open !== undefined) merged.push(open);
      open = part;
    }
  }
  if (open !== undefined) merged.push(open);
  return merged;
}

/** What is in at least one of the sets. */
export function union<T extends number | bigint>(...sets: readonly IntervalSet<T>[]): IntervalSet<T> {
  const filled = sets.filter((set) => set.length > 0);
  return filled.length === 1 && filled[0] !== undefined ? filled[0] : intervals(filled.flat());
}

/** What is in both sets. */
export function intersect<T extends number | bigint>(a: IntervalSet<T>, b: IntervalSet<T>): IntervalSet<T> {
  if (a === b) return a;
  const common: Interval<T>[] = [];
  let i = 0;
  let j = 0;
  for (let x = a[0], y = b[0]; x !== undefined && y !== undefined; x = a[i], y = b[j]) {
    const from = later(x.from, y.from);
    const to = earlier(x.to, y.to);
    if (from <= to) common.push({ from, to });
    if (x.to < y.to) i += 1;
    else j += 1;
  }
  return common;
}

/** What is in `a` and not in `b`. */
export function subtract<T extends number | bigint>(a: IntervalSet<T>, b: IntervalSet<T>): IntervalSet<T> {
  if (b.length === 0) return a;
  const left: Interval<T>[] = [];
  let j = 0;
  for (const { from, to } of a) {
    let start: T | undefined = from;
    for (let y = b[j]; y !== undefined && y.from <= to; y = b[j]) {
      if (y.to >= from && start !== undefined) {
        if (y.from > start) left.push({ from: start, to: before(y.from) });
        if (y.to >= start) start = y.to < to ? after(y.to) : undefined;
      }
      if (y.to > to) break;
      j += 1;
    }
    if (start !== undefined && start <= to) left.push({ from: start, to });
  }
  return left;
}

/** Whether nothing is in the set. */
export function isEmpty<T extends number | bigint>(set: IntervalSet<T>): boolean {
  return set.length === 0;
}

/** Whether the two have something in common. */
export function intersects<T extends number | bigint>(a: IntervalSet<T>, b: IntervalSet<T>): boolean {
  let i = 0;
  let j = 0;
  for (let x = a[0], y = b[0]; x !== undefined && y !== undefined; x = a[i], y = b[j]) {
    if (x.to < y.from) i += 1;
    else if (y.to < x.from) j += 1;
    else return true;
  }
  return false;
}

/** Whether all of `inner` is in `outer`; the empty set is in every other. */
export function covers<T extends number | bigint>(outer: IntervalSet<T>, inner: IntervalSet<T>): boolean {
  return outer === inner || isEmpty(subtract(inner, outer));
}

/** Whether both are the same set. */
export function equalSets<T extends number | bigint>(a: IntervalSet<T>, b: IntervalSet<T>): boolean {
  return a === b || (a.length === b.length && a.every((x, i) => x.from === b[i]?.from && x.to === b[i]?.to));
}

/** Whether the number is in the set. */
export function contains<T extends number | bigint>(set: IntervalSet<T>, value: T): boolean {
  return set.some(({ from, to }) => from <= value && value <= to);
}

function later<T extends number | bigint>(a: T, b: T): T {
  return a < b ? b : a;
}

function earlier<T extends number | bigint>(a: T, b: T): T {
  return a < b ? a : b;
}

function after<T extends number | bigint>(value: T): T {
  return (typeof value === "bigint" ? value + 1n : Number(value) + 1) as T;
}

function before<T extends number | bigint>(value: T): T {
  return (typeof value === "bigint" ? value - 1n : Number(value) - 1) as T;
}
