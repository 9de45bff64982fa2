/** Between which nodes the lines of a drawing run, and where they pass a box that spans several columns. */
import type { ElkExtendedEdge } from "elkjs/lib/elk-api";
import type { Key } from "../../../network/network";
import type { Link, Picture } from "../picture/picture";
import { EDGE_RANK, type Piece, type Placed } from "./box-pieces";
import { labelWidth, wordWidth } from "./measure";
import { wordOf } from "./placed";
import { wallId } from "./zone-walls";

/** From the upper end to the lower one. */
export interface LinkRoute {
  readonly nodes: readonly string[];
  /** Made for this line alone: its word in the internet's bar, and where it passes boxes. */
  readonly own: readonly Placed[];
  /** The wall that it runs along. */
  readonly wall?: string;
}

/** By position in the picture's links; undefined where an end is not drawn. */
export function routesOf({ links }: Picture, placed: readonly Piece[]): readonly (LinkRoute | undefined)[] {
  return links.map((link, i) => {
    const { from, to } = link;
    if (from.kind !== "box" || to.kind !== "box") return outsideRoute(link, i, placed);
    const [a, b] = nearest(placed, from.box, to.box);
    if (a === undefined || b === undefined) return undefined;
    const [upper, lower] = a.layer <= b.layer ? [a, b] : [b, a];
    const passes = passesOf(placed, upper.layer, lower, i);
    return { nodes: [upper.id, ...passes.map(({ id }) => id), lower.id], own: passes };
  });
}

/** The edges of a route are `link 3 0`, `link 3 1` …, from top to bottom. */
export function routeEdges(
  { links }: Picture,
  routes: readonly (LinkRoute | undefined)[],
): readonly ElkExtendedEdge[] {
  return routes.flatMap((route, i) => {
    const straightness = links[i]?.kind === "out" ? "4" : "8";
    return (route?.nodes.slice(1) ?? []).map((target, part) => ({
      id: `link ${i} ${part}`,
      sources: [route?.nodes[part] ?? target],
      targets: [target],
      layoutOptions: { "elk.layered.priority.straightness": straightness },
    }));
  });
}

/** From the word in the internet's bar, straight above the box. */
function outsideRoute(link: Link, i: number, placed: readonly Piece[]): LinkRoute | undefined {
  const inside = [link.from, link.to].find((end) => end.kind === "box");
  const own = placed.filter(({ of }) => inside?.kind === "box" && of === inside.box);
  const half = own.length / 2;
  const at = own[Math.floor(half)];
  if (at === undefined) return undefined;
  const passes = passesOf(placed, 0, at, i);
  if (own.length > 1 && Number.isInteger(half) && passes.length === 0) {
    const wall = wallId(0, at.column - 1);
    return { nodes: [wall, wallId(at.layer, at.column - 1)], own: [], wall };
  }
  const width = Math.max(wordWidth(wordOf({ link })), 2 * labelWidth(link.label)) + 8;
  const [first] = passes;
  const { slot, rank } = first ?? at;
  const word: Placed = { id: `word ${i}`, layer: 0, slot, rank, width };
  return { nodes: [word.id, ...passes.map(({ id }) => id), at.id], own: [word, ...passes] };
}

/** A line goes around a box that spans several columns, never behind it. */
function passesOf(
  placed: readonly Piece[],
  above: number,
  { layer: below, column }: Piece,
  i: number,
): readonly Placed[] {
  return Array.from({ length: Math.max(0, below - above - 1) }, (_, k) => above + 1 + k).flatMap((layer) => {
    const own = placed.filter((piece) => piece.layer === layer && piece.column === column && piece.span > 1);
    const [piece] = own;
    if (piece === undefined) return [];
    const rank = piece.part === piece.span - 1 ? 1 - EDGE_RANK : EDGE_RANK - 1;
    const slot = 2 * (piece.part === piece.span - 1 ? column : column - piece.part);
    return [{ id: `pass ${i} ${layer}`, layer, slot, rank, width: 2 }];
  });
}

/** The pieces of two boxes that stand closest, by column. */
function nearest(placed: readonly Piece[], from: Key, to: Key): readonly [Piece?, Piece?] {
  const pairs = placed
    .filter(({ of }) => of === from)
    .flatMap((a) => placed.filter(({ of }) => of === to).map((b) => [a, b] as const));
  return (
    pairs.sort((x, y) => Math.abs(x[0].column - x[1].column) - Math.abs(y[0].column - y[1].column))[0] ?? []
  );
}
