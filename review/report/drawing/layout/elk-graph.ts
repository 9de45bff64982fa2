/**
 * A picture as a graph for ELK: every line of boxes is a layer, and thin walls between the columns keep zones apart.
 * A box over several columns is one piece in each, drawn as one.
 */
import type { ElkNode } from "elkjs/lib/elk-api";
import type { Key } from "../../../network/network";
import type { Picture } from "../picture/picture";
import { type Placed, piecesOf } from "./box-pieces";
import { type Seat, seatsOf } from "./lines";
import { type LinkRoute, routeEdges, routesOf } from "./link-routes";
import { headWidth, SIZE } from "./measure";
import { type Layer, type LayerOf, layersOf } from "./seats";
import { wallEdges, wallsOf } from "./zone-walls";

/** What ELK is given, and how to read its answer. */
export interface Graph {
  readonly elk: ElkNode;
  readonly layers: readonly Layer[];
  /** By id of the box: its nodes from left to right. */
  readonly pieces: ReadonlyMap<Key, readonly string[]>;
  /** Layer of a node, and the column that it takes room in, by its id. */
  readonly layerOf: ReadonlyMap<string, number>;
  readonly columnOf: ReadonlyMap<string, number>;
  /** By position in the picture's links. */
  readonly routes: readonly (LinkRoute | undefined)[];
}

export function graphOf(picture: Picture): Graph {
  const seats = seatsOf(picture);
  const { layers, layerOf } = layersOf(picture, seats);
  const placedBoxes = seats.flatMap((seat) => piecesOf(picture, seats, seat, layerOf(seat)));
  const pieces = new Map(
    seats.map(({ box }) => [box.id, placedBoxes.filter(({ of }) => of === box.id).map(({ id }) => id)]),
  );
  const routes = routesOf(picture, placedBoxes);
  const nodes: Placed[] = [
    ...placedBoxes,
    ...routes.flatMap((route) => route?.own ?? []),
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
    edges: [...wallEdges(picture, layers), ...routeEdges(picture, routes)],
  };
  const inColumns = nodes.filter(({ layer, slot }) => layer > 0 && slot % 2 === 0);
  return {
    elk,
    layers,
    pieces,
    layerOf: new Map(nodes.map(({ id, layer }) => [id, layer])),
    columnOf: new Map(inColumns.map(({ id, slot }) => [id, slot / 2])),
    routes,
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
  "elk.layered.crossingMinimization.greedySwitch.type": "OFF",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.nodePlacement.favorStraightEdges": "true",
  "elk.separateConnectedComponents": "false",
  "elk.spacing.portsSurrounding": "[top=0,left=24,bottom=0,right=24]",
  "elk.padding": "[top=0,left=0,bottom=0,right=0]",
};

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
