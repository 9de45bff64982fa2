/** The frames of a scene: subnets around their boxes, zones around subnets, VPCs around zones, and the gateways. */

import type { Picture } from "../picture/picture";
import type { Graph } from "./elk-graph";
import { labelWidth, SIZE } from "./measure";
import { type PlacedBox, type PlacedLink, type PlacedPicture, type Rect, round, segmentsOf } from "./placed";
import { headroomOf } from "./seats";

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Between a subnet and its zone, a zone and its VPC. */
export const INSET = 12;

export function framesAround(
  picture: Picture,
  graph: Graph,
  spans: { readonly columns: readonly Span[]; readonly layers: readonly Span[] },
  boxes: readonly PlacedBox[],
  links: readonly PlacedLink[],
  words: PlacedPicture["words"],
): PlacedPicture {
  const columns = spans.columns.map((span, i) =>
    i === spans.columns.length - 1 ? withLabels(span, links) : span,
  );
  const cells = picture.cells.flatMap((cell) => {
    const rows = graph.layers.flatMap(({ row }, i) => (row === cell.row ? [i] : []));
    const [first, last] = [spans.layers[rows[0] ?? 0], spans.layers[rows.at(-1) ?? 0]];
    const column = columns[cell.column];
    if (first === undefined || last === undefined || column === undefined) return [];
    const top = first.from + headroomOf(picture, cell.row);
    const rect = around(column.from - SIZE.pad, top, column.to + SIZE.pad, last.to);
    return [{ cell, rect }];
  });
  const zones = picture.columns.flatMap((column, i) => {
    const own = cells.filter(({ cell }) => cell.column === i).map(({ rect }) => rect);
    // Zones of a picture are of one height, whatever is in them.
    const all = bounds([...own, ...cells.map(({ rect }) => ({ ...rect, x: own[0]?.x ?? 0, width: 0 }))]);
    const rect = around(
      all.x - INSET,
      all.y - SIZE.zoneHead,
      all.x + all.width + INSET,
      all.y + all.height + INSET,
    );
    return own.length === 0 ? [] : [{ column, name: column.zone ?? "zone not known", rect }];
  });
  const vpcs = picture.vpcs.flatMap((frame) => {
    const own = zones.filter(({ column }) => column.vpc === frame.vpc).map(({ rect }) => rect);
    if (own.length === 0) return [];
    const all = bounds(own);
    const rect = around(
      all.x - INSET,
      all.y - SIZE.vpcHead,
      all.x + all.width + INSET,
      all.y + all.height + INSET,
    );
    return [{ frame, rect, ...(frame.gateway ? { gateway: gatewayOn(rect, links) } : {}) }];
  });
  return moved(picture, { zones, vpcs, cells, boxes, links, words });
}

/** Nothing is in the way at the right of the last column: it takes in what its lines carry. */
function withLabels({ from, to }: Span, links: readonly PlacedLink[]): Span {
  const ends = links.map(({ link, points }) => ({ x: points.at(-1)?.x ?? 0, width: labelWidth(link.label) }));
  const own = ends.filter(({ x }) => x > from && x < to + SIZE.pad);
  return { from, to: Math.max(to, ...own.map(({ x, width }) => x + 8 + width)) };
}

/** In the VPC's wall, wide enough for every line that passes it. */
function gatewayOn({ x, y, width }: Rect, links: readonly PlacedLink[]): Rect {
  const passing = links
    .flatMap(segmentsOf)
    .filter((line) => line.y < y && line.y + line.height > y && line.x > x && line.x < x + width)
    .map((line) => line.x);
  const middle = x + width / 2;
  const from = Math.max(x + 12, Math.min(middle - 85, ...passing.map((at) => at - 36)));
  const to = Math.min(x + width - 12, Math.max(middle + 85, ...passing.map((at) => at + 36)));
  return { x: from, y: y - SIZE.gateway / 2, width: to - from, height: SIZE.gateway };
}

/** Everything moved to the middle of a sheet with margins. */
function moved(
  { links: all }: Picture,
  parts: Omit<PlacedPicture, "width" | "height" | "bar">,
): PlacedPicture {
  const frame = bounds([
    ...parts.vpcs.map(({ rect }) => rect),
    ...parts.boxes.map(({ rect }) => rect),
    ...parts.words.map(({ at, text }) => ({
      x: at.x - text.length * 4,
      y: 0,
      width: text.length * 8,
      height: 1,
    })),
  ]);
  const hasBar = all.some(({ from, to }) => from.kind === "outside" || to.kind === "outside");
  const top = hasBar ? 0 : frame.y - SIZE.gateway / 2;
  const shift = { x: SIZE.margin - frame.x, y: SIZE.margin - top };
  const to = <R extends Rect>(rect: R): R => ({
    ...rect,
    x: round(rect.x + shift.x),
    y: round(rect.y + shift.y),
    width: round(rect.width),
    height: round(rect.height),
  });
  const point = ({ x, y }: { readonly x: number; readonly y: number }) => ({
    x: round(x + shift.x),
    y: round(y + shift.y),
  });
  return {
    width: round(frame.width + 2 * SIZE.margin),
    height: round(frame.y + frame.height - top + 2 * SIZE.margin),
    ...(hasBar ? { bar: to({ x: frame.x, y: 0, width: frame.width, height: SIZE.bar }) } : {}),
    words: parts.words.map(({ at, text }) => ({ at: point(at), text })),
    vpcs: parts.vpcs.map(({ frame: own, rect, gateway }) => ({
      frame: own,
      rect: to(rect),
      ...(gateway === undefined ? {} : { gateway: to(gateway) }),
    })),
    zones: parts.zones.map(({ name, rect }) => ({ name, rect: to(rect) })),
    cells: parts.cells.map(({ cell, rect }) => ({ cell, rect: to(rect) })),
    boxes: parts.boxes.map(({ box, rect }) => ({ box, rect: to(rect) })),
    links: parts.links.map((each) => ({ ...each, points: each.points.map(point) })),
  };
}

function around(left: number, top: number, right: number, bottom: number): Rect {
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function bounds(rects: readonly Rect[]): Rect {
  if (rects.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const left = Math.min(...rects.map(({ x }) => x));
  const top = Math.min(...rects.map(({ y }) => y));
  const right = Math.max(...rects.map(({ x, width }) => x + width));
  return around(left, top, right, Math.max(...rects.map(({ y, height }) => y + height)));
}
