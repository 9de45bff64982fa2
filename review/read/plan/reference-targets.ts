/** What references in a plan's configuration lead to: resources by address, through variables, outputs and counts. */
import { isListAttribute } from "../../../aws/attributes";
import { arrayAt, at, type Json, type JsonObject, objectAt, textAt } from "../../../terraform/json";
import { Reference, Unknown, type Value } from "../../../terraform/values";
import { ambiguous, callName, keyOf, type Place } from "../written/configuration-places";

const DEEPEST = 32;

export class PlanTargets {
  private readonly byBase = new Map<string, string[]>();
  private readonly byModule = new Map<JsonObject, ReadonlyMap<string, Json>>();
  private readonly values = new Map<string, JsonObject>();

  constructor(private readonly configuration: JsonObject) {}

  /** All planned resources. */
  index(planned: Iterable<{ readonly address: string; readonly values: JsonObject }>): void {
    for (const { address, values } of planned) {
      this.values.set(address, values);
      const base = address.endsWith("]") ? address.replace(/\[[^\]]*\]$/, "") : address;
      const all = this.byBase.get(base);
      if (all === undefined) this.byBase.set(base, [address]);
      else all.push(address);
    }
  }

  /** What the configuration says about a resource. */
  configured({ modules, type, name }: Place): Json | undefined {
    const module = this.moduleAt(modules);
    const address = `${type}.${name}`;
    const known = this.byModule.get(module);
    if (known !== undefined) return known.get(address);
    const all = new Map(
      arrayAt(module, "resources").map((each) => [`${textAt(each, "type")}.${textAt(each, "name")}`, each]),
    );
    this.byModule.set(module, all);
    return all.get(address);
  }

  /** Without what known blocks hold already: a reference that is told there stands for nothing that is not known. */
  notIn(blocks: readonly Json[], found: readonly Value[]): readonly Value[] {
    const told = textsIn(blocks);
    return found.filter((each) => {
      if (!(each instanceof Reference)) return true;
      const value = this.values.get(each.address)?.[each.attribute];
      const i = typeof value === "string" ? told.indexOf(value) : -1;
      if (i >= 0) told.splice(i, 1);
      return i < 0;
    });
  }

  /** @param where the attribute that holds the references, for unknowns */
  of(references: readonly string[], place: Place, where: string): readonly Value[] {
    const forEach = referencesIn(at(this.configured(place), "for_each_expression"));
    return this.referred(references, { ...place, forEach }, where, 0);
  }

  /** Follows references through variables, locals, outputs and counts, to addresses; each as often as it stands there. */
  private referred(
    references: readonly string[],
    place: Place,
    where: string,
    depth: number,
  ): readonly Value[] {
    const terms = termsOf(references).map((term) => ({
      term,
      found: this.follow(term, place, where, depth),
    }));
    const found = terms.flatMap((each) => each.found);
    if (found.length === 0) return [new Unknown(where, "known after apply")];
    // `each.value == "a" ? one : other` lists both: which are meant is not told. A single one is all that it can be.
    const isChosen = terms.some(
      (each) => each.found.every(isUnknownOrText) && this.mayChoose(each.term, place),
    );
    if (isListAttribute(where) && isChosen && isSeveral(found)) return [ambiguous(where, found)];
    return references.includes("count.index") && !isListAttribute(where) ? atCount(found, place) : found;
  }

  /** Whether a reference that leads to no resource may stand in a condition. */
  private mayChoose({ reference }: Term, place: Place): boolean {
    if (/^(each|count|terraform|local)\b/.test(reference)) return true;
    if (!reference.startsWith("var.")) return false;
    const constant = this.constantOf(reference, place);
    return constant === undefined || (constant !== null && typeof constant !== "object" && !isId(constant));
  }

  /** The constant that a module's caller gives for a variable, or its default. */
  private constantOf(reference: string, { modules }: Place): Json | undefined {
    const name = nameOfVariable(reference);
    const [last] = modules.slice(-1);
    if (last === undefined) return undefined;
    const call = at(objectAt(this.moduleAt(modules.slice(0, -1)), "module_calls"), callName(last));
    const given = at(objectAt(call, "expressions"), name);
    if (given !== undefined) return at(given, "constant_value");
    return at(at(objectAt(this.moduleAt(modules), "variables"), name), "default");
  }

  private follow(term: Term, place: Place, where: string, depth: number): readonly Value[] {
    const { reference } = term;
    if (depth > DEEPEST) return [new Unknown(where, "refers to itself")];
    const [root = ""] = reference.split(/[.[]/, 1);
    switch (root) {
      case "each":
        return this.throughForEach(reference, place, where, depth);
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
    return this.resource(term, place, where);
  }

  /** `each.value.id` where `for_each` goes through the instances of a resource or module: the one with the same key. */
  private throughForEach(reference: string, place: Place, where: string, depth: number): readonly Value[] {
    const [all, ...others] = place.forEach ?? [];
    const isInstances = all !== undefined && /^(module\.)?\w[\w-]*(\.[\w-]+)?$/.test(all);
    const isOther = /^(var|local|each|data|path|terraform)\./.test(all ?? "");
    if (!reference.startsWith("each.value") || !isInstances || isOther || others.length > 0) return [];
    const one = `${all}${place.key}${reference.slice("each.value".length)}`;
    return this.follow({ reference: one }, { ...place, forEach: [] }, where, depth + 1);
  }

  /** A variable of a module: what its caller gives. */
  private throughCall(reference: string, place: Place, where: string, depth: number): readonly Value[] {
    const name = nameOfVariable(reference);
    const [last] = place.modules.slice(-1);
    if (last === undefined) return [new Unknown(where, `${reference} has no value`)];
    const outer = place.modules.slice(0, -1);
    const call = at(objectAt(this.moduleAt(outer), "module_calls"), callName(last));
    const references = referencesIn(at(objectAt(call, "expressions"), name));
    const forEach = referencesIn(at(call, "for_each_expression"));
    if (references.length === 0) return idsIn(this.constantOf(reference, place));
    const found = this.referred(
      references,
      { ...place, modules: outer, key: keyOf(last), forEach },
      where,
      depth + 1,
    );
    return partOf(found, reference.slice(4 + name.length), references, where);
  }

  private throughOutput(reference: string, place: Place, where: string, depth: number): readonly Value[] {
    const parts = /^module\.([^.[]+)(\[[^\]]*\])?\.([^.[]+)(.*)$/s.exec(reference);
    const [, module = "", key = "", output = "", rest = ""] = parts ?? [];
    const modules = [...place.modules, `${module}${this.modulesKey(place.modules, module, key, place)}`];
    const references = referencesIn(at(at(at(this.moduleAt(modules), "outputs"), output), "expression"));
    if (references.length === 0) return [new Unknown(where, `${reference} is known after apply`)];
    const found = this.referred(references, { ...place, modules }, where, depth + 1);
    return partOf(found, rest, references, where);
  }

  private modulesKey(outer: readonly string[], module: string, key: string, place: Place): string {
    if (key !== "" && !/each|count/.test(key)) return key;
    const call = at(objectAt(this.moduleAt(outer), "module_calls"), module);
    const repeated =
      at(call, "count_expression") !== undefined || at(call, "for_each_expression") !== undefined;
    return repeated ? place.key : "";
  }

  private resource({ reference, index }: Term, place: Place, where: string): readonly Value[] {
    const match = /^([a-z]\w*)\.([\w-]+)(\[[^\]]*\])?(?:\.([\w.]+))?/.exec(reference);
    if (match === null) return [new Unknown(where, `${reference} is not understood`)];
    const [, type = "", name = "", key = "", attribute = "id"] = match;
    const prefix = place.modules.map((module) => `module.${module}.`).join("");
    const base = `${prefix}${type}.${name}`;
    const instances = this.byBase.get(base) ?? [];
    if (key !== "" && instances.includes(`${base}${key}`)) return [new Reference(`${base}${key}`, attribute)];
    if (instances.length === 0) return [new Unknown(where, `${reference} is known after apply`)];
    if (instances.length === 1 && instances[0] !== undefined) return [new Reference(instances[0], attribute)];
    const all = instances.map((each) => new Reference(each, attribute));
    if (key !== "" || index?.startsWith("each.value") === true) return [ambiguous(where, all)];
    // The same position: `aws_subnet.private[count.index]` in the resource number count.index.
    const same = instances.find((each) => place.key !== "" && each === `${base}${place.key}`);
    // `values(aws_security_group.role)[*].id`, or only those that a `for` chooses. Of subnets, all are meant.
    if (index === undefined) return /security_groups?(_ids)?$/.test(where) ? [ambiguous(where, all)] : all;
    return same === undefined ? [ambiguous(where, all)] : [new Reference(same, attribute)];
  }

  private moduleAt(modules: readonly string[]): JsonObject {
    let module = objectAt(this.configuration, "root_module");
    for (const name of modules)
      module = objectAt(at(objectAt(module, "module_calls"), callName(name)), "module");
    return module;
  }
}

/** A reference, and what chooses among its instances: `aws_subnet.private[each.key]`. */
interface Term {
  readonly reference: string;
  readonly index?: string;
}

const INDEX = /^(?:each\.(?:key|value)|count\.index)\b/;

/**
 * Terraform lists `aws_vpc.main.id` and after it its beginning, `aws_vpc.main`: the longer one says it all. A resource
 * without an attribute, and then `each.key`, is the instance with that key.
 */
function termsOf(references: readonly string[]): readonly Term[] {
  const terms: { reference: string; index?: string }[] = [];
  let whole = "";
  for (const reference of references) {
    if (whole.startsWith(`${reference}.`) || whole.startsWith(`${reference}[`)) continue;
    whole = reference;
    const last = terms.at(-1);
    if (INDEX.test(reference) && last !== undefined && /^[a-z]\w*\.[\w-]+$/.test(last.reference)) {
      last.index ??= reference;
    } else terms.push({ reference });
  }
  return terms;
}

function textsIn(value: Json | undefined): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((each: Json | undefined) => textsIn(each));
}

function nameOfVariable(reference: string): string {
  return reference.slice(4).split(/[.[]/, 1)[0] ?? "";
}

/** Of a list or object that a variable or output holds, the element or attribute that is taken: `[0]`, `.db`. */
function partOf(
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
function idsIn(constant: Json | undefined): readonly Value[] {
  const all: readonly Json[] = Array.isArray(constant) ? constant : [constant ?? null];
  return all.filter(isId);
}

function isId(value: Json): value is string {
  return typeof value === "string" && /^[a-z]+-[0-9a-f]{8,}$/.test(value);
}

function isUnknownOrText(value: Value): boolean {
  return !(value instanceof Reference) && !(value instanceof Unknown && value.among !== undefined);
}

/** More than one resource, or one and something that is not known. */
function isSeveral(found: readonly Value[]): boolean {
  const addresses = new Set(found.map((each) => (each instanceof Reference ? each.address : each)));
  return addresses.size > 1;
}

function referencesIn(expression: Json | undefined): readonly string[] {
  return arrayAt(expression, "references").filter((each): each is string => typeof each === "string");
}

/** Of all instances of one resource, as `var.subnets[count.index]` gives them, the one at the position of this one. */
function atCount(found: readonly Value[], { key }: Place): readonly Value[] {
  const position = /^\[(\d+)\]$/.exec(key)?.[1];
  const addresses = found.map((each) => (each instanceof Reference ? each.address : ""));
  const isRow = addresses.every(
    (each, i) => each.endsWith(`[${i}]`) && baseOf(each) === baseOf(addresses[0] ?? ""),
  );
  const one = position === undefined || !isRow ? undefined : found[Number(position) % found.length];
  return one === undefined ? found : [one];
}

function baseOf(address: string): string {
  return address.replace(/\[\d+\]$/, "");
}
