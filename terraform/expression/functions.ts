/** The Terraform functions that networks call, on known arguments; any other function gives an unknown. */
import { addressAt, cidrOf, formatCidr, subBlock } from "../../net/cidr";
import { formatIp } from "../../net/ip";
import { isList, isUnknown, isValues, Reference, type Value, type Values } from "../values";

type Callable = (...args: readonly Value[]) => Value | undefined;

/** @returns undefined when the function, or what it was given, is not understood */
export function callFunction(name: string, args: readonly Value[]): Value | undefined {
  const known = FUNCTIONS.get(name);
  try {
    return known?.(...args);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const same: Callable = (value) => value;

const FUNCTIONS: ReadonlyMap<string, Callable> = new Map<string, Callable>([
  ["toset", (value) => (isList(value) ? distinct(value) : value)],
  ["tolist", same],
  ["tomap", same],
  ["nonsensitive", same],
  ["sensitive", same],
  ["sort", (value) => (isTexts(value) ? [...value].sort() : undefined)],
  ["distinct", (value) => (isList(value) ? distinct(value) : undefined)],
  ["concat", (...lists) => (lists.every(isList) ? lists.flat() : undefined)],
  ["flatten", (value) => (isList(value) ? flatten(value) : undefined)],
  ["compact", (value) => (isList(value) ? value.filter((each) => each !== null && each !== "") : undefined)],
  ["merge", (...maps) => (maps.every(isValues) ? Object.fromEntries(maps.flatMap(entriesOf)) : undefined)],
  ["keys", (value) => (isValues(value) ? Object.keys(value).sort() : undefined)],
  ["values", (value) => (isValues(value) ? sortedEntries(value).map(([, each]) => each ?? null) : undefined)],
  ["length", lengthOf],
  [
    "contains",
    (list, value) => (isTexts(list) && typeof value === "string" ? list.includes(value) : undefined),
  ],
  [
    "element",
    (list, index) => (isList(list) && typeof index === "number" ? list[index % list.length] : undefined),
  ],
  [
    "lookup",
    (map, key, otherwise) =>
      isValues(map) && typeof key === "string" ? (own(map, key) ?? otherwise) : undefined,
  ],
  ["coalesce", (...args) => args.find((each) => each !== null && each !== "")],
  ["try", (...args) => args.find((each) => each !== undefined && !isUnknown(each))],
  ["tostring", (value) => (typeof value === "object" ? undefined : String(value))],
  [
    "tonumber",
    (value) => (typeof value === "object" || Number.isNaN(Number(value)) ? undefined : Number(value)),
  ],
  ["strcontains", (text, part) => both(text, part, (a, b) => a.includes(b))],
  ["startswith", (text, part) => both(text, part, (a, b) => a.startsWith(b))],
  ["endswith", (text, part) => both(text, part, (a, b) => a.endsWith(b))],
  ["split", (by, text) => both(by, text, (a, b) => b.split(a))],
  ["join", (by, list) => (typeof by === "string" && isTexts(list) ? list.join(by) : undefined)],
  ["lower", (text) => (typeof text === "string" ? text.toLowerCase() : undefined)],
  ["upper", (text) => (typeof text === "string" ? text.toUpperCase() : undefined)],
  ["cidrsubnet", cidrsubnet],
  [
    "cidrhost",
    (block, host) =>
      typeof block === "string" && typeof host === "number"
        ? formatIp(addressAt(cidrOf(block), host))
        : undefined,
  ],
]);

function cidrsubnet(
  block: Value | undefined,
  bits: Value | undefined,
  index: Value | undefined,
): Value | undefined {
  if (typeof block !== "string" || typeof bits !== "number" || typeof index !== "number") return undefined;
  const parent = cidrOf(block);
  return formatCidr(subBlock(parent, parent.prefix + bits, index));
}

function both(
  a: Value | undefined,
  b: Value | undefined,
  result: (a: string, b: string) => Value,
): Value | undefined {
  return typeof a === "string" && typeof b === "string" ? result(a, b) : undefined;
}

function lengthOf(value: Value | undefined): Value | undefined {
  if (typeof value === "string" || isList(value)) return value.length;
  return isValues(value) ? Object.keys(value).length : undefined;
}

function isTexts(value: Value | undefined): value is readonly string[] {
  return isList(value) && value.every((each) => typeof each === "string");
}

function flatten(list: readonly Value[]): readonly Value[] {
  return list.flatMap((each) => (isList(each) ? flatten(each) : [each]));
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

function own(map: Values, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
