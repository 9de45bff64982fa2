/** Writes HCL as `terraform fmt` would leave it: two spaces, equal signs of neighbouring lines in one column. */
import { isObject, type Json } from "./json";

export type Item =
  | { readonly kind: "attribute"; readonly name: string; readonly value: string }
  | { readonly kind: "block"; readonly head: string; readonly body: readonly Item[] }
  | { readonly kind: "comment"; readonly text: string }
  | { readonly kind: "gap" };

/** `value` is an expression, its lines after the first indented as they stand in the block. */
export const attribute = (name: string, value: string): Item => ({ kind: "attribute", name, value });
/** `head` is all before the brace: `run "routes"`. */
export const block = (head: string, ...body: readonly Item[]): Item => ({ kind: "block", head, body });
export const comment = (text: string): Item => ({ kind: "comment", text });
export const gap: Item = { kind: "gap" };

/** A whole file. */
export function formatHcl(items: readonly Item[]): string {
  return `${linesOf(items).join("\n")}\n`;
}

function linesOf(items: readonly Item[]): readonly string[] {
  return items.flatMap((item, i) => linesOfItem(item, widthAt(items, i)));
}

function linesOfItem(item: Item, width: number): readonly string[] {
  switch (item.kind) {
    case "attribute":
      return `${item.name.padEnd(width)} = ${item.value}`.split("\n");
    case "block":
      return item.body.length === 0
        ? [`${item.head} {}`]
        : [`${item.head} {`, ...linesOf(item.body).map(indent), "}"];
    case "comment":
      return item.text.split("\n").map((line) => `# ${line}`.trimEnd());
    case "gap":
      return [""];
  }
}

/** The longest name among the one-line attributes next to this one. */
function widthAt(items: readonly Item[], place: number): number {
  if (!isOneLine(items[place])) return 0;
  let [from, to] = [place, place];
  while (isOneLine(items[from - 1])) from -= 1;
  while (isOneLine(items[to + 1])) to += 1;
  return Math.max(
    ...items.slice(from, to + 1).map((item) => (item.kind === "attribute" ? item.name.length : 0)),
  );
}

function isOneLine(item: Item | undefined): boolean {
  return item?.kind === "attribute" && !item.value.includes("\n");
}

function indent(line: string): string {
  return line === "" ? "" : `  ${line}`;
}

/** A quoted text in which nothing is a template. */
export function quote(text: string): string {
  return JSON.stringify(text).replaceAll(/[$%]\{/g, (start) => `${start[0]}${start}`);
}

/** A value as an expression; a text in it is a text, not a template. */
export function literal(value: Json): string {
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => literal(item)).join(", ")}]`;
  if (!isObject(value)) return String(value);
  const entries = Object.entries(value).map(([key, item]) => `${keyOf(key)} = ${literal(item ?? null)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** A map over several lines, for people to add to. */
export function mapOf(entries: Readonly<Record<string, string>>): string {
  const items = Object.entries(entries).map(([key, value]) => attribute(keyOf(key), value));
  return items.length === 0 ? "{}" : `{\n${linesOf(items).map(indent).join("\n")}\n}`;
}

function keyOf(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key) ? key : quote(key);
}
