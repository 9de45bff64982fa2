/** ELK's answer becomes a scene: boxes without the room around them, frames around boxes. */
import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api";
import type { Key } from "../../../network/network";
import type { Box, Link, Picture } from "../picture/picture";
import type { Graph } from "./elk-graph";
import { framesAround, INSET, type Span } from "./frames";
import type { LinkRoute } from "./link-routes";
import { SIZE } from "./measure";
import { type PlacedBox, type PlacedLink, type PlacedPicture, type Point, type Rect, wordOf } from "./placed";
import { straightened } from "./straighten";
import { wallId } from "./zone-walls";

/** @param elk the graph as ELK laid it out */
export function sceneOf(picture: Picture, graph: Graph, elk: ElkNode): PlacedPicture {
  const nodes = new Map((elk.children ?? []).map((node) => [node.id, node]));
  const spans = columnSpans(picture, graph, nodes);
  const raw = picture.boxes.flatMap((box) => placedBox(box, graph, nodes));
  const walls = wallPlaces(spans.columns);
  const edges = new Map((elk.edges ?? []).map((edge) => [edge.id, edge]));
  const routed = picture.links.flatMap((link, i) =>
    placedLink(link, routeOf(graph.routes[i], edges, i), raw, walls.get(graph.routes[i]?.wall ?? "")),
  );
  const room = new Map(
    raw.map(({ box: { id, columns } }): [Key, readonly [number, number]] => [
      id,
      [spans.columns[columns[0]]?.from ?? 0, spans.columns[columns[1]]?.to ?? 0],
    ]),
  );
  const { boxes, links } = straightened(raw, routed, room);
  return framesAround(picture, graph, spans, boxes, links, wordsOf(links));
}

/** Whether the walls between zones are straight, so that their frames do not meet. */
export function areColumnsApart(picture: Picture, graph: Graph, elk: ElkNode): boolean {
  const { columns } = columnSpans(
    picture,
    graph,
    new Map((elk.children ?? []).map((node) => [node.id, node])),
  );
  return columns.slice(1).every(({ from }, i) => from - (columns[i]?.to ?? 0) >= FRAMES);
}

/** Two subnets' margins, two zones' and what is between them. */
const FRAMES = 2 * (SIZE.pad + INSET) + 4;

/** The middle between columns, by id of the wall in the uppermost layer. */
function wallPlaces(columns: readonly Span[]): ReadonlyMap<string, number> {
  return new Map(columns.slice(1).map((next, i) => [wallId(0, i), ((columns[i]?.to ?? 0) + next.from) / 2]));
}

/** From the left edge of each column to its right one, and where each layer begins. */
function columnSpans(picture: Picture, graph: Graph, nodes: ReadonlyMap<string, ElkNode>) {
  const columns = picture.columns.map((_, column): Span => {
    const own = [...nodes.values()].filter(({ id }) => graph.columnOf.get(id) === column);
    const from = Math.min(...own.map(({ x = 0 }) => x));
    return { from, to: Math.max(...own.map(({ x = 0, width = 0 }) => x + width)) };
  });
  const layers = graph.layers.map(({ top, box, bottom }, layer): Span => {
    const own = [...nodes.values()].filter(({ id }) => graph.layerOf.get(id) === layer);
    const from = own.length === 0 ? 0 : Math.min(...own.map(({ y = 0 }) => y));
    return { from, to: from + top + box + bottom };
  });
  return { columns, layers };
}

function placedBox(box: Box, graph: Graph, nodes: ReadonlyMap<string, ElkNode>): readonly PlacedBox[] {
  const pieces = (graph.pieces.get(box.id) ?? []).flatMap((id) => nodes.get(id) ?? []);
  const [first] = pieces;
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return [];
  const layer = graph.layers[graph.layerOf.get(first.id) ?? 0];
  const x = first.x ?? 0;
  const rect: Rect = {
    x,
    y: (first.y ?? 0) + (layer?.top ?? 0),
    width: (last.x ?? 0) + (last.width ?? 0) - x,
    height: layer?.box ?? 0,
  };
  return [{ box, rect }];
}

/** The corners of a line from top to bottom. */
function routeOf(
  route: LinkRoute | undefined,
  edges: ReadonlyMap<string, ElkExtendedEdge>,
  i: number,
): readonly Point[] {
  const parts = (route?.nodes.slice(1) ?? []).flatMap(
    (_, part) => edges.get(`link ${i} ${part}`)?.sections ?? [],
  );
  const points = parts.flatMap(({ startPoint, bendPoints = [], endPoint }) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ]);
  // Where parts meet, a line goes straight on.
  return points.filter(({ x }, at) => x !== points[at - 1]?.x || x !== points[at + 1]?.x);
}

/** @param wall the x of the wall that the line runs along */
function placedLink(
  link: Link,
  route: readonly Point[],
  boxes: readonly PlacedBox[],
  wall: number | undefined,
): readonly PlacedLink[] {
  const [start] = route;
  if (start === undefined) return [];
  const ends = [link.from, link.to].map((end) =>
    end.kind === "box" ? boxes.find(({ box }) => box.id === end.box) : undefined,
  );
  const isWord = ends.includes(undefined);
  const upwards = isWord ? link.to.kind === "outside" : (ends[0]?.rect.y ?? 0) > (ends[1]?.rect.y ?? 0);
  const [upper, lower] = upwards ? [ends[1], ends[0]] : [ends[0], ends[1]];
  const corners = wall === undefined ? route : [start, start].map(({ y }) => ({ x: wall, y }));
  const points = corners.map((point, at): Point => {
    if (at === corners.length - 1 && lower !== undefined) return { x: point.x, y: lower.rect.y };
    if (at === 0 && upper !== undefined) return { x: point.x, y: upper.rect.y + upper.rect.height };
    return { x: point.x, y: point.y };
  });
  return [{ link, points, upwards }];
}

/** Words stand where their lines begin. */
function wordsOf(links: readonly PlacedLink[]): PlacedPicture["words"] {
  return links.flatMap((each) => {
    const [first] = each.points;
    const text = wordOf(each);
    return first === undefined || text === "" ? [] : [{ at: { x: first.x, y: SIZE.bar / 2 }, text }];
  });
}
