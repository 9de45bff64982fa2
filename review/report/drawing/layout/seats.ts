/** The layers of a drawing, one for each line of boxes, with the room that headings and labels need above them. */

import type { Box, Link, Picture } from "../picture/picture";
import type { Seat } from "./lines";
import { boxHeight, labelLines, SIZE } from "./measure";

export interface Layer {
  /** Undefined: the words in the internet's bar. */
  readonly row?: number;
  /** Room above and below the boxes, within the layer. */
  readonly top: number;
  readonly box: number;
  readonly bottom: number;
}

/** The layers from top to bottom, and the layer of a seat. */
export function layersOf(
  picture: Picture,
  seats: readonly Seat[],
): { readonly layers: readonly Layer[]; readonly layerOf: LayerOf } {
  const { rows, links } = picture;
  const layers: Layer[] = [{ top: 0, box: links.some(isOutside) ? SIZE.bar : 0, bottom: 0 }];
  const starts: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    starts.push(layers.length);
    const own = seats.filter(({ box }) => box.row === row);
    const count = Math.max(1, ...own.map(({ line }) => line + 1));
    for (let line = 0; line < count; line += 1) {
      const boxes = own.filter((seat) => seat.line === line).map(({ box }) => box);
      layers.push({
        row,
        top: headroom(picture, row, line) + labelRoom(picture, seats, boxes),
        box: Math.max(0, ...boxes.map(boxHeight)),
        bottom: line === count - 1 && boxes.length > 0 ? SIZE.pad : 0,
      });
    }
  }
  const layerOf: LayerOf = ({ box, line }) => (starts[box.row] ?? 0) + line;
  return { layers, layerOf };
}

export type LayerOf = (seat: { readonly box: Pick<Box, "row">; readonly line: number }) => number;

export function isOutside({ from, to }: Link): boolean {
  return from.kind === "outside" || to.kind === "outside";
}

function headroom(picture: Picture, row: number, line: number): number {
  return line > 0 ? 0 : SIZE.subnetHead + headroomOf(picture, row);
}

/** Above the subnets of a row: above the first one the headings of zone and VPC, the gateway, and what passes it. */
export function headroomOf({ links }: Picture, row: number): number {
  return row === 0 ? SIZE.vpcHead + SIZE.zoneHead + passRoom(links) : 0;
}

/** Between the internet's bar and the VPC. */
function passRoom(links: readonly Link[]): number {
  const outside = links.filter(isOutside).map(({ label }) => labelLines(label).length);
  return outside.length === 0 ? 0 : SIZE.gateway / 2 + 8 + Math.max(...outside) * SIZE.label;
}

/** Above boxes: what the arrows carry that come from above. */
function labelRoom({ links }: Picture, seats: readonly Seat[], boxes: readonly Box[]): number {
  const below = links.filter(({ from, to }) => {
    if (from.kind !== "box" || to.kind !== "box") return false;
    const ends = [from.box, to.box].map((id) => seats.find(({ box }) => box.id === id));
    const [lower] = [...ends].sort(
      (a, b) => (b?.box.row ?? 0) - (a?.box.row ?? 0) || (b?.line ?? 0) - (a?.line ?? 0),
    );
    return lower !== undefined && boxes.includes(lower.box);
  });
  if (boxes.length === 0) return 0;
  return below.length === 0
    ? 0
    : SIZE.above + Math.max(...below.map(({ label }) => labelLines(label).length)) * SIZE.label;
}
