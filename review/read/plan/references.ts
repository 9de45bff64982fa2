/** What an attribute that is not known until apply is, by the plan's `configuration`: references in the shape of the value. */

import { isBlock, isListAttribute } from "../../../aws/attributes";
import { arrayAt, at, isObject, type Json, type JsonObject, objectAt } from "../../../terraform/json";
import { Unknown, type Value } from "../../../terraform/values";
import type { WrittenConfiguration } from "../written/configuration";
import { ambiguous, hasUnknown, type Place, placeOf } from "../written/configuration-places";
import { filledIn } from "../written/values";
import { inlineBlocks } from "./inline-blocks";
import { PlanTargets } from "./reference-targets";

export class PlanReferences {
  private readonly targets: PlanTargets;

  /**
   * @param variables what the plan was given, by name
   * @param written the files that the plan was made of, where they are there
   */
  constructor(
    configuration: JsonObject,
    variables: JsonObject,
    private readonly written?: WrittenConfiguration,
  ) {
    this.targets = new PlanTargets(configuration, variables);
  }

  /** The addresses of all planned resources. */
  index(planned: Iterable<{ readonly address: string; readonly values: JsonObject }>): void {
    this.targets.index(planned);
  }

  /**
   * The values of attributes with unknown parts, by what the configuration says. An attribute that it does not
   * mention is left out: AWS decides.
   * @param unknowns `after_unknown`: `true`, or a list or object with `true` where parts are unknown
   * @param attributes the attributes that matter
   */
  resolve(
    { address, values }: { readonly address: string; readonly values: JsonObject },
    unknowns: JsonObject,
    attributes: readonly string[],
  ): Record<string, Value> | undefined {
    const place = placeOf(address);
    const expressions = objectAt(this.targets.configured(place), "expressions");
    let said: Record<string, Value> | undefined;
    for (const attribute of attributes) {
      const mark = unknowns[attribute];
      if (!hasUnknown(mark)) continue;
      const where = `${address}.${attribute}`;
      const written = this.written?.attribute(address, attribute);
      const filled =
        written === undefined ? undefined : filledIn(written, mark ?? true, values[attribute], where);
      if (filled !== undefined) {
        said = { ...said, [attribute]: filled };
        continue;
      }
      const expression = expressions[attribute] ?? (isBlocks(mark) ? NOTHING_SAID : undefined);
      if (expression === undefined) continue;
      said ??= {};
      // Blocks of which not even the number is known: no reference among theirs stands for them.
      if (mark === true && isBlock(attribute)) {
        said[attribute] = new Unknown(where, "known after apply");
        continue;
      }
      said[attribute] = this.valueOf(expression, mark ?? true, values[attribute], place, where);
    }
    return said;
  }

  private valueOf(expression: Json, mark: Json, known: Json | undefined, place: Place, where: string): Value {
    if (Array.isArray(expression)) return this.blocks(expression, mark, known, place, where);
    if (mark !== true && isObject(mark) && isObject(expression))
      return this.block(expression, mark, isObject(known) ? known : {}, place, where);
    const references = arrayAt(expression, "references").filter(
      (each): each is string => typeof each === "string",
    );
    const found = this.targets.of(references, place, where);
    if (Array.isArray(mark) && Array.isArray(known))
      return isBlocks(mark)
        ? inlineBlocks(this.targets.notIn(known, found), mark, known, where)
        : elements(found, mark, known, where);
    const [only] = found;
    if (isListAttribute(where))
      return found.length === 1 && only instanceof Unknown && only.among === undefined ? only : found;
    return found.length === 1 && only !== undefined ? only : ambiguous(where, found);
  }

  /** Nested blocks: one expression object each. Those that a `dynamic` block makes have none. */
  private blocks(
    expressions: readonly Json[],
    mark: Json,
    known: Json | undefined,
    place: Place,
    where: string,
  ): Value {
    const marks = Array.isArray(mark) ? mark : [];
    const values = Array.isArray(known) ? known : [];
    const count = Math.max(marks.length, values.length);
    if (mark === true || count === 0) return new Unknown(where, "known after apply");
    const own = expressions.length === count ? byConstants(expressions, values) : [];
    return Array.from({ length: count }, (_, i) => {
      const expression = own[i];
      const value: Json | undefined = values[i];
      return this.block(
        isObject(expression) ? expression : {},
        marks[i] ?? {},
        isObject(value) ? value : {},
        place,
        `${where}[${i}]`,
      );
    });
  }

  private block(expression: JsonObject, mark: Json, known: JsonObject, place: Place, where: string): Value {
    const unknown = isObject(mark) ? mark : {};
    const names = new Set([...Object.keys(known), ...Object.keys(unknown)]);
    return Object.fromEntries(
      [...names].map((name) => {
        const part = at(unknown, name);
        if (part === undefined || !hasUnknown(part)) return [name, at(known, name) ?? null];
        const own = at(expression, name);
        return [
          name,
          own === undefined
            ? new Unknown(`${where}.${name}`, "known after apply")
            : this.valueOf(own, part, at(known, name), place, `${where}.${name}`),
        ];
      }),
    );
  }
}

const NOTHING_SAID: Json = { references: [] };

/** Marks of blocks, each with those of its attributes. */
function isBlocks(mark: Json | undefined): mark is readonly Json[] {
  return Array.isArray(mark) && mark.some(isObject);
}

/** A list of which some elements are known: the rest is what the references give that is not there yet. */
function elements(
  found: readonly Value[],
  mark: readonly Json[],
  known: readonly Json[],
  where: string,
): Value {
  const missing = mark.filter(hasUnknown).length;
  // As many references as unknown elements: one each, in their order. A single one fits every place.
  const next = found.length === missing ? [...found] : undefined;
  return mark.map((each, i) => {
    if (!hasUnknown(each)) return known[i] ?? null;
    const place = `${where}[${i}]`;
    const [own = new Unknown(place, "known after apply")] = next?.splice(0, 1) ?? found;
    return next === undefined && found.length !== 1 ? ambiguous(place, found) : own;
  });
}

/** A plan lists the blocks of a set in another order than the configuration: what is constant tells which is which. */
function byConstants(expressions: readonly Json[], values: readonly Json[]): readonly (Json | undefined)[] {
  const free = new Set(values.keys());
  const own: (Json | undefined)[] = [];
  const told = expressions
    .map((expression) => ({ expression, constants: constantsOf(expression) }))
    .sort((a, b) => b.constants.length - a.constants.length);
  for (const { expression, constants } of told) {
    const at = [...free].find((i) =>
      constants.every(([name, constant]) => isAlike(constant, values[i], name)),
    );
    if (at === undefined) return [];
    free.delete(at);
    own[at] = expression;
  }
  return own;
}

function constantsOf(expression: Json): readonly (readonly [string, Json])[] {
  return Object.entries(isObject(expression) ? expression : {}).flatMap(([name, said]) => {
    const constant = at(said, "constant_value");
    return constant === undefined || constant === null || typeof constant === "object"
      ? []
      : [[name, constant]];
  });
}

function isAlike(constant: Json, value: Json | undefined, name: string): boolean {
  const own = at(value, name);
  return own === undefined || own === null || String(own) === String(constant);
}
