/** A scene as SVG: frames, lines, boxes, words; every name is escaped. */
import { attributes, escaped } from "../../markup";
import { codeWidth, SIZE, shortened, titleWidth, wordWidth } from "../layout/measure";
import { type PlacedBox, type PlacedLink, type PlacedPicture, type Rect, segmentsOf } from "../layout/placed";
import type { Picture } from "../picture/picture";
import { headingPlaces } from "./headings";
import { labelOf } from "./label";
import { legendOf } from "./legend";
import { DRAWING_STYLE, TONES, type Tone } from "./style";
import { rectangle, text } from "./svg-parts";
import { tonesOf } from "./tones";

/** Of machines that are alike, for the search of a page. */
const MOST_NAMES = 500;

export interface SvgOptions {
  /** What the drawing is of. */
  readonly title: string;
  /** What it shows, in sentences. */
  readonly description: string;
  /** The page around it has the style; the number keeps ids apart. @default a file of its own */
  readonly within?: { readonly page: number };
}

/** The drawing as one SVG element, and its width in pixels. */
export interface SvgDrawing {
  readonly svg: string;
  readonly width: number;
}

export function svgOf(
  picture: Picture,
  scene: PlacedPicture,
  { title, description, within }: SvgOptions,
): SvgDrawing {
  const number = within === undefined ? "" : `-${within.page}`;
  const ids = { title: `drawing-title${number}`, text: `drawing-text${number}` };
  const tones = tonesOf(picture);
  const legend = legendOf(picture, scene, tones, number);
  const above = picture.untold.length === 0 ? 0 : picture.untold.length * SIZE.line + SIZE.margin;
  const width = Math.max(scene.width, ...picture.untold.map((line) => wordWidth(line) + 2 * SIZE.margin));
  const size = { width, height: above + scene.height + legend.height };
  const lines = scene.links.flatMap(segmentsOf);
  const parts = [
    `<svg class="drawing" xmlns="http://www.w3.org/2000/svg"${attributes({ viewBox: `0 0 ${size.width} ${size.height}`, ...size })} role="img" aria-labelledby="${ids.title} ${ids.text}">`,
    `<title id="${ids.title}">${escaped(title)}</title>`,
    `<desc id="${ids.text}">${escaped(description)}</desc>`,
    ...(within === undefined ? [`<style>${DRAWING_STYLE}</style>`] : []),
    `<defs>${TONES.map((tone) => tip(tone, number)).join("")}</defs>`,
    rectangle("card", { x: 0.5, y: 0.5, width: size.width - 1, height: size.height - 1 }, 12),
    ...picture.untold.map((sentence, i) =>
      text("note", { x: SIZE.margin, y: SIZE.margin + 6 + i * SIZE.line }, sentence),
    ),
    ...(above === 0 ? [] : [`<g transform="translate(0 ${above})">`]),
    ...frames(scene),
    ...scene.links.map((link) => line(link, tones.get(link.link) ?? "inside", number)),
    ...bars(scene),
    ...scene.boxes.map(box),
    ...headings(scene, lines),
    ...scene.links.map((link) => labelOf(link, scene, tones.get(link.link) ?? "inside")),
    legend.svg,
    ...(above === 0 ? [] : ["</g>"]),
    "</svg>",
  ];
  return { svg: parts.join("\n"), width: size.width };
}

function tip(tone: Tone, number: string): string {
  return `<marker id="tip-${tone}${number}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="13" markerHeight="13" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path class="tip-${tone}" d="M0 0 10 5 0 10z"/></marker>`;
}

function frames({ vpcs, zones, cells }: PlacedPicture): readonly string[] {
  return [
    ...vpcs.map(({ rect }) => rectangle("vpc", rect, 10)),
    ...zones.map(({ rect }) => rectangle("zone", rect, 8)),
    ...cells.map(({ cell, rect }) => rectangle(cell.tier === "public" ? "public" : "private", rect, 8)),
  ];
}

function bars({ bar, words, vpcs }: PlacedPicture): readonly string[] {
  const gateways = vpcs.flatMap(({ gateway }) => (gateway === undefined ? [] : [gateway]));
  return [
    ...(bar === undefined ? [] : [internet(bar, words)]),
    ...gateways.flatMap((rect) => [
      rectangle("bar", rect, SIZE.gateway / 2),
      text("middle", { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 + 5 }, "internet gateway"),
    ]),
  ];
}

/** Its name stands in its upper edge, so that its words have all of the room. */
function internet(bar: Rect, words: PlacedPicture["words"]): string {
  const y = bar.y + bar.height / 2 + 6;
  return [
    rectangle("bar", bar, bar.height / 2),
    text("soft note halo", { x: bar.x + 26, y: bar.y + 4 }, "internet"),
    ...words.map(({ at, text: word }) => text("middle", { x: at.x, y }, word)),
  ].join("");
}

function headings({ vpcs, zones, cells }: PlacedPicture, lines: readonly Rect[]): readonly string[] {
  const head = (rect: Rect, height: number, names: readonly [string, string, string], on: string): string => {
    const [kind, left, right] = names;
    const band = { x: rect.x + 12, y: rect.y + 4, width: rect.width - 24, height: height - 8 };
    const widths = { left: titleWidth(left), right: codeWidth(right) };
    const places = headingPlaces(band, lines, widths);
    const y = rect.y + height / 2 + 7;
    return [
      left === "" ? "" : text(`${kind} halo ${on}`, { x: places.left, y }, left),
      right === "" ? "" : text(`code soft end halo ${on}`, { x: places.right, y }, right),
    ].join("");
  };
  return [
    ...vpcs.map(({ rect, frame }) =>
      head(lowered(rect), SIZE.vpcHead - 12, ["name", shortened(vpcName(frame.name)), frame.cidr], ""),
    ),
    ...zones.map(({ rect, name }) => head(rect, SIZE.zoneHead, ["soft", shortened(name), ""], "")),
    ...cells.map(({ rect, cell }) =>
      head(
        rect,
        SIZE.subnetHead,
        ["name", shortened(cell.name), cell.cidr],
        cell.tier === "public" ? "on-public" : "on-private",
      ),
    ),
  ];
}

function vpcName(name: string): string {
  return name === "" ? "VPC" : `VPC ${name}`;
}

/** Below the gateway in the VPC's wall. */
function lowered(rect: Rect): Rect {
  return { ...rect, y: rect.y + 12 };
}

function line({ link, points, upwards }: PlacedLink, tone: Tone, number: string): string {
  const path = (upwards ? [...points].reverse() : points).map(
    ({ x, y }, i) => `${i === 0 ? "M" : "L"}${x} ${y}`,
  );
  const tipped = {
    "marker-end": `url(#tip-${tone}${number})`,
    ...(link.bothWays ? { "marker-start": `url(#tip-${tone}${number})` } : {}),
  };
  return `<path${attributes({ class: `line ${tone}`, d: path.join(""), ...tipped })}/>`;
}

function box({ box: { title, notes, stacked, names }, rect }: PlacedBox): string {
  const middle = rect.x + rect.width / 2;
  const height = SIZE.line * (notes.length + 1);
  const top = rect.y + (rect.height - height) / 2 + 14;
  return [
    `<g${attributes({ class: "box-of", "data-names": names.slice(0, MOST_NAMES).join("\n") })}><title>${escaped(title)}</title>`,
    stacked ? rectangle("box", { ...rect, x: rect.x + 5, y: rect.y + 5 }, 8) : "",
    rectangle("box", rect, 8),
    text("name middle", { x: middle, y: top }, shortened(title)),
    ...notes.map((note, i) =>
      text("soft note middle", { x: middle, y: top + SIZE.line * (i + 1) }, shortened(note, 30)),
    ),
    "</g>",
  ].join("");
}
