/** What the configuration says, in the places that a plan does not know. */
import { isBlock } from "../../../aws/attributes";
import { at, formatJson, isObject, type Json, type JsonObject } from "../../../terraform/json";
import { isList, isUnknown, isValues, Unknown, type Value, type Values } from "../../../terraform/values";
import { ambiguous, hasUnknown } from "./configuration-places";
import { isAlike } from "./same-configuration";

/**
 * @param written what the configuration comes to
 * @param mark `after_unknown`: what of the value is not known
 * @param known the rest of it
 * @returns undefined where the configuration does not tell all of it either
 */
export function filledIn(
  written: Value,
  mark: Json,
  known: Json | undefined,
  where: string,
): Value | undefined {
  if (Array.isArray(mark) && Array.isArray(known) && mark.some(isObject))
    return isList(written) ? blocks(written, mark, known, where) : undefined;
  if (isObject(mark) && isObject(known) && isList(written) && written.length === 1)
    return filledIn(written[0] ?? null, mark, known, where);
  if (isObject(mark) && isObject(known))
    return isValues(written) ? block([written], mark, known, where) : undefined;
  if (!isSettled(written)) return undefined;
  // Blocks as the provider has them once all is known: one that stands alone is in a list, too.
  return isBlock(where.slice(where.lastIndexOf(".") + 1)) && !isList(written) ? [written] : written;
}

function isSettled(value: Value): boolean {
  if (isUnknown(value)) return false;
  if (isList(value)) return value.every(isSettled);
  return !isValues(value) || Object.values(value).every((each) => each === undefined || isSettled(each));
}

/** A plan lists a set's blocks in an order of its own: each is that which has all that is known of it. */
function blocks(
  written: readonly Value[],
  marks: readonly Json[],
  known: readonly Json[],
  where: string,
): Value | undefined {
  const own = written.filter(isValues);
  if (own.length !== written.length || own.length !== marks.length) return undefined;
  const fitting = matched(marks.map((mark, i) => new Set(own.filter((each) => fits(each, mark, known[i])))));
  if (fitting.some((candidates) => candidates.size === 0)) return undefined;
  const likeness = marks.map((mark, i) => formatJson([mark, known[i] ?? null]));
  return marks.map((mark, i) => {
    const told = known[i];
    const candidates = [...(fitting[i] ?? [])];
    // Of places that are alike, each has one of the blocks that fit them: in which order makes no difference.
    const alike = [...marks.keys()].filter((j) => likeness[j] === likeness[i]);
    const own = alike.length === candidates.length ? candidates[alike.indexOf(i)] : undefined;
    const chosen = own === undefined ? candidates : [own];
    return block(chosen, mark, isObject(told) ? told : {}, `${where}[${i}]`) ?? null;
  });
}

/** Without those that another place can alone have. */
function matched(places: readonly ReadonlySet<Values>[]): readonly ReadonlySet<Values>[] {
  const taken = places.filter(({ size }) => size === 1).flatMap((place) => [...place]);
  const next = places.map((place) =>
    place.size === 1 ? place : new Set([...place].filter((each) => !taken.includes(each))),
  );
  return next.some((place, i) => place.size !== places[i]?.size) ? matched(next) : next;
}

function fits(written: Values, mark: Json, known: Json | undefined): boolean {
  const names = new Set([...Object.keys(written), ...Object.keys(isObject(known) ? known : {})]);
  return [...names].every((name) => hasUnknown(at(mark, name)) || isAlike(written[name], at(known, name)));
}

/** @param candidates those of which this is one */
function block(
  candidates: readonly Values[],
  mark: Json,
  known: JsonObject,
  where: string,
): Value | undefined {
  if (mark === true) return undefined;
  const marks = isObject(mark) ? mark : {};
  const unknowns = Object.keys(marks).filter((name) => hasUnknown(marks[name]));
  const filled = unknowns.map((name): readonly [string, Value] => {
    const place = `${where}.${name}`;
    const found = candidates.map((each) => {
      const value = each[name];
      return value === undefined || value === null
        ? undefined
        : filledIn(value, marks[name] ?? true, at(known, name), place);
    });
    const [first] = found;
    if (found.length === 1 && first !== undefined) return [name, first];
    if (found.length === 1 || found.includes(undefined))
      return [name, new Unknown(place, "known after apply")];
    return [
      name,
      ambiguous(
        place,
        found.flatMap((each) => (isList(each) ? each : [each ?? null])),
      ),
    ];
  });
  return { ...(known as Values), ...Object.fromEntries(filled) };
}
