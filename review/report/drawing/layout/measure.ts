/** How much room things take, in the drawing's own units (CSS pixels at full size). Nothing asks a font: same bytes everywhere. */
import type { Box } from "../picture/picture";

export const SIZE = {
  /** Around everything. */
  margin: 24,
  /** The bar of the internet, and the one of an internet gateway. */
  bar: 40,
  gateway: 30,
  /** The VPC's heading, a zone's and a subnet's. */
  vpcHead: 44,
  zoneHead: 26,
  subnetHead: 34,
  /** One line of what an arrow carries. */
  label: 17,
  /** Above boxes, at least. */
  above: 12,
  pad: 14,
  line: 19,
  /** Between boxes side by side. */
  gap: 32,
  /** Between lines of boxes, for arrows that run sideways. */
  between: 16,
} as const;

/** Between a heading and a line beside it. */
export const APART_FROM_LINE = 7;
const TITLE_WIDTH = 9.1;
const NOTE_WIDTH = 7.4;
const LABEL_WIDTH = 7.9;
const MOST_LINES = 4;
const LONGEST_TITLE = 26;

/** Cut in the middle, where names differ least. */
export function shortened(text: string, longest = LONGEST_TITLE): string {
  const letters = [...text];
  if (letters.length <= longest) return text;
  const head = Math.ceil((longest - 1) / 2);
  return `${letters.slice(0, head).join("")}…${letters.slice(head + 1 - longest).join("")}`;
}

export function boxWidth({ title, notes }: Box): number {
  const widest = Math.max(
    [...shortened(title)].length * TITLE_WIDTH,
    ...notes.map((note) => [...shortened(note, 30)].length * NOTE_WIDTH),
  );
  return Math.max(96, Math.ceil(widest) + 28);
}

export function boxHeight({ notes }: Box): number {
  return 26 + (1 + notes.length) * SIZE.line - 7;
}

/** What an arrow carries, one kind of traffic a line. */
export function labelLines(label: string): readonly string[] {
  const parts = label.split(", ");
  return parts.length <= MOST_LINES
    ? parts
    : [...parts.slice(0, MOST_LINES - 1), `${parts.length - MOST_LINES + 1} more`];
}

export function labelWidth(label: string): number {
  return Math.max(...labelLines(label).map((line) => [...line].length)) * LABEL_WIDTH;
}

/** Of text in the words of the internet's bar. */
export function wordWidth(text: string): number {
  return [...text].length * NOTE_WIDTH;
}

/** Of a frame's heading: a name at the left, a block at the right. */
export function headWidth(name: string, cidr: string): number {
  return titleWidth(shortened(name)) + codeWidth(cidr) + 16;
}

export function codeWidth(text: string): number {
  return [...text].length * LABEL_WIDTH;
}

export function titleWidth(text: string): number {
  return [...text].length * TITLE_WIDTH;
}
