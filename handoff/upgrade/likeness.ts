/** Whether two resources are the same but for names: what is left of a resource when its names are taken away. */

import { isObject, type Json } from "../../terraform/json";
import { mapAddresses, resourceReferenceIn } from "../../terraform/reference";

/** Only names and what tells people about the resource. */
const NAMES = new Set([
  "Name",
  "name",
  "name_prefix",
  "identifier",
  "final_snapshot_identifier",
  "alarm_name",
  "description",
  "alarm_description",
]);

/**
 * The resource without its names, keys in order.
 * @param known what a reference stands for: the address it has today, or undefined where only its type counts
 */
export function essence(body: Json, known: (address: string) => string | undefined): string {
  return JSON.stringify(stripped(body, known));
}

/** What its single attributes refer to, by attribute; lists have no order in which they could be compared. */
export function referencesOf(body: Json): ReadonlyMap<string, string> {
  const single = Object.entries(isObject(body) ? body : {}).flatMap(([key, value]) => {
    const found = resourceReferenceIn(value);
    return found === undefined ? [] : [[key, found.address] as const];
  });
  return new Map(single);
}

function stripped(json: Json, known: (address: string) => string | undefined): Json {
  if (typeof json === "string") return withReferences(json, known);
  if (Array.isArray(json)) return inAnyOrder(json.map((item: Json) => stripped(item, known)));
  if (!isObject(json)) return json;
  const kept = Object.entries(json).filter(([key, value]) => !(NAMES.has(key) && typeof value === "string"));
  return Object.fromEntries(
    kept
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [
        key,
        key === "user_data" ? withoutNames(value ?? null) : stripped(value ?? null, known),
      ]),
  );
}

/** CDKTF sorts lists of addresses by name, so that a rename changes their order. */
function inAnyOrder(items: readonly Json[]): readonly Json[] {
  return items.every((item) => typeof item === "string") ? [...items].sort() : items;
}

function withReferences(text: string, known: (address: string) => string | undefined): string {
  const isReference = text.includes("${") || /^[a-z0-9_]+\.[A-Za-z0-9_-]+$/.test(text);
  if (!isReference) return text;
  return mapAddresses(
    text,
    (address, type) => known(address) ?? `${address.startsWith("data.") ? "data." : ""}${type}.*`,
  );
}

/** A boot script is told its server's name, and read from a file that has its name. */
function withoutNames(userData: Json): Json {
  if (typeof userData !== "string") return userData;
  return userData
    .replace(/(export SERVER_NAME=)'[^']*'/, "$1")
    .replace(/boot\/[A-Za-z0-9_-]+\.sh/, "boot/*.sh");
}
