/** On which line of its row a box stands: below those that reach it, and at most a few boxes side by side. */
import { byKey } from "../../../../net/group-by";
import type { Key } from "../../../network/network";
import type { Box, Picture } from "../picture/picture";

/** Boxes of one cell on one line. */
const MOST_ABREAST = 4;

export interface Seat {
  readonly box: Box;
  /** 0 is the first line of the box's row. */
  readonly line: number;
}

/** Seats in the order of the boxes. */
export function seatsOf({ boxes, links }: Picture): readonly Seat[] {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const above = byKey(
    links.flatMap(({ from, to }) => {
      if (from.kind !== "box" || to.kind !== "box") return [];
      const [row, other] = [byId.get(from.box)?.row, byId.get(to.box)?.row];
      return row === undefined || row !== other ? [] : [[to.box, from.box] as const];
    }),
  );
  const lines = new Map<Key, number>();
  const taken = new Map<string, number>();
  const seat = (id: Key, waiting: ReadonlySet<Key>): number => {
    const known = lines.get(id);
    const box = byId.get(id);
    if (known !== undefined || box === undefined || waiting.has(id)) return known ?? -1;
    const inside = new Set([...waiting, id]);
    const ideal = Math.max(0, ...(above.get(id) ?? []).map((other) => seat(other, inside) + 1));
    const line = firstFree(taken, box, ideal);
    lines.set(id, line);
    return line;
  };
  for (const { id } of [...boxes].sort((a, b) => span(b) - span(a))) seat(id, new Set());
  return boxes.map((box) => ({ box, line: lines.get(box.id) ?? 0 }));
}

function firstFree(taken: Map<string, number>, box: Box, ideal: number): number {
  const [first, last] = box.columns;
  const columns = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  // A box over several zones leaves no room in the zones between, and half of it in the outermost ones.
  const needs = (column: number): number =>
    first === last ? 1 : column === first || column === last ? MOST_ABREAST / 2 : MOST_ABREAST;
  const room = (line: number, column: number): string => `${box.row} ${line} ${column}`;
  const isFree = (line: number, column: number): boolean =>
    (taken.get(room(line, column)) ?? 0) + needs(column) <= MOST_ABREAST &&
    (first === last || !taken.has(`${room(line, column)} wide`));
  let line = ideal;
  while (!columns.every((column) => isFree(line, column))) line += 1;
  for (const column of columns) {
    taken.set(room(line, column), (taken.get(room(line, column)) ?? 0) + needs(column));
    if (first !== last) taken.set(`${room(line, column)} wide`, 1);
  }
  return line;
}

function span({ columns: [first, last] }: Box): number {
  return last - first;
}
