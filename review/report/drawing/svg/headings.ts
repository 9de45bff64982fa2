/** Where a frame's heading finds room between the lines that pass it. */
import { APART_FROM_LINE } from "../layout/measure";
import type { Rect } from "../layout/placed";

interface Slot {
  readonly from: number;
  readonly to: number;
}

/** The x of a text that begins there, and of one that ends there; both at their corner where nothing is free. */
export function headingPlaces(
  band: Rect,
  lines: readonly Rect[],
  widths: { readonly left: number; readonly right: number },
): { readonly left: number; readonly right: number } {
  const slots = freeSlots(band, lines);
  const first = slots.find(({ from, to }) => to - from >= widths.left);
  const left = first?.from ?? band.x;
  const rest = slots.map((slot) => (slot === first ? { from: left + widths.left + 12, to: slot.to } : slot));
  const last = [...rest].reverse().find(({ from, to }) => to - from >= widths.right);
  return { left, right: last?.to ?? band.x + band.width };
}

function freeSlots(band: Rect, lines: readonly Rect[]): readonly Slot[] {
  const taken = lines
    .filter(({ y, height }) => y < band.y + band.height && y + height > band.y)
    .map(({ x, width }) => ({ from: x - APART_FROM_LINE, to: x + width + APART_FROM_LINE }))
    .sort((a, b) => a.from - b.from);
  const slots: Slot[] = [];
  let from = band.x;
  for (const each of taken) {
    if (each.from > from) slots.push({ from, to: Math.min(each.from, band.x + band.width) });
    from = Math.max(from, each.to);
  }
  if (from < band.x + band.width) slots.push({ from, to: band.x + band.width });
  return slots;
}
