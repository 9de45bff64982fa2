/** What an attribute that is not known until apply is, by the plan's `configuration`: references in the shape of the value. */
import { arrayAt, at, isObject, type Json, type JsonObject, objectAt } from "./json";
import { ambiguous, filled, hasUnknown, isListAttribute, type Place, placeOf } from "./plan-places";
import { PlanTargets } from "./plan-targets";
import { Unknown, type Value } from "./resource";
import { isBlock } from "./vocabulary";

export class PlanReferences {
  private readonly targets: PlanTargets;

  constructor(configuration: JsonObject) {
    this.targets = new PlanTargets(configuration);
  }

  /** The addresses of all planned resources. */
  index(planned: Iterable<{ readonly address: string }>): void {
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
    const resource = this.targets.configured(place);
    const expressions = objectAt(resource, "expressions");
    let said: Record<string, Value> | undefined;
    for (const attribute of Object.keys(expressions)) {
      const mark = unknowns[attribute];
      const expression = expressions[attribute];
      if (expression === undefined || !hasUnknown(mark) || !attributes.includes(attribute)) continue;
      said ??= {};
      // Blocks of which not even the number is known: no reference among theirs stands for them.
      if (mark === true && isBlock(attribute)) {
        said[attribute] = new Unknown(`${address}.${attribute}`, "known after apply");
        continue;
      }
      said[attribute] = this.valueOf(
        expression,
        mark ?? true,
        values[attribute],
        place,
        `${address}.${attribute}`,
      );
    }
    return said;
  }

  private valueOf(expression: Json, mark: Json, known: Json | undefined, place: Place, where: string): Value {
    if (Array.isArray(expression)) return this.blocks(expression, mark, known, place, where);
    const references = arrayAt(expression, "references").filter(
      (each): each is string => typeof each === "string",
    );
    if (Array.isArray(mark) && Array.isArray(known))
      return this.elements(references, mark, known, place, where);
    if (mark !== true && isObject(mark) && isObject(expression))
      return this.block(expression, mark, isObject(known) ? known : {}, place, where);
    const found = this.targets.of(references, place, where);
    const [only] = found;
    if (isListAttribute(where))
      return found.some((each) => each instanceof Unknown) && found.length === 1
        ? (only ?? new Unknown(where, "known after apply"))
        : found;
    return found.length === 1 && only !== undefined ? only : new Unknown(where, ambiguous(found));
  }

  /** Nested blocks: one expression object each; a dynamic block has one for all. */
  private blocks(
    expressions: readonly Json[],
    mark: Json,
    known: Json | undefined,
    place: Place,
    where: string,
  ): Value {
    const marks = Array.isArray(mark) ? mark : [];
    const values = Array.isArray(known) ? known : [];
    const count = Math.max(marks.length, values.length, mark === true ? 1 : 0);
    if (mark === true || count === 0) return new Unknown(where, "known after apply");
    return Array.from({ length: count }, (_, i) => {
      const expression = expressions.length === count ? expressions[i] : expressions[0];
      const own: Json = marks[i] ?? {};
      const value: Json | undefined = values[i];
      return this.block(
        isObject(expression) ? expression : {},
        own,
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

  /** A list of which some elements are known: the rest is what the references give that is not there yet. */
  private elements(
    references: readonly string[],
    mark: readonly Json[],
    known: readonly Json[],
    place: Place,
    where: string,
  ): Value {
    const found = this.targets.of(references, place, where);
    const missing = mark.filter(hasUnknown).length;
    // As many references as unknown elements: one each, in their order. A single one fits every place.
    const next = found.length === missing ? [...found] : undefined;
    return mark.map((each, i) => {
      if (!hasUnknown(each)) return known[i] ?? null;
      const [own = new Unknown(`${where}[${i}]`, "known after apply")] =
        next?.splice(0, 1) ?? (found.length === 1 ? found : []);
      const value =
        next === undefined && found.length !== 1 ? new Unknown(`${where}[${i}]`, ambiguous(found)) : own;
      return isObject(each) ? filled(each, known[i], value) : value;
    });
  }
}
