/** Has ELK lay out a picture. Where lines are so many that zones would run into each other, the least telling are left out. */
import type { ELK } from "elkjs/lib/elk-api";
import type { Link, Picture } from "../picture/picture";
import { graphOf } from "./elk-graph";
import type { PlacedPicture } from "./placed";
import { areColumnsApart, sceneOf } from "./placement";

export interface LaidOut {
  /** Without the lines that were left out. */
  readonly picture: Picture;
  readonly scene: PlacedPicture;
}

/** How many lines are tried: more are no picture any more, and ELK takes seconds for them. */
const TRIES = [48, 16, 6, 0];

export async function layOut(picture: Picture): Promise<LaidOut> {
  const elk = newElk();
  const links = [...picture.links].sort((a, b) => weightOf(b) - weightOf(a));
  for (const most of TRIES) {
    const tried = withLinks(picture, new Set(links.slice(0, most)));
    const graph = graphOf(tried);
    const answer = await elk.layout(graph.elk);
    if (most === 0 || areColumnsApart(tried, graph, answer))
      return { picture: tried, scene: sceneOf(tried, graph, answer) };
  }
  throw new Error("a picture without lines is always drawn");
}

function withLinks(picture: Picture, kept: ReadonlySet<Link>): Picture {
  const missing = picture.links.length - kept.size;
  return {
    ...picture,
    links: picture.links.filter((link) => kept.has(link)),
    leftOut:
      missing === 0 ? picture.leftOut : [...picture.leftOut, `${missing} more connections are not drawn.`],
  };
}

/** What a change does first, then who comes in, then the ways out. */
function weightOf({ state, kind }: Link): number {
  if (state !== "same") return 4;
  switch (kind) {
    case "internet":
      return 3;
    case "named":
      return 2;
    case "out":
      return 1;
    case "inside":
      return 0;
  }
}

/** Loaded when something is drawn: it is larger than everything else together. */
function newElk(): ELK {
  const module = require("elkjs/lib/elk.bundled.js") as { readonly default: new () => ELK };
  return new module.default();
}
