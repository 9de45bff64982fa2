/** The boxes of a drawing as nodes for ELK, one in each column that a box spans, with the room they need. */
import type { Key } from "../../../network/network";
import type { Box, Picture } from "../picture/picture";
import type { Seat } from "./lines";
import { boxWidth, headWidth, labelWidth, SIZE } from "./measure";

/** A node of the graph. */
export interface Placed {
  readonly id: string;
  readonly layer: number;
  /** Twice the column; odd ones are walls. */
  readonly slot: number;
  readonly rank: number;
  readonly width: number;
}

export interface Piece extends Placed {
  readonly of: Key;
  readonly column: number;
  /** Which piece of the box it is, out of how many. */
  readonly part: number;
  readonly span: number;
}

/** A box over several columns stands next to their walls. */
export const EDGE_RANK = 9;

export function piecesOf(
  picture: Picture,
  seats: readonly Seat[],
  { box, line }: Seat,
  layer: number,
): readonly Piece[] {
  const [first, last] = box.columns;
  const count = last - first + 1;
  return Array.from({ length: count }, (_, i): Piece => {
    const column = first + i;
    const cell = picture.cells.find((each) => each.row === box.row && each.column === column);
    const isAlone = !seats.some(
      (other) =>
        other.box !== box && other.line === line && other.box.row === box.row && isIn(other.box, column),
    );
    const head = isAlone && cell !== undefined ? headWidth(cell.name, cell.cidr) - SIZE.pad / 2 : 0;
    return {
      id: `box ${i} ${box.id}`,
      of: box.id,
      part: i,
      span: count,
      column,
      layer,
      slot: 2 * column,
      rank: rankOf(box, column, (picture.columns.length - 1) / 2),
      width:
        count > 1
          ? Math.max(boxWidth(box) / count - 40, head, 96)
          : Math.max(boxWidth(box), head, portsWidth(picture, box)),
    };
  });
}

function isIn({ columns: [first, last] }: Box, column: number): boolean {
  return first <= column && column <= last;
}

/** Wide enough that each arrow from above has what it carries at its right. */
function portsWidth({ boxes, links }: Picture, box: Box): number {
  const rowOf = (key: Key): number => boxes.find(({ id }) => id === key)?.row ?? 0;
  const above = links.filter(({ from, to }) => {
    const [own, other] = to.kind === "box" && to.box === box.id ? [to, from] : [from, to];
    if (own.kind !== "box" || own.box !== box.id) return false;
    if (other.kind !== "box") return true;
    return rowOf(other.box) < box.row || (rowOf(other.box) === box.row && own === to);
  });
  const widest = Math.max(0, ...above.map(({ label }) => labelWidth(label)));
  return above.length < 2 ? widest + 40 : (above.length + 1) * (widest + 26);
}

/** Towards the middle of the picture: first boxes over several zones, then NATs. */
function rankOf({ columns: [first, last], isNat }: Box, column: number, middle: number): number {
  const inwards = first !== last ? 2 : isNat ? 1 : 0;
  if (first !== last) return column === first ? EDGE_RANK : -EDGE_RANK;
  return column <= middle ? inwards : -inwards;
}
