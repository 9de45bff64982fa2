/** The pieces that a drawing is written with. */
import { attributes, escaped } from "../../markup";
import type { Point, Rect } from "../layout/placed";

export function rectangle(kind: string, { x, y, width, height }: Rect, rx: number): string {
  return `<rect${attributes({ class: kind, x, y, width, height, rx })}/>`;
}

export function text(kind: string, { x, y }: Point, content: string): string {
  return `<text${attributes({ class: kind, x, y })}>${escaped(content)}</text>`;
}
