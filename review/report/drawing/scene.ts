/** A laid-out drawing: every frame, box and line with its place, before it becomes SVG. */
import type { Box, Cell, Frame, Link } from "./picture";

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

export interface Scene {
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
