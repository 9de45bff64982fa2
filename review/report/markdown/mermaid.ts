/** A Mermaid diagram of what opens and closes, and of nothing else: few enough arrows to be read. */

import type { ReachChange, ReachEnd } from "../../change/reach/reach-change";
import type { NetworkReview } from "../../change/review";
import { trafficText } from "../wording/headline";
import { tame } from "./escape";

/** Mermaid draws 500 at most, and nobody reads more than a few. */
const MOST_ARROWS = 30;
const LONGEST_LABEL = 60;

/** The lines of the diagram; none where nothing opens or closes. */
export function changeDiagram({ reach }: Pick<NetworkReview, "reach">): readonly string[] {
  const shown = [...reach.opened, ...reach.closed].slice(0, MOST_ARROWS);
  if (shown.length === 0) return [];
  const ids = new Map<string, string>();
  for (const end of shown.flatMap(({ from, to }) => [from, to]))
    if (!ids.has(keyOf(end))) ids.set(keyOf(end), `n${ids.size}`);
  const ends = new Map(shown.flatMap(({ from, to }) => [from, to]).map((end) => [keyOf(end), end]));
  const nodes = [...ends].map(([key, end]) => `  ${ids.get(key)}["${label(nameOf(end))}"]`);
  const opened = shown.flatMap(({ kind }, i) => (kind === "opened" ? [i] : []));
  const closed = shown.flatMap(({ kind }, i) => (kind === "closed" ? [i] : []));
  const more = reach.opened.length + reach.closed.length - shown.length;
  return [
    "flowchart LR",
    ...nodes,
    ...shown.map((change) => arrow(change, ids)),
    ...(more > 0 ? [`  more["and ${more} more"]`] : []),
    ...(opened.length === 0 ? [] : [`  linkStyle ${opened.join(",")} stroke:#d1242f,stroke-width:2px`]),
    ...(closed.length === 0 ? [] : [`  linkStyle ${closed.join(",")} stroke:#6e7781,stroke-dasharray:4`]),
  ];
}

function arrow({ kind, from, to, traffic }: ReachChange, ids: ReadonlyMap<string, string>): string {
  const text = label(`${kind === "opened" ? "+" : "−"} ${trafficText(traffic)}`);
  const line = kind === "opened" ? "-->" : "-.->";
  return `  ${ids.get(keyOf(from))} ${line}|"${text}"| ${ids.get(keyOf(to))}`;
}

function nameOf({ name, state }: ReachEnd): string {
  switch (state) {
    case "kept":
      return name;
    case "new":
      return `${name} (new)`;
    case "gone":
      return `${name} (gone)`;
  }
}

function keyOf({ name, members }: ReachEnd): string {
  return `${name} ${members.join()}`;
}

/** Mermaid's own escapes; nothing of a name is markup, or ends the code block around the diagram. */
function label(text: string): string {
  const short = tame(text).slice(0, LONGEST_LABEL);
  return [...short]
    .map((character) =>
      /[\p{L}\p{N} /.,:+−()-]|_/u.test(character) ? character : `#${character.codePointAt(0)};`,
    )
    .join("");
}
