/**
 * Which instance an index chooses. A plan lists `count.index` for `[count.index]` and for `[2 - count.index]` alike, so
 * that it is taken at its word only where nothing else would fit, and a key where it is one of the keys that there are.
 */
import { at, isObject, type Json } from "../../../terraform/json";

/** Where an index stands: in one of the instances that a block has. */
export interface Repeated {
  /** The instance's own key, `[0]` or `["a"]`. */
  readonly key: string;
  /** Those of all instances, this one among them. */
  readonly siblings: ReadonlySet<string>;
  /** What a reference comes to in the instance with that key; undefined where the plan does not tell. */
  readonly valueFor: (reference: string, key: string) => Json | undefined;
}

/**
 * @param index the references in the brackets
 * @param keys those of the instances to choose from
 * @returns undefined where it may be another one as well
 */
export function chosenKey(
  index: readonly string[],
  keys: ReadonlySet<string>,
  { key, siblings, valueFor }: Repeated,
): string | undefined {
  const [reference, ...others] = index;
  if (reference === undefined || others.length > 0) return undefined;
  if (reference === "count.index") return isSameRow(keys, siblings) ? key : undefined;
  // An index that is computed of the reference would be a key for one instance, hardly for all.
  const chosen = [...siblings].map((each) => keyFor(valueFor(reference, each)));
  const isKey = chosen.length > 0 && chosen.every((each) => each !== undefined && keys.has(each));
  return isKey && siblings.has(key) ? keyFor(valueFor(reference, key)) : undefined;
}

const SAME = new WeakMap<ReadonlySet<string>, WeakMap<ReadonlySet<string>, boolean>>();

/** As many on either side: with an offset, the last one would have none. Each instance asks the same of the same two. */
function isSameRow(keys: ReadonlySet<string>, siblings: ReadonlySet<string>): boolean {
  const asked = SAME.get(keys) ?? new WeakMap<ReadonlySet<string>, boolean>();
  SAME.set(keys, asked);
  const known = asked.get(siblings);
  if (known !== undefined) return known;
  const all = [...keys];
  const isSame =
    keys.size === siblings.size && all.every((key) => siblings.has(key) && /^\[\d+\]$/.test(key));
  asked.set(siblings, isSame);
  return isSame;
}

function keyFor(value: Json | undefined): string | undefined {
  return typeof value === "string" ? `[${JSON.stringify(value)}]` : undefined;
}

/** A part of a value by its path: `.to`, `.ports[0]`. */
export function partAt(value: Json | undefined, path: string): Json | undefined {
  let found = value;
  for (const [, name, position, key] of path.matchAll(/\.([\w-]+)|\[(\d+)\]|\["([^"\\]*)"\]/g)) {
    if (position !== undefined)
      found = Array.isArray(found) ? (found as readonly Json[])[Number(position)] : undefined;
    else found = at(found, name ?? key ?? "");
  }
  return found;
}

/** What `each.value` is for a key, of the constant that `for_each` goes through; of a set, the key itself. */
export function eachValueIn(all: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(all)) return all.includes(key) ? key : undefined;
  return isObject(all) ? at(all, key) : undefined;
}
