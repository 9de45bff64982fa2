/** Reads HCL as Terraform JSON has it: blocks by their labels, every expression as the text `${…}`. */

import { isObject, type Json, type JsonObject } from "../json";
import { endOfString } from "./template";

/** @returns undefined for what is not understood as a whole file */
export function readHcl(text: string): JsonObject | undefined {
  try {
    const reader = new Reader(text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n"));
    const blocks = reader.body();
    return reader.isAtEnd() ? inSections(blocks) : undefined;
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

class NotUnderstood extends Error {}

type Part =
  | { readonly kind: "attribute"; readonly name: string; readonly value: string }
  | {
      readonly kind: "block";
      readonly name: string;
      readonly labels: readonly string[];
      readonly body: readonly Part[];
    };

type Block = Extract<Part, { kind: "block" }>;

const DEEPEST = 32;
const NAME = /[A-Za-z_][\w-]*/y;
const OPEN = "([{";
const CLOSED = ")]}";

class Reader {
  private position = 0;

  constructor(private readonly text: string) {}

  isAtEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** Attributes and blocks, up to a brace that closes them or the end. */
  body(depth = 0): readonly Part[] {
    if (depth > DEEPEST) throw new NotUnderstood();
    const parts: Part[] = [];
    for (;;) {
      this.skip(true);
      if (this.isAtEnd() || this.text[this.position] === "}") return parts;
      parts.push(this.part(depth));
    }
  }

  private part(depth: number): Part {
    const name = this.name();
    this.skip(false);
    if (this.text[this.position] === "=" && this.text[this.position + 1] !== "=") {
      this.position += 1;
      return { kind: "attribute", name, value: this.expression() };
    }
    const labels: string[] = [];
    while (this.text[this.position] !== "{") {
      labels.push(this.text[this.position] === '"' ? this.string() : this.name());
      this.skip(false);
    }
    this.position += 1;
    const body = this.body(depth + 1);
    if (this.text[this.position] !== "}") throw new NotUnderstood();
    this.position += 1;
    return { kind: "block", name, labels, body };
  }

  private name(): string {
    NAME.lastIndex = this.position;
    const found = NAME.exec(this.text)?.[0];
    if (found === undefined) throw new NotUnderstood();
    this.position += found.length;
    return found;
  }

  private string(): string {
    const end = endOfString(this.text, this.position + 1);
    const content = this.text.slice(this.position + 1, end);
    if (end >= this.text.length || /[\\$%]/.test(content)) throw new NotUnderstood();
    this.position = end + 1;
    return content;
  }

  /** Up to the end of its line, or what closes the brackets in it; without comments. */
  private expression(): string {
    let found = "";
    for (let depth = 0; !this.isAtEnd(); ) {
      const character = this.text[this.position] ?? "";
      if (depth === 0 && (character === "\n" || CLOSED.includes(character))) break;
      if (this.text.startsWith("<<", this.position)) found += this.heredoc();
      else if (character === '"') {
        const end = endOfString(this.text, this.position + 1);
        found += this.text.slice(this.position, end + 1);
        this.position = end + 1;
      } else if (this.comment(depth === 0)) found += " ";
      else {
        if (OPEN.includes(character)) depth += 1;
        if (CLOSED.includes(character)) depth -= 1;
        found += character;
        this.position += 1;
      }
    }
    return found.trim();
  }

  /** A text over several lines, which says nothing of a network: it stands there as what no expression is. */
  private heredoc(): string {
    const [opening, marker = ""] =
      /^<<[-~]?([A-Za-z_]\w*)[^\n]*\n/.exec(this.text.slice(this.position)) ?? [];
    if (opening === undefined) throw new NotUnderstood();
    const rest = this.position + opening.length;
    const end = new RegExp(`^[ \\t]*${marker}[ \\t]*$`, "m").exec(this.text.slice(rest));
    if (end === null) throw new NotUnderstood();
    this.position = rest + end.index + end[0].length;
    return "<<";
  }

  /** Past a comment, if one begins here. @param isLine whether the end of its line ends something */
  private comment(isLine: boolean): boolean {
    const rest = this.text.slice(this.position, this.position + 2);
    const isToEnd = rest.startsWith("#") || rest === "//";
    if (!isToEnd && rest !== "/*") return false;
    const end = this.text.indexOf(isToEnd ? "\n" : "*/", this.position);
    if (!isToEnd && end < 0) throw new NotUnderstood();
    this.position = end < 0 ? this.text.length : end + (isToEnd ? (isLine ? 0 : 1) : 2);
    return true;
  }

  /** Past spaces and comments, and past the ends of lines where they end nothing. */
  private skip(overLines: boolean): void {
    const space = overLines ? /[\s,]/ : /[ \t\r]/;
    while (!this.isAtEnd() && (space.test(this.text[this.position] ?? "") || this.comment(!overLines)))
      if (space.test(this.text[this.position] ?? "")) this.position += 1;
  }
}

function bodyOf(parts: readonly Part[]): JsonObject {
  const body = new Map<string, Json>();
  const dynamic = new Map<string, Json>();
  for (const part of parts) {
    if (part.kind === "attribute") body.set(part.name, `\${${part.value}}`);
    else if (part.name === "dynamic") add(dynamic, part.labels[0] ?? "", bodyOf(part.body));
    else add(body, part.name, bodyOf(part.body));
  }
  if (dynamic.size > 0) body.set("dynamic", Object.fromEntries(dynamic));
  return Object.fromEntries(body);
}

function add(to: Map<string, Json>, name: string, block: Json): void {
  const before = to.get(name);
  to.set(name, Array.isArray(before) ? [...before, block] : [block]);
}

/** The sections of Terraform JSON that a network is made of. */
function inSections(parts: readonly Part[]): JsonObject {
  const blocks = parts.filter((part): part is Block => part.kind === "block");
  const named = (section: string): JsonObject =>
    Object.fromEntries(
      blocks
        .filter(({ name }) => name === section)
        .map(({ labels, body }) => [labels[0] ?? "", bodyOf(body)]),
    );
  return {
    resource: byType(blocks, "resource"),
    data: byType(blocks, "data"),
    locals: blocks.filter(({ name }) => name === "locals").map(({ body }) => bodyOf(body)),
    variable: named("variable"),
    output: named("output"),
    module: named("module"),
  };
}

function byType(blocks: readonly Block[], section: string): JsonObject {
  const types = new Map<string, JsonObject>();
  for (const { name, labels, body } of blocks) {
    const [type = "", label = ""] = labels;
    if (name === section) types.set(type, { ...types.get(type), [label]: bodyOf(body) });
  }
  return Object.fromEntries(types);
}

const SECTIONS = ["resource", "data"];

/** Several files of one module are one. */
export function joinedFiles(files: readonly JsonObject[]): JsonObject {
  const joined = new Map<string, Json>();
  for (const file of files)
    for (const [section, content] of Object.entries(file)) {
      const before = joined.get(section);
      if (Array.isArray(content) || Array.isArray(before))
        joined.set(section, [...listOf(before), ...listOf(content)]);
      else if (isObject(content))
        joined.set(section, merged(isObject(before) ? before : {}, content, section));
    }
  return Object.fromEntries(joined);
}

function merged(before: JsonObject, content: JsonObject, section: string): JsonObject {
  if (!SECTIONS.includes(section)) return { ...before, ...content };
  const types = Object.entries(content).map(([type, named]): readonly [string, Json] => {
    const own = before[type];
    return [type, isObject(own) && isObject(named) ? { ...own, ...named } : (named ?? null)];
  });
  return { ...before, ...Object.fromEntries(types) };
}

function listOf(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}
