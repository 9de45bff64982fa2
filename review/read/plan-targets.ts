/** What references in a plan's configuration lead to: resources by address, through variables, outputs and counts. */
import { arrayAt, at, type Json, type JsonObject, objectAt, textAt } from "./json";
import { ambiguous, callName, isListAttribute, keyOf, type Place } from "./plan-places";
import { Reference, Unknown, type Value } from "./resource";

const DEEPEST = 32;

export class PlanTargets {
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
    const found = termsOf(references).flatMap((term) => this.follow(term, place, where, depth));
    if (found.length === 0) return [new Unknown(where, "known after apply")];
    return references.includes("count.index") && !isListAttribute(where) ? atCount(found, place) : found;
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
    const name = reference.slice(4).split(/[.[]/, 1)[0] ?? "";
    const [last] = place.modules.slice(-1);
    if (last === undefined) return [new Unknown(where, `${reference} has no value`)];
    const outer = place.modules.slice(0, -1);
    const call = at(objectAt(this.moduleAt(outer), "module_calls"), callName(last));
    const references = referencesIn(at(objectAt(call, "expressions"), name));
    const forEach = referencesIn(at(call, "for_each_expression"));
    return references.length === 0
      ? []
      : this.referred(references, { ...place, modules: outer, key: keyOf(last), forEach }, where, depth + 1);
  }

  private throughOutput(reference: string, place: Place, where: string, depth: number): readonly Value[] {
    const parts = /^module\.([^.[]+)(\[[^\]]*\])?\.([^.[]+)(?:\[(\d+)\])?/.exec(reference);
    const [, module = "", key = "", output = "", element] = parts ?? [];
    const modules = [...place.modules, `${module}${this.modulesKey(place.modules, module, key, place)}`];
    const references = referencesIn(at(at(at(this.moduleAt(modules), "outputs"), output), "expression"));
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
