/** The colour of a line tells who may come along it: anybody, a named block, or nobody from outside. */
import type { Key } from "../../../network/network";
import type { Link, Picture } from "../picture/picture";
import type { Tone } from "./style";

export function tonesOf({ links }: Picture): ReadonlyMap<Link, Tone> {
  const reached = (kind: Link["kind"]): ReadonlySet<Key> => {
    const direct = links.filter((link) => link.kind === kind).map(({ to }) => to);
    return new Set(direct.flatMap((end) => (end.kind === "box" ? [end.box] : [])));
  };
  const byAnyone = reached("internet");
  const byNamed = reached("named");
  return new Map(links.map((link): [Link, Tone] => [link, toneOf(link, byAnyone, byNamed)]));
}

function toneOf({ kind, state, from }: Link, byAnyone: ReadonlySet<Key>, byNamed: ReadonlySet<Key>): Tone {
  if (state !== "same") return state;
  switch (kind) {
    case "internet":
    case "named":
    case "out":
      return kind;
    case "inside": {
      const source = from.kind === "box" ? from.box : "";
      return byAnyone.has(source) ? "internet" : byNamed.has(source) ? "named" : "inside";
    }
  }
}

/** What a tone means, for the legend and for readers who do not see it. */
export function toneText(tone: Tone, names: readonly string[]): string {
  switch (tone) {
    case "internet":
      return "from anyone, and onwards";
    case "named":
      return `from ${names.join(", ") || "named addresses"}, and onwards`;
    case "inside":
      return "inside only";
    case "out":
      return "out through NAT";
    case "opened":
      return "opened by this change";
    case "closed":
      return "closed by this change";
  }
}
