/** HTML as values: what is a string is text and is escaped; only what was made here is markup. */
import { attributes, escaped } from "../markup";

export class Html {
  constructor(readonly text: string) {}
}

/** A string is text; `undefined` is nothing. */
export type Content = Html | string | undefined | readonly Content[];

type Values = Readonly<Record<string, string | number | undefined>>;

export function tag(name: string, values: Values, ...content: readonly Content[]): Html {
  return new Html(`<${name}${attributes(values)}>${textOf(content)}</${name}>`);
}

/** An element that has no end. */
export function single(name: string, values: Values): Html {
  return new Html(`<${name}${attributes(values)}>`);
}

function textOf(content: Content): string {
  if (content === undefined) return "";
  if (content instanceof Html) return content.text;
  return typeof content === "string" ? escaped(content) : content.map(textOf).join("");
}

/** A name from the network: however it is written, the text around it keeps its direction. */
export function name(text: string): Html {
  return tag("bdi", { class: "name" }, text);
}

export function list(items: readonly Content[], values: Values = {}): Content {
  return items.length === 0 ? undefined : tag("ul", values, ...items);
}

/** Unfolded by its first line. */
export function folded(summary: Content, ...content: readonly Content[]): Html {
  return tag("details", {}, tag("summary", {}, summary), ...content);
}
