/** Terraform's functions on lists, sets and maps, on known arguments. */
import { isList, isUnknown, isValues, Reference, Unknown, type Value, type Values } from "../values";
import { equality } from "./operators";

type Callable = (...args: readonly Value[]) => Value | undefined;

/** The elements of a set, in Terraform's order; a \`for\` over it has each as its own key. */
export class SetElements extends Array<Value> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

export const COLLECTION_FUNCTIONS: ReadonlyMap<string, Callable> = new Map<string, Callable>([
  ["toset", (value) => (isList(value) ? setOf(value) : value)],
  ["tolist", (value) => (isList(value) ? inOrder(value) : value)],
  ["tomap", (value) => value],
  ["sort", (value) => (isTexts(value) ? [...value].sort() : undefined)],
  ["reverse", (value) => (isList(value) ? [...value].reverse() : undefined)],
  ["distinct", (value) => (isList(value) ? distinct(value) : undefined)],
  ["concat", concat],
  ["setunion", (...sets) => (sets.every(isList) ? setOf(sets.flatMap((set) => [...set])) : undefined)],
  ["flatten", (value) => (isList(value) ? flatten(value) : undefined)],
  ["compact", (value) => (isList(value) ? value.filter((each) => each !== null && each !== "") : undefined)],
  ["slice", slice],
  ["chunklist", chunks],
  ["range", range],
  ["one", (value) => (isList(value) && value.length < 2 ? (value[0] ?? null) : undefined)],
  ["index", indexIn],
  ["zipmap", zipped],
  ["merge", (...maps) => (maps.every(isValues) ? Object.fromEntries(maps.flatMap(entriesOf)) : undefined)],
  ["keys", (value) => (isValues(value) ? Object.keys(value).sort() : undefined)],
  ["values", (value) => (isValues(value) ? sortedEntries(value).map(([, each]) => each ?? null) : undefined)],
  ["length", lengthOf],
  ["contains", contains],
  ["element", elementOf],
  ["lookup", lookup],
  ["coalesce", coalesce],
  ["coalescelist", (...lists) => (lists.every(isList) ? lists.find((list) => list.length > 0) : undefined)],
  ["join", (by, list) => (typeof by === "string" && isTexts(list) ? list.join(by) : undefined)],
]);

/** A set of texts is in their order; of others the order is Terraform's own, so that they have none here. */
function setOf(list: readonly Value[]): SetElements {
  const elements = distinct(list);
  return SetElements.from(isTexts(elements) ? [...elements].sort() : elements) as SetElements;
}

/** The elements one after the other; undefined for a set of which Terraform alone knows the order. */
export function inOrder(list: readonly Value[]): readonly Value[] | undefined {
  return list instanceof SetElements && list.length > 1 && !isTexts(list) ? undefined : [...list];
}

function concat(...lists: readonly Value[]): Value | undefined {
  const parts = lists.map((list) => (isList(list) ? inOrder(list) : undefined));
  return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

function slice(list: Value | undefined, from: Value | undefined, to: Value | undefined): Value | undefined {
  if (!isList(list) || typeof from !== "number" || typeof to !== "number") return undefined;
  return from < 0 || to < from || to > list.length ? undefined : [...list].slice(from, to);
}

function chunks(list: Value | undefined, size: Value | undefined): Value | undefined {
  if (!isList(list) || typeof size !== "number" || size < 1) return undefined;
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    [...list].slice(i * size, (i + 1) * size),
  );
}

const LONGEST = 1000;

function range(...limits: readonly Value[]): Value | undefined {
  if (!limits.every((each) => typeof each === "number")) return undefined;
  const [from = 0, to = 0, step = 1] = limits.length === 1 ? [0, ...limits] : limits;
  const length = Math.ceil((to - from) / step);
  return step > 0 && length <= LONGEST
    ? Array.from({ length: Math.max(0, length) }, (_, i) => from + i * step)
    : undefined;
}

function indexIn(list: Value | undefined, value: Value | undefined): Value | undefined {
  if (!isList(list) || value === undefined) return undefined;
  const same = list.map((each) => equality(each, value));
  return same.includes(undefined) || !same.includes(true) ? undefined : same.indexOf(true);
}

function zipped(keys: Value | undefined, values: Value | undefined): Value | undefined {
  if (!isTexts(keys) || !isList(values) || keys.length !== values.length) return undefined;
  return Object.fromEntries(keys.map((key, i) => [key, values[i] ?? null]));
}

function contains(list: Value | undefined, value: Value | undefined): Value | undefined {
  if (!isList(list) || value === undefined) return undefined;
  const same = list.map((each) => equality(each, value));
  if (same.includes(true)) return true;
  return same.includes(undefined) ? undefined : false;
}

function lookup(
  map: Value | undefined,
  key: Value | undefined,
  otherwise: Value | undefined,
): Value | undefined {
  if (!isValues(map) || typeof key !== "string") return undefined;
  return Object.hasOwn(map, key) ? (map[key] ?? null) : otherwise;
}

/** Begins again at the first after the last. */
function elementOf(list: Value | undefined, index: Value | undefined): Value | undefined {
  if (!isList(list) || list instanceof SetElements || typeof index !== "number" || index < 0)
    return undefined;
  return list[Math.trunc(index) % list.length];
}

/** The first that is neither null nor empty. An id is neither; of other attributes nobody knows yet. */
function coalesce(...args: readonly Value[]): Value | undefined {
  const found = args.find((each) => each !== null && each !== "");
  return found instanceof Reference && !["id", "arn"].includes(found.attribute) ? undefined : found;
}

function lengthOf(value: Value | undefined): Value | undefined {
  if (typeof value === "string" || isList(value)) return value.length;
  return isValues(value) ? Object.keys(value).length : undefined;
}

function isTexts(value: Value | undefined): value is readonly string[] {
  return isList(value) && value.every((each) => typeof each === "string");
}

/** Of lists in lists; undefined where one of them is not known, or a set without an order. */
function flatten(list: readonly Value[]): readonly Value[] | undefined {
  const parts = inOrder(list)?.map((each) =>
    isList(each) ? flatten(each) : each instanceof Unknown ? undefined : [each],
  );
  return parts === undefined || parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
}
function distinct(list: readonly Value[]): readonly Value[] {
  const seen = new Map<string, Value>();
  list.forEach((each, i) => {
    const key =
      each instanceof Reference
        ? `${each.address}.${each.attribute}`
        : isUnknown(each)
          ? `?${i}`
          : JSON.stringify(each);
    if (!seen.has(key)) seen.set(key, each);
  });
  return [...seen.values()];
}

function entriesOf(map: Values): [string, Value | undefined][] {
  return Object.entries(map);
}

function sortedEntries(map: Values): [string, Value | undefined][] {
  return entriesOf(map).sort(([a], [b]) => (a < b ? -1 : 1));
}
