/** What the colours mean, below the drawing, and what there was no room for. */
import { attributes, escaped } from "../../markup";
import { SIZE, wordWidth } from "../layout/measure";
import type { PlacedPicture } from "../layout/placed";
import type { Link, Picture } from "../picture/picture";
import { TONES, type Tone } from "./style";
import { toneText } from "./tones";

const ROW = 26;
const SAMPLE = 44;

export function legendOf(
  { links, leftOut }: Picture,
  { width, height }: PlacedPicture,
  tones: ReadonlyMap<Link, Tone>,
  number: string,
): { readonly svg: string; readonly height: number } {
  const used = new Set(tones.values());
  const names = new Set(
    links.flatMap(({ kind, from }) => (kind === "named" && from.kind === "outside" ? [from.name] : [])),
  );
  const entries = TONES.filter((tone) => used.has(tone)).map((tone) => {
    const words = toneText(tone, [...names].slice(0, 2));
    return { tone, words, width: SAMPLE + 12 + wordWidth(words) + 28 };
  });
  const parts: string[] = [];
  let [x, y] = [SIZE.margin, height + 4];
  for (const { tone, words, width: own } of entries) {
    if (x > SIZE.margin && x + own - 28 > width - SIZE.margin) [x, y] = [SIZE.margin, y + ROW];
    parts.push(
      `<path${attributes({ class: `line ${tone}`, d: `M${x} ${y}h${SAMPLE}`, "marker-end": `url(#tip-${tone}${number})` })}/>`,
      `<text${attributes({ x: x + SAMPLE + 12, y: y + 5 })}>${escaped(words)}</text>`,
    );
    x += own;
  }
  for (const sentence of leftOut) {
    y += ROW;
    parts.push(
      `<text${attributes({ class: "soft note", x: SIZE.margin, y: y + 5 })}>${escaped(sentence)}</text>`,
    );
  }
  return {
    svg: `<g>${parts.join("")}</g>`,
    height: entries.length + leftOut.length === 0 ? 0 : y - height + SIZE.margin,
  };
}
