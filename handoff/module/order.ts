/** The order in which a reader meets the resources: the network first, what stands in it last. */
import { inTableOrder } from "../../aws/resource-types";
import { at, isObject, type Json, type JsonObject } from "../../terraform/json";

/** Resources: types by topic, names by letter, each block as people write it. */
export function sortedResources(blocks: JsonObject): JsonObject {
  return inOrder(blocks, inTableOrder(Object.keys(blocks)));
}

/** Data sources, which are few: types and names by letter, each block as people write it. */
export function sortedData(blocks: JsonObject): JsonObject {
  return inOrder(blocks, Object.keys(blocks).sort());
}

function inOrder(blocks: JsonObject, types: readonly string[]): JsonObject {
  return Object.fromEntries(
    types.map((type) => {
      const named = at(blocks, type);
      const entries = isObject(named) ? Object.entries(named) : [];
      return [
        type,
        Object.fromEntries(entries.sort(byKey).map(([name, body]) => [name, written(body ?? null)])),
      ];
    }),
  );
}

/** How many there are first, the settings, then tags, life cycle and dependencies. */
const FIRST = ["for_each", "count"];
const LAST = ["tags", "lifecycle", "depends_on"];

function written(body: Json): Json {
  if (!isObject(body)) return body;
  const rank = (key: string): number =>
    FIRST.includes(key) ? FIRST.indexOf(key) - FIRST.length : LAST.indexOf(key) + 1;
  return Object.fromEntries(Object.entries(body).sort((a, b) => rank(a[0]) - rank(b[0]) || byKey(a, b)));
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}
