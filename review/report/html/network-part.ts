/** One network of a page: its drawing, its matrix, and, where two versions are compared, what the change does. */
import type { NetworkReview, ReviewedPromise } from "../../change/review";
import type { QueryableNetwork } from "../../reach/answer";
import { type Matrix, matrixOf } from "../../reach/matrix";
import { drawingOf } from "../drawing/drawing";
import { isUnchanged } from "../wording/headline";
import { untoldLines, untoldText } from "../wording/untold";
import {
  changesHtml,
  costHtml,
  deltaHtml,
  disruptionsHtml,
  promisesHtml,
  remarksHtml,
  takenBackHtml,
} from "./change-lists";
import { pairsOf } from "./matrix-cells";
import { matrixHtml } from "./matrix-table";
import { type Content, folded, Html, name, tag } from "./tags";

/** What a page tells of a network: as it is, or with what a change does to it. */
export interface PageNetwork {
  readonly name: string;
  readonly asked?: QueryableNetwork;
  readonly promises: readonly ReviewedPromise[];
  readonly review?: NetworkReview;
}

/**
 * @param number its place on the page, so that ids are unique
 * @param isAlone the page's title names it already
 */
export async function networkPart(network: PageNetwork, number: number, isAlone: boolean): Promise<Content> {
  const { asked, review, promises } = network;
  const isGone = review !== undefined && review.after === undefined;
  const broken = promises.filter(({ kept }) => !kept).length;
  const level = isAlone ? 2 : 3;
  const section = (title: string, content: Content): Content =>
    tag("section", {}, tag(`h${level}`, { class: "head" }, title), content);
  const rest: Content = [
    asked === undefined ? undefined : await picture(network, asked, number, section, level),
    promises.length === 0
      ? undefined
      : section(`Promises: ${broken === 0 ? "all kept" : `${broken} broken`}`, promisesHtml(promises)),
    review === undefined || review.takenBack.length === 0
      ? undefined
      : section("No longer promised", takenBackHtml(review)),
    review === undefined ? undefined : section("Changes", changesHtml(review)),
    review?.cost === undefined ? undefined : section("What the ways out cost a month", costHtml(review)),
    remarks(network, section),
  ];
  return tag(
    "section",
    isAlone ? { class: "network" } : { class: "network", "aria-labelledby": `network-${number}` },
    isAlone ? undefined : tag("h2", { class: "title", id: `network-${number}` }, name(network.name)),
    isGone ? tag("p", {}, "This network is taken down; drawn as it was.") : undefined,
    review === undefined ? undefined : section("What opens and closes", deltaHtml(review)),
    review === undefined || review.disruptions.length === 0
      ? undefined
      : section("Changes that hurt", disruptionsHtml(review)),
    !isAlone && review !== undefined && isUnchanged(review)
      ? folded("As it was: drawing, matrix and promises", rest)
      : rest,
  );
}

type Section = (title: string, content: Content) => Content;

async function picture(
  { name: called, review }: PageNetwork,
  asked: QueryableNetwork,
  number: number,
  section: Section,
  level: number,
): Promise<Content> {
  const matrix = matrixOf(asked);
  const { svg, width } = await drawingOf(asked, {
    name: called,
    matrix,
    within: { page: number },
    ...(review === undefined ? {} : { delta: review.reach }),
  });
  return [
    section(
      "Drawing",
      tag(
        "div",
        { class: "scroll sheet", tabindex: 0, role: "region", "aria-label": `Drawing of ${called}` },
        tag("div", { class: leastWidth(width) }, new Html(svg)),
      ),
    ),
    section("Who reaches whom", [
      untoldHtml(matrix),
      matrixHtml(asked, pairsOf(asked, matrix, review?.reach), `answer-${number}`, level + 1),
    ]),
  ];
}

/** What the matrix does not tell, above it. */
function untoldHtml(matrix: Matrix): Content {
  const text = untoldText(matrix);
  return text === undefined
    ? undefined
    : [
        tag("p", { class: "unknown" }, `The matrix is not whole: ${text}.`),
        tag("ul", { class: "unknown" }, ...untoldLines(matrix).map((line) => tag("li", {}, line))),
      ];
}

function remarks({ review, asked }: PageNetwork, section: Section): Content {
  const told = review ?? { unknowns: asked?.network.unknowns ?? [], warnings: asked?.network.warnings ?? [] };
  return told.unknowns.length + told.warnings.length === 0
    ? undefined
    : section("Not known, and warnings", remarksHtml(told));
}

/** The class that keeps a drawing readable on a small screen. */
function leastWidth(width: number): string {
  return `least-${Math.min(1600, Math.max(300, Math.ceil((width * 0.7) / 100) * 100))}`;
}
