/** What references lead to, when several values are found: the part that is taken, and which of them can be meant. */
import type { Json } from "../../../terraform/json";
import { Reference, Unknown, type Value } from "../../../terraform/values";
import { ambiguous } from "../written/configuration-places";
import { chosenKey, type Repeated } from "./instance-choice";
import { withoutKey } from "./instances";

/** Of a list or object that a variable or output holds, the element or attribute that is taken: `[0]`, `.db`. */
export function partOf(
  found: readonly Value[],
  rest: string,
  references: readonly string[],
  where: string,
): readonly Value[] {
  if (rest === "" || !isSeveral(found)) return found;
  // All instances of one resource, `aws_subnet.private[*].id`, and one of them by its number.
  const number = /^\[(\d+)\]$/.exec(rest)?.[1];
  const one = number === undefined || references.length > 1 ? undefined : found[Number(number)];
  return [one ?? ambiguous(where, found)];
}

/** Ids that a constant holds; anything else leads to no resource. */
export function idsIn(constant: Json | undefined): readonly Value[] {
  const all: readonly Json[] = Array.isArray(constant) ? constant : [constant ?? null];
  return all.filter(isId);
}

export function isId(value: Json): value is string {
  return typeof value === "string" && /^[a-z]+-[0-9a-f]{8,}$/.test(value);
}

export function isUnknownOrText(value: Value): boolean {
  return !(value instanceof Reference) && !(value instanceof Unknown && value.among !== undefined);
}

/** More than one resource, or one and something that is not known. */
export function isSeveral(found: readonly Value[]): boolean {
  const addresses = new Set(found.map((each) => (each instanceof Reference ? each.address : each)));
  return addresses.size > 1;
}

/**
 * Of all instances of one resource, as `var.subnets[count.index]` gives them, the one at the position of this one.
 * @param terms how many references there are, `count.index` among them
 */
export function atCount(found: readonly Value[], terms: number, repeated: Repeated): readonly Value[] {
  if (!isSeveral(found) || terms > 2) return found;
  const addresses = found.map((each) => (each instanceof Reference ? each.address : ""));
  const [base] = addresses.map(withoutKey);
  const keys = addresses.map((each) => each.slice(withoutKey(each).length));
  const isRow = addresses.every((each, i) => each === `${base}[${i}]`);
  const chosen = isRow ? chosenKey(["count.index"], new Set(keys), repeated) : undefined;
  const one = chosen === undefined ? undefined : found[keys.indexOf(chosen)];
  return one === undefined ? found : [one];
}
