/** The Terraform functions that networks call, on known arguments; any other function gives an unknown. */
import { addressAt, cidrOf, formatCidr, subBlock } from "../../net/cidr";
import { formatIp } from "../../net/ip";
import type { Value } from "../values";
import { COLLECTION_FUNCTIONS } from "./collection-functions";

type Callable = (...args: readonly Value[]) => Value | undefined;

/** @returns undefined when the function, or what it was given, is not understood */
export function callFunction(name: string, args: readonly Value[]): Value | undefined {
  const known = COLLECTION_FUNCTIONS.get(name) ?? FUNCTIONS.get(name);
  try {
    return known?.(...args);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const same: Callable = (value) => value;

const FUNCTIONS: ReadonlyMap<string, Callable> = new Map<string, Callable>([
  ["nonsensitive", same],
  ["sensitive", same],
  ["tostring", (value) => (typeof value === "object" ? undefined : String(value))],
  [
    "tonumber",
    (value) => (typeof value === "object" || Number.isNaN(Number(value)) ? undefined : Number(value)),
  ],
  ["tobool", (value) => (typeof value === "boolean" ? value : undefined)],
  ["strcontains", (text, part) => both(text, part, (a, b) => a.includes(b))],
  ["startswith", (text, part) => both(text, part, (a, b) => a.startsWith(b))],
  ["endswith", (text, part) => both(text, part, (a, b) => a.endsWith(b))],
  ["split", (by, text) => both(by, text, (a, b) => b.split(a))],
  ["trimprefix", (text, part) => both(text, part, (a, b) => (a.startsWith(b) ? a.slice(b.length) : a))],
  ["trimsuffix", (text, part) => both(text, part, withoutEnd)],
  ["trimspace", (text) => (typeof text === "string" ? text.trim() : undefined)],
  ["replace", replaced],
  ["lower", (text) => (typeof text === "string" ? text.toLowerCase() : undefined)],
  ["upper", (text) => (typeof text === "string" ? text.toUpperCase() : undefined)],
  ["format", formatted],
  ["abs", (value) => (typeof value === "number" ? Math.abs(value) : undefined)],
  ["floor", (value) => (typeof value === "number" ? Math.floor(value) : undefined)],
  ["ceil", (value) => (typeof value === "number" ? Math.ceil(value) : undefined)],
  ["min", (...values) => (isNumbers(values) ? Math.min(...values) : undefined)],
  ["max", (...values) => (isNumbers(values) ? Math.max(...values) : undefined)],
  ["cidrsubnet", cidrsubnet],
  [
    "cidrhost",
    (block, host) =>
      typeof block === "string" && typeof host === "number"
        ? formatIp(addressAt(cidrOf(block), host))
        : undefined,
  ],
]);

function isNumbers(values: readonly Value[]): values is readonly number[] {
  return values.length > 0 && values.every((each) => typeof each === "number");
}

function withoutEnd(text: string, end: string): string {
  return end !== "" && text.endsWith(end) ? text.slice(0, -end.length) : text;
}

/** Of a text; a pattern between slashes is a regular expression, which is not understood. */
function replaced(
  text: Value | undefined,
  part: Value | undefined,
  by: Value | undefined,
): Value | undefined {
  if (typeof text !== "string" || typeof part !== "string" || typeof by !== "string") return undefined;
  return part === "" || /^\/.*\/$/s.test(part) ? undefined : text.replaceAll(part, () => by);
}

/** `%s` and `%d` alone. */
function formatted(pattern: Value | undefined, ...args: readonly Value[]): Value | undefined {
  if (typeof pattern !== "string") return undefined;
  const verbs = pattern.match(/%./gs) ?? [];
  const isPlain =
    verbs.length === args.length &&
    verbs.every((verb, i) =>
      verb === "%d" ? Number.isInteger(args[i]) : verb === "%s" && typeof args[i] === "string",
    );
  if (!isPlain) return undefined;
  const rest = [...args];
  return pattern.replaceAll(/%[sd]/g, () => String(rest.shift()));
}

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
