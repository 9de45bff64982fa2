/** The resources and data sources of Terraform JSON, in the order of the file. */
import { isObject, type Json, type JsonObject, objectAt } from "./json";

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
  return resourcesOf(json).filter(({ type }) => types.includes(type));
}

function blocksOf(json: Json, mode: Block["mode"]): readonly Block[] {
  return Object.entries(objectAt(json, mode)).flatMap(([type, named]) =>
    Object.entries(isObject(named) ? named : {}).flatMap(([name, body]) => {
      const address = mode === "data" ? `data.${type}.${name}` : `${type}.${name}`;
      const first: Json | undefined = Array.isArray(body) ? (body[0] as Json | undefined) : body;
      return isObject(first) ? [{ mode, type, name, address, body: first }] : [];
    }),
  );
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

/** The same JSON with all keys in order, so that what is made of it does not depend on who wrote it. */
export function inKeyOrder<T extends Json>(json: T): T {
  if (Array.isArray(json)) return json.map((item: Json) => inKeyOrder(item)) as readonly Json[] as T;
  if (!isObject(json)) return json;
  const entries = Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, inKeyOrder(item ?? null)])) as T;
}
