/** What an attribute that is not known until apply refers to, by the plan's `configuration`. */
import { arrayAt, at, isObject, type Json, type JsonObject, objectAt, textAt } from "./json";
import {
  ambiguous,
  callName,
  filled,
  hasUnknown,
  isListAttribute,
  keyOf,
  type Place,
  placeOf,
} from "./plan-places";
import { Reference, Unknown, type Value } from "./resource";
import { isBlock } from "./vocabulary";

const DEEPEST = 32;

export class PlanReferences {
  private readonly byBase = new Map<string, string[]>();
  private readonly byModule = new Map<JsonObject, ReadonlyMap<string, Json>>();

  constructor(private readonly configuration: JsonObject) {}

  /** The addresses of all planned resources. */
  index(planned: Iterable<{ readonly address: string }>): void {
    for (const { address } of planned) {
      const base = address.endsWith("]") ? address.replace(/\[[^\]]*\]$/, "") : address;
      const all = this.byBase.get(base);
      if (all === undefined) this.byBase.set(base, [address]);
      else all.push(address);
    }
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
    const resource = this.configured(this.moduleAt(place.modules), `${place.type}.${place.name}`);
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

  private configured(module: JsonObject, address: string): Json | undefined {
    const known = this.byModule.get(module);
    if (known !== undefined) return known.get(address);
    const all = new Map(
      arrayAt(module, "resources").map((each) => [`${textAt(each, "type")}.${textAt(each, "name")}`, each]),
    );
    this.byModule.set(module, all);
    return all.get(address);
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
    const found = this.referred(references, place, where, 0);
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
        if (part === undefined || part === false) return [name, at(known, name) ?? null];
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
    const found = this.referred(references, place, where, 0);
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

  /** Follows references through variables, locals, outputs and counts, to addresses. */
  private referred(
    references: readonly string[],
    place: Place,
    where: string,
    depth: number,
  ): readonly Value[] {
    // Terraform lists `aws_vpc.main.id` and `aws_vpc.main`: the longer one says it all.
    const exact = references.filter(
      (each) =>
        !references.some(
          (other) => other !== each && (other.startsWith(`${each}.`) || other.startsWith(`${each}[`)),
        ),
    );
    const found = exact.flatMap((reference) => this.follow(reference, place, where, depth));
    return found.length === 0 ? [new Unknown(where, "known after apply")] : found;
  }

  private follow(reference: string, place: Place, where: string, depth: number): readonly Value[] {
    if (depth > DEEPEST) return [new Unknown(where, "refers to itself")];
    const [root = ""] = reference.split(/[.[]/, 1);
    switch (root) {
      case "each":
      case "count":
      case "path":
      case "terraform":
        return [];
      case "var":
        return this.throughCall(reference, place, where, depth);
      case "local":
        return [new Unknown(where, `${reference} is computed from values known after apply`)];
      case "module":
        return this.throughOutput(reference, place, where, depth);
      case "data":
        return [new Unknown(where, `${reference} is read at apply`)];
    }
    return this.resource(reference, place, where);
  }

  /** A variable of a module: what its caller gives. */
  private throughCall(reference: string, place: Place, where: string, depth: number): readonly Value[] {
    const name = reference.slice(4).split(/[.[]/, 1)[0] ?? "";
    const [last] = place.modules.slice(-1);
    if (last === undefined) return [new Unknown(where, `${reference} has no value`)];
    const outer = place.modules.slice(0, -1);
    const call = at(objectAt(this.moduleAt(outer), "module_calls"), callName(last));
    const expression = at(objectAt(call, "expressions"), name);
    const references = arrayAt(expression, "references").filter(
      (each): each is string => typeof each === "string",
    );
    return references.length === 0
      ? []
      : this.referred(references, { ...place, modules: outer, key: keyOf(last) }, where, depth + 1);
  }

  private throughOutput(reference: string, place: Place, where: string, depth: number): readonly Value[] {
    const parts = /^module\.([^.[]+)(\[[^\]]*\])?\.([^.[]+)(?:\[(\d+)\])?/.exec(reference);
    const [, module = "", key = "", output = "", element] = parts ?? [];
    const modules = [...place.modules, `${module}${this.modulesKey(place.modules, module, key, place)}`];
    const expression = at(at(at(this.moduleAt(modules), "outputs"), output), "expression");
    const references = arrayAt(expression, "references").filter(
      (each): each is string => typeof each === "string",
    );
    if (references.length === 0) return [new Unknown(where, `${reference} is known after apply`)];
    const found = this.referred(references, { ...place, modules }, where, depth + 1);
    // An output of several instances, `aws_subnet.private[*].id`, and one of them by its number.
    const one = element === undefined || references.length > 1 ? undefined : found[Number(element)];
    return one === undefined ? found : [one];
  }

  private modulesKey(outer: readonly string[], module: string, key: string, place: Place): string {
    if (key !== "" && !/each|count/.test(key)) return key;
    const call = at(objectAt(this.moduleAt(outer), "module_calls"), module);
    const repeated =
      at(call, "count_expression") !== undefined || at(call, "for_each_expression") !== undefined;
    return repeated ? place.key : "";
  }

  private resource(reference: string, place: Place, where: string): readonly Value[] {
    const match = /^([a-z]\w*)\.([\w-]+)(\[[^\]]*\])?(?:\.([\w.]+))?/.exec(reference);
    if (match === null) return [new Unknown(where, `${reference} is not understood`)];
    const [, type = "", name = "", key = "", attribute = "id"] = match;
    const prefix = place.modules.map((module) => `module.${module}.`).join("");
    const base = `${prefix}${type}.${name}`;
    const instances = this.byBase.get(base) ?? [];
    if (key !== "" && instances.includes(`${base}${key}`)) return [new Reference(`${base}${key}`, attribute)];
    if (instances.length === 0) return [new Unknown(where, `${reference} is known after apply`)];
    if (instances.length === 1 && instances[0] !== undefined) return [new Reference(instances[0], attribute)];
    // The same position: `aws_subnet.private[count.index]` in the resource number count.index.
    const same = instances.find((each) => place.key !== "" && each === `${base}${place.key}`);
    if (same !== undefined && key === "" && !isListAttribute(where)) return [new Reference(same, attribute)];
    return instances.map((each) => new Reference(each, attribute));
  }

  private moduleAt(modules: readonly string[]): JsonObject {
    let module = objectAt(this.configuration, "root_module");
    for (const name of modules)
      module = objectAt(at(objectAt(module, "module_calls"), callName(name)), "module");
    return module;
  }
}
