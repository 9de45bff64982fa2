/** Where planned resources stand in the configuration, and which of their parts are not known. */
import { isObject, type Json, type JsonObject } from "./json";
import { Reference, Unknown, type Value } from "./resource";

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
}

/** A block of which one attribute is not known, with the value that was found for it. */
export function filled(mark: JsonObject, known: Json | undefined, value: Value): Value {
  const own = isObject(known) ? known : {};
  const unknown = Object.keys(mark).filter((name) => hasUnknown(mark[name]));
  const told =
    unknown.length === 1
      ? value
      : new Unknown(value instanceof Unknown ? value.attribute : "a block", "known after apply");
  return {
    ...own,
    ...Object.fromEntries(
      unknown.map((name) => [name, Array.isArray(mark[name]) || LISTS.test(`.${name}`) ? [told] : told]),
    ),
  };
}

/** `after_unknown` has `true` at every place that is not known, also inside lists and blocks. */
export function hasUnknown(mark: Json | undefined): boolean {
  if (mark === true) return true;
  if (Array.isArray(mark)) return mark.some((each: Json) => hasUnknown(each));
  return isObject(mark) && Object.values(mark).some(hasUnknown);
}

export function ambiguous(found: readonly Value[]): string {
  const [first] = found;
  if (found.length === 1 && first instanceof Unknown) return first.why;
  const names = found.flatMap((each) => (each instanceof Reference ? [each.address] : []));
  return names.length > 1
    ? `known after apply, and may be any of ${names.slice(0, 4).join(", ")}`
    : "known after apply";
}

const LISTS =
  /\.(vpc_security_group_ids|security_groups|security_group_ids|subnets|subnet_ids|route_table_ids|prefix_list_ids|private_ips|ipv6_addresses|cidr_blocks|ipv6_cidr_blocks|vpc_zone_identifier|target_group_arns)$/;

/** Attributes that hold several references at once. */
export function isListAttribute(where: string): boolean {
  return LISTS.test(where);
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
