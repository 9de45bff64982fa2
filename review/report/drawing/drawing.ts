/** A network as a drawing: VPC, zones, subnets, machines, and who may talk to whom; laid out by ELK, the same bytes everywhere. */
import { given } from "../../../net/given";
import type { ReachDelta } from "../../change/reach/reach-change";
import type { QueryableNetwork } from "../../reach/answer";
import { type Matrix, matrixOf } from "../../reach/matrix";
import { untoldText } from "../wording/untold";
import { layOut } from "./layout/layout";
import { shortened } from "./layout/measure";
import { boxesOf } from "./picture/boxes";
import { changedLinks } from "./picture/changed-links";
import { describePicture } from "./picture/description";
import { framesOf, gridOf } from "./picture/grid";
import { declaredName, linksOf } from "./picture/links";
import type { Picture } from "./picture/picture";
import { type SvgDrawing, svgOf } from "./svg/svg";

export interface DrawingOptions {
  /** What the network is called. */
  readonly name: string;
  /** Who reaches whom, where that is already known. @default computed */
  readonly matrix?: Matrix;
  /** What a change opens and closes is marked. */
  readonly delta?: ReachDelta;
  /** In an HTML page that has the style of drawings, the drawing with this number. @default a file of its own */
  readonly within?: { readonly page: number };
}

/** More than this is no picture any more. */
const MOST_SUBNETS = 30;
const MOST_BOXES = 40;

/** The drawing as one SVG element. */
export async function drawNetwork(asked: QueryableNetwork, options: DrawingOptions): Promise<string> {
  return (await drawingOf(asked, options)).svg;
}

/** The drawing with its width. */
export async function drawingOf(asked: QueryableNetwork, options: DrawingOptions): Promise<SvgDrawing> {
  const { picture, scene } = await layOut(pictureOf(asked, options.matrix ?? matrixOf(asked), options.delta));
  const title = `The network ${options.name}`;
  return svgOf(picture, scene, {
    title,
    description: describePicture(picture),
    ...given({ within: options.within }),
  });
}

export function pictureOf(asked: QueryableNetwork, matrix: Matrix, delta?: ReachDelta): Picture {
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
  const plain = linksOf(asked, matrix, shown);
  const links = delta === undefined ? plain : changedLinks(shown, plain, delta, outsideNames(asked, matrix));
  return {
    ...grid,
    boxes: shown,
    links,
    vpcs: framesOf(asked),
    untold: untoldSentences(matrix),
    leftOut: [
      ...notDrawn("subnets", subnets.length - drawn.length),
      ...notDrawn("groups of machines", boxes.length - shown.length),
    ],
  };
}

function outsideNames({ names }: QueryableNetwork, { ends }: Matrix): ReadonlySet<string> {
  const own = ends.filter(({ keys }) => keys.length === 0).map(({ name }) => declaredName(names, name));
  return new Set([...own, ...Object.keys(names.declared)]);
}

/** The names of a few; the matrix lists them all. */
const MOST_UNTOLD = 5;

function untoldSentences(matrix: Matrix): readonly string[] {
  const text = untoldText(matrix);
  if (text === undefined) return [];
  const keys = [...new Set([...matrix.unmodelled, ...matrix.unplaced].map(({ key }) => key))];
  const more = keys.length - MOST_UNTOLD;
  return [
    `Not drawn: ${text}${more > 0 ? ", among them" : ":"}`,
    ...keys.slice(0, MOST_UNTOLD).map((key) => shortened(key, 60)),
  ];
}

function notDrawn(what: string, count: number): readonly string[] {
  return count <= 0 ? [] : [`${count} more ${what} are not drawn.`];
}
