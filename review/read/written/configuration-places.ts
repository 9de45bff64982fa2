/** Where planned resources stand in the configuration, and which of their parts are not known. */
import { isObject, type Json } from "../../../terraform/json";
import { Reference, Unknown, type Value } from "../../../terraform/values";

/** Where in the configuration an address stands. */
export interface Place {
  /** Module call names with their instance keys: `module.app["a"]`. */
  readonly modules: readonly string[];
  readonly type: string;
  readonly name: string;
  /** `[0]`, `["a"]`, or nothing. */
  readonly key: string;
  /** What `for_each` goes through there, in the resource or in the module's call. */
  readonly forEach?: readonly string[];
  /** Its value, where that is a constant. */
  readonly forEachValue?: Json;
  /** The keys of all instances there, this one's among them. */
  readonly siblings?: ReadonlySet<string>;
}

/** `after_unknown` has `true` at every place that is not known, also inside lists and blocks. */
export function hasUnknown(mark: Json | undefined): boolean {
  if (mark === true) return true;
  if (Array.isArray(mark)) return mark.some((each: Json) => hasUnknown(each));
  return isObject(mark) && Object.values(mark).some(hasUnknown);
}

/** Of several values one is meant, or some: which, nobody knows. */
export function ambiguous(where: string, found: readonly Value[]): Unknown {
  const [first] = found;
  if (found.length === 1 && first instanceof Unknown) return new Unknown(where, first.why, first.among);
  const references = found.flatMap((each) =>
    each instanceof Reference ? [each] : each instanceof Unknown ? (each.among ?? []) : [],
  );
  const isBounded = found.every((each) => each instanceof Reference || hasAmong(each));
  const names = [...new Set(references.map(({ address }) => address))];
  if (names.length < 2) return new Unknown(where, "known after apply");
  const why = `known after apply, and may be any of ${names.slice(0, 4).join(", ")}`;
  return isBounded ? new Unknown(where, why, references) : new Unknown(where, why);
}

function hasAmong(value: Value): boolean {
  return value instanceof Unknown && value.among !== undefined;
}

export function placeOf(address: string): Place {
  if (!address.startsWith("module.") && !address.endsWith("]")) {
    const dot = address.indexOf(".");
    return { modules: [], type: address.slice(0, dot), name: address.slice(dot + 1), key: "" };
  }
  const modules: string[] = [];
  let rest = address;
  for (
    let match = /^module\.([^.[]+(?:\[[^\]]*\])?)\./.exec(rest);
    match !== null;
    match = /^module\.([^.[]+(?:\[[^\]]*\])?)\./.exec(rest)
  ) {
    modules.push(match[1] ?? "");
    rest = rest.slice(match[0].length);
  }
  const [, type = "", name = "", key = ""] = /^([^.]+)\.([^.[]+)(\[.*\])?$/s.exec(rest) ?? [];
  const [last = ""] = modules.slice(-1);
  return { modules, type, name, key: key === "" ? keyOf(last) : key };
}

export function callName(module: string): string {
  return module.replace(/\[.*$/s, "");
}

export function keyOf(module: string): string {
  return /\[.*\]$/s.exec(module)?.[0] ?? "";
}
