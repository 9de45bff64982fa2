/** Exact sets of numbers as sorted, disjoint, non-adjacent intervals: equal sets are equal arrays. */

/** Inclusive. */
export interface Interval<T extends number | bigint> {
  readonly from: T;
  readonly to: T;
}

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

export function union<T extends number | bigint>(...sets: readonly IntervalSet<T>[]): IntervalSet<T> {
  const filled = sets.filter((set) => set.length > 0);
  return filled.length === 1 && filled[0] !== undefined ? filled[0] : intervals(filled.flat());
}

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

export function isEmpty<T extends number | bigint>(set: IntervalSet<T>): boolean {
  return set.length === 0;
}

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

export function covers<T extends number | bigint>(outer: IntervalSet<T>, inner: IntervalSet<T>): boolean {
  return outer === inner || isEmpty(subtract(inner, outer));
}

export function equalSets<T extends number | bigint>(a: IntervalSet<T>, b: IntervalSet<T>): boolean {
  return a === b || (a.length === b.length && a.every((x, i) => x.from === b[i]?.from && x.to === b[i]?.to));
}

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
