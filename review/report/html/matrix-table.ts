/** The matrix as a table, and every answer below it; a link in each cell leads to its answer, also without a script. */
import { formatTrafficSet } from "../../../net/traffic-set";
import type { QueryableNetwork } from "../../reach/answer";
import type { MatrixEnd } from "../../reach/matrix";
import { causeLine, pairText } from "../wording/headline";
import { restHtml, verdictHtml } from "./answer";
import { endName, type Pair, type Pairs } from "./matrix-cells";
import { type Content, folded, type Html, list, name, tag } from "./tags";

const HOW_TO_READ =
  "What the end at the left may send to the one above; a dot is nothing. Each cell opens its path, or what stops it.";

/**
 * @param prefix begins the ids, so that several networks fit on a page
 * @param level of the headings
 */
export function matrixHtml(asked: QueryableNetwork, pairs: Pairs, prefix: string, level: number): Content {
  const { sources, targets, at, leftOut } = pairs;
  const head = tag(
    "tr",
    {},
    tag("th", { scope: "col", class: "corner" }, "from", tag("span", { class: "soft" }, " → to")),
    targets.map((end) => tag("th", { scope: "col" }, endHtml(asked, end))),
  );
  const rows = sources.map((from, i) => {
    const open = targets.filter((_, j) => at(i, j)?.text !== "" && at(i, j) !== undefined);
    const names = [from, ...open].flatMap((end) => [endName(asked, end), ...end.members]);
    return tag(
      "tr",
      { "data-names": [...new Set(names)].join("\n") },
      tag("th", { scope: "row" }, endHtml(asked, from)),
      targets.map((to, j) => cellHtml(asked, at(i, j), from, to, `${prefix}-${i}-${j}`)),
    );
  });
  const answers = sources.flatMap((_, i) =>
    targets.flatMap((_to, j) => {
      const pair = at(i, j);
      return pair === undefined || !isTold(pair)
        ? []
        : [answerHtml(asked, pair, `${prefix}-${i}-${j}`, level)];
    }),
  );
  return [
    tag("p", { class: "soft" }, HOW_TO_READ),
    tag(
      "div",
      { class: "beside" },
      tag(
        "div",
        { class: "scroll matrix", tabindex: 0, role: "region", "aria-label": "Who reaches whom" },
        tag("table", {}, tag("thead", {}, head), tag("tbody", {}, ...rows)),
      ),
      tag("div", { class: "panel", "aria-live": "polite" }),
    ),
    leftOut === 0 ? undefined : tag("p", { class: "soft" }, `${leftOut} more ends are not in this table.`),
    tag("div", { class: "answers" }, folded(`Every path and blocker (${answers.length})`, ...answers)),
  ];
}

function endHtml(asked: QueryableNetwork, end: MatrixEnd): Html {
  return tag(
    "span",
    end.members.length > 1 ? { title: end.members.slice(0, 60).join(", ") } : {},
    name(endName(asked, end)),
  );
}

function isTold({ reached, stopped }: Pair): boolean {
  return reached !== undefined || stopped !== undefined;
}

function cellHtml(
  asked: QueryableNetwork,
  pair: Pair | undefined,
  from: MatrixEnd,
  to: MatrixEnd,
  id: string,
): Html {
  if (pair === undefined)
    return tag("td", { class: "none" }, tag("span", { class: "hidden" }, "no question"));
  const opened = pair.changes.some(({ kind }) => kind === "opened");
  const closed = pair.changes.some(({ kind }) => kind === "closed");
  const state = opened ? "opened" : closed ? "closed" : undefined;
  const kind = [pair.text === "" ? (pair.unknown ? "unknown" : "blocked") : "open", state].filter(
    (each) => each !== undefined,
  );
  const said = `${endName(asked, from)} to ${endName(asked, to)}: `;
  const words = pair.text === "" ? (pair.unknown ? "?" : "·") : pair.text.split(", ");
  const spoken = pair.text === "" ? (pair.unknown ? "not known" : "blocked") : "";
  const content: Content = [
    state === undefined
      ? undefined
      : tag(
          "span",
          { class: `mark ${state}` },
          state === "opened" ? "+" : "−",
          tag("span", { class: "hidden" }, ` ${state} `),
        ),
    tag("span", { class: "hidden" }, `${said}${spoken}`),
    typeof words === "string"
      ? tag("span", { "aria-hidden": "true" }, words)
      : words.slice(0, 4).map((word) => tag("span", { class: "traffic" }, word, " ")),
    typeof words !== "string" && words.length > 4
      ? tag("span", { class: "soft" }, `${words.length - 4} more`)
      : undefined,
    pair.unknown && pair.text !== "" ? tag("span", { class: "soft" }, "and perhaps more") : undefined,
  ];
  return tag(
    "td",
    { class: kind.join(" ") },
    isTold(pair) ? tag("a", { href: `#${id}` }, content) : tag("span", {}, content),
  );
}

/** How the open part gets there, and what stops the rest. */
function answerHtml(asked: QueryableNetwork, pair: Pair, id: string, level: number): Html {
  const { from, to, reached, stopped, changes, open } = pair;
  const first = [from, to].filter(({ members }) => members.length > 1).map(({ members }) => members[0] ?? "");
  return tag(
    "section",
    {
      id,
      class: "answer",
      tabindex: -1,
      "data-names": [endName(asked, from), endName(asked, to)].join("\n"),
    },
    tag(`h${level}`, { class: "of" }, name(endName(asked, from)), " → ", name(endName(asked, to))),
    first.length === 0
      ? undefined
      : tag("p", { class: "soft" }, `Told for ${first.join(" and ")}; those alike are treated alike.`),
    list(
      changes.map((change) =>
        tag(
          "li",
          { class: change.kind },
          `This change ${change.kind === "opened" ? "opens" : "closes"} ${pairText(change)}`,
          list(change.causes.map((cause) => tag("li", {}, causeLine(cause)))),
        ),
      ),
      { class: "delta" },
    ),
    reached === undefined
      ? undefined
      : [
          tag(
            "p",
            { class: "verdict open" },
            "Gets through: ",
            tag("strong", { class: "good" }, formatTrafficSet(open)),
          ),
          verdictHtml(reached),
        ],
    stopped === undefined
      ? undefined
      : [
          tag("p", { class: "verdict blocked" }, headOf(pair, stopped.verdict)),
          reached === undefined ? verdictHtml(stopped) : restHtml(stopped),
        ],
  );
}

function headOf({ reached }: Pair, verdict: "reachable" | "blocked" | "unknown"): string {
  const what = reached === undefined ? "Everything" : "Everything else";
  switch (verdict) {
    case "reachable":
      return `${what} gets through in part, depending on addresses`;
    case "blocked":
      return `${what} is blocked`;
    case "unknown":
      return `${what} cannot be told`;
  }
}
