/**
 * A picture as a graph for ELK: every line of boxes is a layer, and thin walls between the columns keep zones apart.
 * A box over several columns is one piece in each, drawn as one.
 */
import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api";
import type { Key } from "../../model/network";
import { type Layer, type LayerOf, layersOf } from "./layers";
import { type Seat, seatsOf } from "./lines";
import { headWidth, labelWidth, SIZE, wordWidth } from "./measure";
import type { Link, Picture } from "./picture";
import { type Piece, type Placed, piecesOf } from "./pieces";
import { wordOf } from "./scene";

/** What ELK is given, and how to read its answer. */
export interface Graph {
  readonly elk: ElkNode;
  readonly layers: readonly Layer[];
  /** By id of the box: its nodes from left to right. */
  readonly pieces: ReadonlyMap<Key, readonly string[]>;
  /** Layer of a node, and the column that it takes room in, by its id. */
  readonly layerOf: ReadonlyMap<string, number>;
  readonly columnOf: ReadonlyMap<string, number>;
  /** By position in the picture's links: the word in the internet's bar, where one end is there. */
  readonly words: readonly (string | undefined)[];
}

const STRAIGHT = { "elk.layered.priority.straightness": "100", "elk.layered.priority.shortness": "100" };

export function graphOf(picture: Picture): Graph {
  const seats = seatsOf(picture);
  const { layers, layerOf } = layersOf(picture, seats);
  const placedBoxes = seats.flatMap((seat) => piecesOf(picture, seats, seat, layerOf(seat)));
  const pieces = new Map(
    seats.map(({ box }) => [box.id, placedBoxes.filter(({ of }) => of === box.id).map(({ id }) => id)]),
  );
  const words = picture.links.map((link, i) => placeOfWord(link, i, placedBoxes, pieces));
  const nodes: Placed[] = [
    ...placedBoxes,
    ...words.flatMap((word) => word?.placed ?? []),
    ...stand(picture, seats, layerOf),
    ...wallsOf(picture, layers),
  ].sort((a, b) => a.layer - b.layer || a.slot - b.slot || a.rank - b.rank);
  const elk: ElkNode = {
    id: "picture",
    layoutOptions: OPTIONS,
    children: nodes.map(({ id, layer, width }) => {
      const { top, box, bottom } = layers[layer] ?? { top: 0, box: 0, bottom: 0 };
      return {
        id,
        width,
        height: top + box + bottom,
        layoutOptions: {
          "elk.partitioning.partition": `${layer}`,
          "elk.spacing.portsSurrounding": "[top=0,left=24,bottom=0,right=24]",
          "elk.spacing.portPort": "24",
        },
      };
    }),
    edges: [...wallEdges(picture, layers), ...linkEdges(picture, placedBoxes, words)],
  };
  const inColumns = nodes.filter(({ layer, slot }) => layer > 0 && slot % 2 === 0);
  return {
    elk,
    layers,
    pieces,
    layerOf: new Map(nodes.map(({ id, layer }) => [id, layer])),
    columnOf: new Map(inColumns.map(({ id, slot }) => [id, slot / 2])),
    words: words.map((word) => word?.placed?.id ?? word?.shared),
  };
}

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.partitioning.activate": "true",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.spacing.nodeNode": `${SIZE.gap}`,
  "elk.spacing.edgeNode": "16",
  "elk.spacing.edgeEdge": "14",
  "elk.layered.spacing.nodeNodeBetweenLayers": `${SIZE.between}`,
  "elk.layered.spacing.edgeNodeBetweenLayers": "8",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "10",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.crossingMinimization.forceNodeModelOrder": "true",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.nodePlacement.favorStraightEdges": "true",
  "elk.separateConnectedComponents": "false",
  "elk.spacing.portsSurrounding": "[top=0,left=24,bottom=0,right=24]",
  "elk.padding": "[top=0,left=0,bottom=0,right=0]",
};

interface Word {
  readonly placed?: Placed;
  /** The wall that stands for the middle of a box over an even number of zones. */
  readonly shared?: string;
  readonly anchor: string;
}

/** The word in the internet's bar, straight above the box. */
function placeOfWord(
  link: Link,
  i: number,
  placed: readonly Piece[],
  pieces: ReadonlyMap<Key, readonly string[]>,
): Word | undefined {
  const { from, to } = link;
  const outside = from.kind === "outside" ? from : to.kind === "outside" ? to : undefined;
  const inside = from.kind === "box" ? from : to.kind === "box" ? to : undefined;
  if (outside === undefined || inside === undefined) return undefined;
  const own = pieces.get(inside.box) ?? [];
  const half = own.length / 2;
  const at = placed.find(({ id }) => id === own[Math.floor(half)]);
  if (at === undefined) return undefined;
  if (own.length > 1 && Number.isInteger(half))
    return { shared: wallId(0, at.column - 1), anchor: wallId(at.layer, at.column - 1) };
  const width = Math.max(wordWidth(wordOf({ link })), 2 * labelWidth(link.label)) + 8;
  return {
    placed: { id: `word ${i}`, layer: 0, slot: at.slot, rank: at.rank, width },
    anchor: at.id,
  };
}

/** Cells without boxes keep their place, and every cell has room for its name. */
function stand({ cells }: Picture, seats: readonly Seat[], layerOf: LayerOf): readonly Placed[] {
  return cells
    .filter(
      ({ row, column }) =>
        !seats.some(({ box }) => box.row === row && box.columns[0] <= column && box.columns[1] >= column),
    )
    .map(({ subnet, row, column, name, cidr }) => ({
      id: `cell ${subnet}`,
      layer: layerOf({ box: { row }, line: 0 }),
      slot: 2 * column,
      rank: 0,
      width: headWidth(name, cidr),
    }));
}

/** A wall right of a column. */
export function wallId(layer: number, column: number): string {
  return `wall ${layer} ${column}`;
}

function wallsOf({ columns }: Picture, layers: readonly Layer[]): readonly Placed[] {
  return layers.flatMap((_, layer) =>
    columns.slice(1).map((next, column) => ({
      id: wallId(layer, column),
      layer,
      slot: 2 * column + 1,
      rank: 0,
      width: columns[column]?.vpc === next.vpc ? 28 : 76,
    })),
  );
}

function wallEdges({ columns }: Picture, layers: readonly Layer[]): ElkExtendedEdge[] {
  return layers.slice(1).flatMap((_, layer) =>
    columns.slice(1).map((_next, column) => ({
      id: `wall edge ${layer} ${column}`,
      sources: [wallId(layer, column)],
      targets: [wallId(layer + 1, column)],
      layoutOptions: STRAIGHT,
    })),
  );
}

function linkEdges(
  { links }: Picture,
  placed: readonly Piece[],
  words: readonly (Word | undefined)[],
): ElkExtendedEdge[] {
  return links.flatMap(({ from, to, kind }, i) => {
    const word = words[i];
    const options = { layoutOptions: { "elk.layered.priority.straightness": kind === "out" ? "4" : "8" } };
    if (word !== undefined)
      return [
        {
          id: `link ${i}`,
          sources: [word.placed?.id ?? word.shared ?? ""],
          targets: [word.anchor],
          ...options,
        },
      ];
    if (from.kind !== "box" || to.kind !== "box") return [];
    const [a, b] = nearest(placed, from.box, to.box);
    if (a === undefined || b === undefined) return [];
    const [upper, lower] = a.layer <= b.layer ? [a, b] : [b, a];
    return [{ id: `link ${i}`, sources: [upper.id], targets: [lower.id], ...options }];
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
