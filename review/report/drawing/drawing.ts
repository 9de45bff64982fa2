/** A network as a drawing: VPC, zones, subnets, machines, and who may talk to whom; laid out by ELK, the same bytes everywhere. */
import type { ELK } from "elkjs/lib/elk-api";
import type { Asked } from "../../reach/answer";
import { type Matrix, matrixOf } from "../../reach/matrix";
import { boxesOf } from "./boxes";
import { describePicture } from "./description";
import { graphOf } from "./elk-graph";
import { framesOf, gridOf } from "./grid";
import { linksOf } from "./links";
import type { Picture } from "./picture";
import { sceneOf } from "./placement";
import { svgOf } from "./svg";

export interface DrawingOptions {
  /** What the network is called. */
  readonly name: string;
  /** Who reaches whom, where that is already known. @default computed */
  readonly matrix?: Matrix;
  /** `page`: an HTML page that has {@link DRAWING_STYLE}. @default "file" */
  readonly within?: "file" | "page";
}

/** More than this is no picture any more. */
const MOST_SUBNETS = 40;
const MOST_BOXES = 60;
const MOST_LINKS = 90;

/** The drawing as one SVG element. */
export async function drawNetwork(asked: Asked, options: DrawingOptions): Promise<string> {
  const picture = pictureOf(asked, options.matrix ?? matrixOf(asked));
  const graph = graphOf(picture);
  const laidOut = await newElk().layout(graph.elk);
  const title = `The network ${options.name}`;
  return svgOf(picture, sceneOf(picture, graph, laidOut), {
    title,
    description: describePicture(picture),
    ...(options.within === undefined ? {} : { within: options.within }),
  });
}

/** Loaded when something is drawn: it is larger than everything else together. */
function newElk(): ELK {
  const module = require("elkjs/lib/elk.bundled.js") as { readonly default: new () => ELK };
  return new module.default();
}

export function pictureOf(asked: Asked, matrix: Matrix): Picture {
  const used = new Set([...asked.network.interfaces.values()].map(({ subnet }) => subnet));
  const subnets = [...asked.network.subnets.values()];
  // Where there are too many, those with somebody in them.
  const drawn = [...subnets]
    .sort((a, b) => Number(used.has(b.key)) - Number(used.has(a.key)))
    .slice(0, MOST_SUBNETS);
  const grid = gridOf(
    asked,
    subnets.filter((subnet) => drawn.includes(subnet)),
  );
  const boxes = boxesOf(asked.network, matrix, grid);
  const shown = boxes.slice(0, MOST_BOXES);
  const links = linksOf(asked, matrix, shown);
  return {
    ...grid,
    boxes: shown,
    links: links.slice(0, MOST_LINKS),
    vpcs: framesOf(asked),
    leftOut: [
      ...notDrawn("subnets", subnets.length - drawn.length),
      ...notDrawn("groups of machines", boxes.length - shown.length),
      ...notDrawn("connections", links.length - MOST_LINKS),
    ],
  };
}

function notDrawn(what: string, count: number): readonly string[] {
  return count <= 0 ? [] : [`${count} more ${what} are not drawn.`];
}
