/** JSON as it comes from outside: parsed with one clear error, and looked into without trust. */
import { readFileSync } from "node:fs";
import { InputError } from "../net/issue";

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** @throws {InputError} naming `place` (a file) and where in it the text stops being JSON */
export function parseJson(text: string, place: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (text.startsWith("PK\u0003\u0004"))
      throw foreign(
        place,
        "is a plan as `terraform plan -out` writes it",
        `write it as JSON with: terraform show -json ${place} > plan.json`,
      );
    const reason = error instanceof Error ? error.message : String(error);
    throw foreign(place, `is not JSON: ${withPlace(text, reason)}`, "give a whole JSON file");
  }
}

/** One clear error for an input that cannot be read. */
export function foreign(place: string, problem: string, fix: string): InputError {
  return new InputError([{ code: "input-not-readable", path: place, problem, fix }]);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value of an own key; `__proto__` and its kind are plain keys here. */
export function at(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function objectAt(value: Json | undefined, key: string): JsonObject {
  return asObject(at(value, key));
}

export function arrayAt(value: Json | undefined, key: string): readonly Json[] {
  return asList(at(value, key));
}

export function textAt(value: Json | undefined, key: string): string | undefined {
  const found = at(value, key);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** The object that a value is, or an empty one. */
export function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The list that a value is, or an empty one. */
export function asList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** The text that a value is. */
export function asText(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The same JSON with all keys in order, so that what is made of it does not depend on who wrote it. */
export function inKeyOrder<T extends Json>(json: T): T {
  if (Array.isArray(json)) return json.map((item: Json) => inKeyOrder(item)) as readonly Json[] as T;
  if (!isObject(json)) return json;
  const entries = Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, inKeyOrder(item ?? null)])) as T;
}

/** JSON text that is the same for the same content: keys in order, two spaces. */
export function formatJson(value: unknown): string {
  return JSON.stringify(inKeyOrder(value as Json), null, 2);
}

/** The content of a JSON file. @throws {InputError} naming the file and the place in it where it stops being JSON */
export function readJson(path: string): Json {
  return parseJson(readFileSync(path, "utf8"), path);
}

function withPlace(text: string, reason: string): string {
  const position = placeOf(text, reason);
  if (position === undefined) return `${reason} (${text.length} characters)`;
  const before = text.slice(0, position);
  const line = before.split("\n").length;
  return `line ${line}, column ${before.length - before.lastIndexOf("\n")}: ${reason}`;
}

/** Node tells a position, or the end, or else the words around the place. */
function placeOf(text: string, reason: string): number | undefined {
  const position = /position (\d+)/.exec(reason)?.[1];
  if (position !== undefined) return Number(position);
  if (reason.includes("end of JSON input")) return text.length;
  const [, token = "", words = ""] =
    /^Unexpected token '?(.+?)'?, (?:\.\.\.)?"([\s\S]*)"(?:\.\.\.)? is not valid JSON$/.exec(reason) ?? [];
  const found = words === "" ? -1 : text.indexOf(words);
  return found < 0 ? undefined : found + Math.max(0, words.indexOf(token));
}
