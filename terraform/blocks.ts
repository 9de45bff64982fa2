/** The blocks of Terraform JSON and the texts in them, in the order of the file. */
import { asObject, isObject, type Json, type JsonObject, objectAt } from "./json";

export interface Block {
  readonly mode: "resource" | "data";
  readonly type: string;
  readonly name: string;
  /** `aws_subnet.public_a`, `data.aws_ssm_parameter.image`. */
  readonly address: string;
  readonly body: JsonObject;
}

export function resourcesOf(json: Json): readonly Block[] {
  return blocksOf(json, "resource");
}

export function dataOf(json: Json): readonly Block[] {
  return blocksOf(json, "data");
}

/** A block of one resource type or of none. */
export function resourcesOfType(json: Json, ...types: readonly string[]): readonly Block[] {
  return Object.entries(objectAt(json, "resource")).flatMap(([type, named]) =>
    types.includes(type) ? namedBlocks("resource", type, named) : [],
  );
}

function blocksOf(json: Json, mode: Block["mode"]): readonly Block[] {
  return Object.entries(objectAt(json, mode)).flatMap(([type, named]) => namedBlocks(mode, type, named));
}

function namedBlocks(mode: Block["mode"], type: string, named: Json | undefined): readonly Block[] {
  return Object.entries(isObject(named) ? named : {}).flatMap(([name, body]) => {
    const address = mode === "data" ? `data.${type}.${name}` : `${type}.${name}`;
    const first: Json | undefined = Array.isArray(body) ? (body[0] as Json | undefined) : body;
    return isObject(first) ? [{ mode, type, name, address, body: first }] : [];
  });
}

/** Every value below `json` that is a text, with its path of keys; list positions are left out. */
export function textsIn(json: Json | undefined, path: readonly string[] = []): readonly Text[] {
  if (typeof json === "string") return [{ path, text: json }];
  if (Array.isArray(json)) return json.flatMap((item: Json) => textsIn(item, path));
  return isObject(json) ? Object.entries(json).flatMap(([key, item]) => textsIn(item, [...path, key])) : [];
}

export interface Text {
  readonly path: readonly string[];
  readonly text: string;
}

/** The same JSON with every text replaced by what `change` makes of it. */
export function mapTexts(
  json: Json,
  change: (text: string, path: readonly string[]) => string,
  path: readonly string[] = [],
): Json {
  if (typeof json === "string") return change(json, path);
  if (Array.isArray(json)) return json.map((item: Json) => mapTexts(item, change, path));
  if (!isObject(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, item]) => [key, mapTexts(item ?? null, change, [...path, key])]),
  );
}

/** A block of any section, by what people call it. */
export interface AddressedBlock {
  /** `aws_subnet.public_a`, `data.aws_ssm_parameter.al2023_arm64`, `output.ssh_config`, `terraform`. */
  readonly address: string;
  readonly block: Json;
}

const PREFIXES: Readonly<Record<string, string>> = {
  output: "output.",
  variable: "var.",
  locals: "local.",
  module: "module.",
};

/** Every block of every section with its address; CDKTF's own `//` metadata is left out. */
export function allBlocks(json: JsonObject): readonly AddressedBlock[] {
  return Object.entries(json).flatMap(([section, content]) => {
    if (section === "//") return [];
    if (section === "resource" || section === "data")
      return blocksOf(json, section).map(({ address, body }) => ({ address, block: body }));
    const prefix = PREFIXES[section];
    if (prefix === undefined) return [{ address: section, block: content ?? null }];
    return Object.entries(asObject(content)).map(([name, block]) => ({
      address: `${prefix}${name}`,
      block: block ?? null,
    }));
  });
}

/** Every string, number and truth value inside a value, with its path: `.tags.Name`, `[0]`. */
export function leavesOf(value: Json, path = ""): readonly (readonly [path: string, leaf: Json])[] {
  if (Array.isArray(value)) return value.flatMap((item: Json, i) => leavesOf(item, `${path}[${i}]`));
  if (!isObject(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, item]) =>
    key === "//" ? [] : leavesOf(item ?? null, `${path}.${key}`),
  );
}
