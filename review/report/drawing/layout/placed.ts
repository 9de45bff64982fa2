/** A laid-out drawing: every frame, box and line with its place, before it becomes SVG. */

import type { Box, Cell, Frame, Link } from "../picture/picture";
import { shortened } from "./measure";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

export interface PlacedBox {
  readonly box: Box;
  readonly rect: Rect;
}

/** A line from the upper end to the lower one, in right angles. */
export interface PlacedLink {
  readonly link: Link;
  readonly points: readonly Point[];
  /** The upper end is the link's target. */
  readonly upwards: boolean;
}

export interface PlacedPicture {
  readonly width: number;
  readonly height: number;
  /** The internet, where anything leads to it or comes from there. */
  readonly bar?: Rect;
  readonly words: readonly { readonly at: Point; readonly text: string }[];
  readonly vpcs: readonly { readonly frame: Frame; readonly rect: Rect; readonly gateway?: Rect }[];
  readonly zones: readonly { readonly name: string; readonly rect: Rect }[];
  readonly cells: readonly { readonly cell: Cell; readonly rect: Rect }[];
  readonly boxes: readonly PlacedBox[];
  readonly links: readonly PlacedLink[];
}

export function round(value: number): number {
  return Math.round(value * 2) / 2;
}

/** What the internet's bar says where a line begins or ends; nothing for lines between boxes. */
export function wordOf({ link: { from, to } }: { readonly link: Link }): string {
  if (to.kind === "outside") return to.name === "internet" ? "anywhere" : shortened(to.name);
  if (from.kind === "outside") return from.name === "internet" ? "anyone" : shortened(from.name);
  return "";
}

export function segmentsOf({ points }: PlacedLink): readonly Rect[] {
  return points.slice(1).map((point, i) => rectOf(points[i] ?? point, point));
}

export function rectOf(a: Point, b: Point): Rect {
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  };
}

export function overlap(a: Rect, b: Rect, by = 0): boolean {
  return (
    a.x < b.x + b.width + by &&
    b.x < a.x + a.width + by &&
    a.y < b.y + b.height + by &&
    b.y < a.y + a.height + by
  );
}
