/** Takes needless bends out of lines: an end slides along its box, or its box grows towards the line. */
import type { Key } from "../../../network/network";
import { labelWidth, wordWidth } from "./measure";
import {
  overlap,
  type PlacedBox,
  type PlacedLink,
  type Point,
  type Rect,
  rectOf,
  segmentsOf,
  wordOf,
} from "./placed";

/** From a corner of a box to the nearest line; between two lines without a label. */
const CORNER = 18;
const APART = 14;
/** A box that grows keeps this far from what is beside it. */
const CLEAR = 20;

/** A line keeps this far from boxes that it passes. */
const BESIDE = 4;

type Side = "upper" | "lower";

interface Drawn {
  readonly boxes: Map<Key, PlacedBox>;
  readonly links: PlacedLink[];
  /** The columns in which boxes may grow, by id. */
  readonly room: ReadonlyMap<Key, readonly [number, number]>;
}

export function straightened(
  boxes: readonly PlacedBox[],
  links: readonly PlacedLink[],
  room: Drawn["room"],
): { readonly boxes: readonly PlacedBox[]; readonly links: readonly PlacedLink[] } {
  const drawn: Drawn = { boxes: new Map(boxes.map((each) => [each.box.id, each])), links: [...links], room };
  drawn.links.forEach((link, i) => {
    if (boxAt(link, "upper") === undefined) moveWord(drawn, link, i);
  });
  for (const side of ["lower", "upper", "lower"] as const)
    drawn.links.forEach((link, i) => {
      straighten(drawn, link, i, side);
    });
  return { boxes: [...drawn.boxes.values()], links: drawn.links };
}

function straighten(drawn: Drawn, link: PlacedLink, i: number, side: Side): void {
  const points = side === "lower" ? link.points : [...link.points].reverse();
  const [far, bend, , end] = points.slice(-4);
  const key = boxAt(link, side);
  const own = key === undefined ? undefined : drawn.boxes.get(key);
  if (far === undefined || bend === undefined || end === undefined || own === undefined) return;
  const straight: Point = { x: far.x, y: end.y };
  const grown = grownTo(drawn, own, far.x, link);
  if (grown === undefined || !hasRoom(drawn, own.box.id, side, i, far.x)) return;
  if (crossesBox(drawn, link, far, straight)) return;
  drawn.boxes.set(own.box.id, { ...own, rect: grown });
  const rest = [...points.slice(0, -3), straight];
  drawn.links[i] = { ...link, points: side === "lower" ? rest : rest.reverse() };
}

/** A word in the internet's bar goes where its line begins, unless another word is there. */
function moveWord(drawn: Drawn, link: PlacedLink, i: number): void {
  const [first, , bend, next] = link.points;
  if (first === undefined || bend === undefined || next === undefined) return;
  const half = (one: PlacedLink): number => wordWidth(wordOf(one)) / 2 + 8;
  const isFree = drawn.links.every((other, j) => {
    const at = other.points[0];
    if (i === j || at === undefined || boxAt(other, "upper") !== undefined) return true;
    return Math.abs(at.x - bend.x) >= half(other) + half(link);
  });
  const top: Point = { x: bend.x, y: first.y };
  if (isFree && !crossesBox(drawn, link, top, next))
    drawn.links[i] = { ...link, points: [top, ...link.points.slice(3)] };
}

/** The key of the box at the upper or lower end. */
export function boxAt({ link, upwards }: PlacedLink, side: Side): Key | undefined {
  const end = (side === "upper") === upwards ? link.to : link.from;
  return end.kind === "box" ? end.box : undefined;
}

/** The box's place, wide enough for a line at x; undefined where something is in the way. */
function grownTo(
  { boxes, links, room }: Drawn,
  own: PlacedBox,
  x: number,
  link: PlacedLink,
): Rect | undefined {
  const { rect, box } = own;
  const left = Math.min(rect.x, x - CORNER);
  const right = Math.max(rect.x + rect.width, x + CORNER);
  const grown: Rect = { ...rect, x: left, width: right - left };
  if (left === rect.x && right === rect.x + rect.width) return rect;
  const [least, most] = room.get(box.id) ?? [rect.x, rect.x + rect.width];
  if (left < least || right > most) return undefined;
  const near: Rect = { ...grown, x: left - CLEAR, width: grown.width + 2 * CLEAR };
  const isBlocked =
    [...boxes.values()].some((other) => other.box.id !== box.id && overlap(near, other.rect)) ||
    links.some(
      (other) =>
        other !== link &&
        ![boxAt(other, "upper"), boxAt(other, "lower")].includes(box.id) &&
        segmentsOf(other).some((segment) => overlap(near, segment)),
    );
  return isBlocked ? undefined : grown;
}

/** Whether another line at the same side of the box is too close, its label considered. */
function hasRoom({ links }: Drawn, key: Key, side: Side, i: number, x: number): boolean {
  return links.every((other, j) => {
    if (i === j || boxAt(other, side) !== key) return true;
    const end = other.points.at(side === "lower" ? -1 : 0);
    const left = (end?.x ?? 0) < x ? other : links[i];
    return Math.abs((end?.x ?? 0) - x) >= APART + (side === "lower" ? labelWidth(left?.link.label ?? "") : 0);
  });
}

/** Whether the line would come too close to a box that it does not belong to. */
function crossesBox({ boxes }: Drawn, link: PlacedLink, from: Point, to: Point): boolean {
  const segment = rectOf(from, to);
  const ends = [boxAt(link, "upper"), boxAt(link, "lower")];
  return [...boxes.values()].some(
    ({ box, rect }) => !ends.includes(box.id) && overlap(segment, rect, BESIDE),
  );
}
