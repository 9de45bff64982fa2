/** JSON as it comes from outside: parsed with one clear error, and looked into without trust. */
import { InputError } from "../net/issue";
import type { Value } from "./values";

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
  const found = at(value, key);
  return isObject(found) ? found : {};
}

export function arrayAt(value: Json | undefined, key: string): readonly Json[] {
  const found = at(value, key);
  return Array.isArray(found) ? found : [];
}

export function textAt(value: Json | undefined, key: string): string | undefined {
  const found = at(value, key);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** JSON is a value as it stands: it has no references and no unknowns. */
export function asValue(json: Json): Value {
  return json;
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
