/** What a line carries, written beside it: above the lower box, or above the gateway that it passes. */
import { labelLines, labelWidth, SIZE } from "../layout/measure";
import {
  overlap,
  type PlacedLink,
  type PlacedPicture,
  type Point,
  type Rect,
  segmentsOf,
} from "../layout/placed";
import { boxAt } from "../layout/straighten";
import type { Tone } from "./style";
import { text } from "./svg-parts";

export function labelOf(placed: PlacedLink, scene: PlacedPicture, tone: Tone): string {
  const { link, points } = placed;
  const key = boxAt(placed, "lower");
  const lower = scene.boxes.find(({ box }) => box.id === key);
  const end = points.at(-1);
  if (end === undefined || lower === undefined) return "";
  const isOutside = link.from.kind === "outside" || link.to.kind === "outside";
  const frame = scene.cells.find(
    ({ cell }) => cell.row === lower.box.row && cell.column === lower.box.columns[0],
  );
  const wall = Math.min(...scene.vpcs.map(({ rect }) => rect.y)) - SIZE.gateway / 2;
  const bottom = isOutside ? wall - 9 : lower.rect.y - 15;
  const on = isOutside ? "" : frame?.cell.tier === "public" ? " on-public" : " on-private";
  const lines = labelLines(link.label);
  const beside = segmentsOf(placed).find(
    (line) => line.width === 0 && line.y < bottom && line.y + line.height > bottom,
  );
  const x = beside?.x ?? end.x;
  const isLeft = belongsLeft(placed, scene, { x, y: bottom }, isOutside ? undefined : frame?.rect);
  const mark = link.state === "opened" ? "+ " : link.state === "closed" ? "− " : "";
  return lines
    .map((part, i) =>
      text(
        `code says halo${on} ${tone}${isLeft ? " end" : ""}`,
        { x: x + (isLeft ? -8 : 8), y: bottom - (lines.length - 1 - i) * SIZE.label },
        `${i === 0 ? mark : ""}${part}`,
      ),
    )
    .join("");
}

/** At the right of the line, unless it has no room there and has some at the left. */
function belongsLeft(placed: PlacedLink, scene: PlacedPicture, at: Point, frame: Rect | undefined): boolean {
  const width = labelWidth(placed.link.label) + 8;
  const place = (x: number): Rect => ({ x, y: at.y - SIZE.label, width, height: SIZE.label });
  const isFree = (rect: Rect): boolean =>
    (frame === undefined || (rect.x > frame.x + 4 && rect.x + width < frame.x + frame.width - 4)) &&
    rect.x > SIZE.margin / 2 &&
    rect.x + width < scene.width - SIZE.margin / 2 &&
    !scene.links.some((other) => other !== placed && segmentsOf(other).some((line) => overlap(line, rect)));
  return !isFree(place(at.x + 2)) && isFree(place(at.x - 2 - width));
}
