/**
 * Unknown parts of blocks inside a resource, e.g. of a group's `ingress`. A plan's configuration lists what all blocks
 * of a kind refer to, without saying which block is whose: what can be told apart is, by the type that an attribute
 * takes; the rest is unknown. What a `dynamic` block refers to is not listed at all.
 */
import { isListAttribute, typesTaken } from "../../../aws/attributes";
import { isObject, type Json, type JsonObject } from "../../../terraform/json";
import { Reference, Unknown, type Value } from "../../../terraform/values";
import { ambiguous, hasUnknown } from "../written/configuration-places";

/** An attribute of one of the blocks that is not known. */
interface Slot {
  readonly block: number;
  readonly name: string;
}

/**
 * @param found what the blocks refer to, once for each time they do
 * @param marks by block, the attributes that are not known
 * @param where the attribute that holds the blocks
 */
export function inlineBlocks(
  found: readonly Value[],
  marks: readonly Json[],
  known: readonly Json[],
  where: string,
): readonly Value[] {
  const slots = marks.flatMap((mark, block): readonly Slot[] =>
    namesOf(mark).map((name) => ({ block, name })),
  );
  return marks.map((mark, i) => {
    const own = known[i];
    const told: Value = isObject(own) ? (own as JsonObject as Value) : {};
    if (mark === true) return new Unknown(`${where}[${i}]`, "known after apply");
    const filled = namesOf(mark).map((name): readonly [string, Value] => {
      const value = valueFor(name, slots, found, `${where}[${i}].${name}`);
      return [name, isListAttribute(`.${name}`) ? [value] : value];
    });
    return { ...(told as JsonObject), ...Object.fromEntries(filled) } as Value;
  });
}

function namesOf(mark: Json): readonly string[] {
  return isObject(mark) ? Object.keys(mark).filter((name) => hasUnknown(mark[name])) : [];
}

function valueFor(name: string, slots: readonly Slot[], found: readonly Value[], where: string): Value {
  const fitting = found.filter((each) => !(each instanceof Reference) || fits(each, name));
  const candidates = fitting.length > 0 ? fitting : found;
  const rivals = slots.filter((slot) => kindOf(slot.name) === kindOf(name)).length;
  const [first] = candidates;
  const isOne = first instanceof Reference && candidates.every((each) => isSame(first, each));
  // As many references as unknown attributes: none of them comes from elsewhere.
  if (isOne && candidates.length >= rivals) return first;
  return rivals === 1 ? ambiguous(where, candidates) : new Unknown(where, ambiguous(where, candidates).why);
}

function isSame(one: Reference, other: Value): boolean {
  return other instanceof Reference && other.address === one.address && other.attribute === one.attribute;
}

/** Attributes of one kind compete for references; those without types of their own take addresses. */
function kindOf(name: string): string {
  return typesTaken(name) === undefined ? "addresses" : name;
}

function fits({ address, attribute }: Reference, name: string): boolean {
  if (name === "security_groups" && attribute.endsWith("security_group_id")) return true;
  const type = /(?:^|\.)(aws_\w+)\.[^.]*$/.exec(address)?.[1] ?? "";
  const isId = attribute === "id" || attribute.endsWith("_id");
  const types = typesTaken(name);
  if (types !== undefined) return isId && types.includes(type);
  return !isId;
}
