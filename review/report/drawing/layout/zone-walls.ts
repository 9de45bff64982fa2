/** Thin walls between the columns of a graph, straight from top to bottom: they keep zones apart. */
import type { ElkExtendedEdge } from "elkjs/lib/elk-api";
import type { Picture } from "../picture/picture";
import type { Placed } from "./box-pieces";
import type { Layer } from "./seats";

const STRAIGHT = { "elk.layered.priority.straightness": "100", "elk.layered.priority.shortness": "100" };

/** A wall right of a column. */
export function wallId(layer: number, column: number): string {
  return `wall ${layer} ${column}`;
}

export function wallsOf({ columns }: Picture, layers: readonly Layer[]): readonly Placed[] {
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

export function wallEdges({ columns }: Picture, layers: readonly Layer[]): ElkExtendedEdge[] {
  return layers.slice(1).flatMap((_, layer) =>
    columns.slice(1).map((_next, column) => ({
      id: `wall edge ${layer} ${column}`,
      sources: [wallId(layer, column)],
      targets: [wallId(layer + 1, column)],
      layoutOptions: STRAIGHT,
    })),
  );
}
