/** What references in a plan's configuration lead to: resources by address, through variables, outputs and counts. */
import { isListAttribute } from "../../../aws/attributes";
import { given } from "../../../net/given";
import { at, type Json, type JsonObject, objectAt } from "../../../terraform/json";
import { Reference, Unknown, type Value } from "../../../terraform/values";
import { ambiguous, callName, keyOf, type Place } from "../written/configuration-places";
import { ConfiguredModules, nameOfVariable, referencesIn } from "./configured-modules";
import { atCount, idsIn, isId, isSeveral, isUnknownOrText, partOf } from "./found-values";
import { chosenKey, type Repeated } from "./instance-choice";
import { PlanInstances } from "./instances";
import { type Term, termsOf } from "./reference-terms";

const DEEPEST = 32;
const INDEX = /^(?:each\.(?:key|value)|count\.index)\b/;

export class PlanTargets {
  private readonly instances = new PlanInstances();
  private readonly modules: ConfiguredModules;
  /** Resources with how they are repeated: each attribute of one asks for it. */
  private readonly places = new WeakMap<Place, Place>();

  /** @param variables what the plan was given, by name */
  constructor(configuration: JsonObject, variables: JsonObject = {}) {
    this.modules = new ConfiguredModules(configuration, variables);
  }

  /** What the configuration says about a resource. */
  configured(place: Place): Json | undefined {
    return this.modules.configured(place);
  }

  /** All planned resources. */
  index(planned: Iterable<{ readonly address: string; readonly values: JsonObject }>): void {
    for (const { address, values } of planned) this.instances.add(address, values);
  }

  /** Without what known blocks hold already: a reference that is told there stands for nothing that is not known. */
  notIn(blocks: readonly Json[], found: readonly Value[]): readonly Value[] {
    const told = textsIn(blocks);
    return found.filter((each) => {
      if (!(each instanceof Reference)) return true;
      const value = this.instances.valuesOf(each.address)?.[each.attribute];
      const i = typeof value === "string" ? told.indexOf(value) : -1;
      if (i >= 0) told.splice(i, 1);
      return i < 0;
    });
  }

  /** @param where the attribute that holds the references, for unknowns */
  of(references: readonly string[], place: Place, where: string): readonly Value[] {
    const known = this.places.get(place);
    const repeated = known ?? this.repeatedAsResource(place);
    if (known === undefined) this.places.set(place, repeated);
    return this.referred(references, repeated, where, 0);
  }

  private repeatedAsResource(place: Place): Place {
    const base = `${prefixOf(place.modules)}${place.type}.${place.name}`;
    const own = this.instances.keysOf(base);
    // A resource without a key of its own is repeated with its module.
    const siblings = own.has(place.key) ? own : this.moduleKeys(place.modules);
    return this.repeated(place, this.modules.configured(place), siblings);
  }

  /** @param block what is repeated: a resource, or the call of a module */
  private repeated(place: Place, block: Json | undefined, siblings: ReadonlySet<string>): Place {
    const said = at(block, "for_each_expression");
    const forEach = referencesIn(said);
    const [only] = forEach;
    const constant = only === undefined ? at(said, "constant_value") : this.modules.constantOf(only, place);
    return { ...place, forEach, siblings, ...(forEach.length > 1 ? {} : given({ forEachValue: constant })) };
  }

  private moduleKeys(modules: readonly string[]): ReadonlySet<string> {
    const outer = prefixOf(modules.slice(0, -1));
    return this.instances.keysOf(`${outer}module.${callName(modules.at(-1) ?? "")}`);
  }

  /** Whether a reference may stand in brackets: a list or an id stands beside a resource, and not in them. */
  private mayIndex(reference: string, place: Place): boolean {
    if (INDEX.test(reference)) return true;
    if (!reference.startsWith("var.")) return false;
    const constant = this.modules.constantOf(reference, place);
    return constant !== undefined && constant !== null && typeof constant !== "object" && !isId(constant);
  }

  /** Follows references through variables, locals, outputs and counts, to addresses; each as often as it stands there. */
  private referred(
    references: readonly string[],
    place: Place,
    where: string,
    depth: number,
  ): readonly Value[] {
    const terms = termsOf(references, (each) => this.mayIndex(each, place)).map((term) => ({
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
    return references.includes("count.index") && !isListAttribute(where)
      ? atCount(found, terms.length, this.repetition(place))
      : found;
  }

  /** Whether a reference that leads to no resource may stand in a condition. */
  private mayChoose({ reference }: Term, place: Place): boolean {
    if (/^(each|count|terraform|local)\b/.test(reference)) return true;
    if (!reference.startsWith("var.")) return false;
    const constant = this.modules.constantOf(reference, place);
    return constant === undefined || (constant !== null && typeof constant !== "object" && !isId(constant));
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
    return this.follow(
      { reference: one, index: [], isCounted: false },
      { ...place, forEach: [] },
      where,
      depth + 1,
    );
  }

  /** A variable of a module: what its caller gives. */
  private throughCall(reference: string, place: Place, where: string, depth: number): readonly Value[] {
    const name = nameOfVariable(reference);
    const [last] = place.modules.slice(-1);
    if (last === undefined) {
      const ids = idsIn(this.modules.constantOf(reference, place));
      return ids.length > 0 ? ids : [new Unknown(where, `${reference} has no value`)];
    }
    const outer = place.modules.slice(0, -1);
    const call = at(objectAt(this.modules.at(outer), "module_calls"), callName(last));
    const references = referencesIn(at(objectAt(call, "expressions"), name));
    if (references.length === 0) return idsIn(this.modules.constantOf(reference, place));
    const found = this.referred(
      references,
      this.repeated({ ...place, modules: outer, key: keyOf(last) }, call, this.moduleKeys(place.modules)),
      where,
      depth + 1,
    );
    return partOf(found, reference.slice(4 + name.length), references, where);
  }

  private throughOutput(reference: string, place: Place, where: string, depth: number): readonly Value[] {
    const parts = /^module\.([^.[]+)(\[[^\]]*\])?\.([^.[]+)(.*)$/s.exec(reference);
    const [, module = "", key = "", output = "", rest = ""] = parts ?? [];
    const modules = [...place.modules, `${module}${this.modulesKey(place.modules, module, key, place)}`];
    const references = referencesIn(at(at(at(this.modules.at(modules), "outputs"), output), "expression"));
    if (references.length === 0) return [new Unknown(where, `${reference} is known after apply`)];
    const found = this.referred(references, { ...place, modules }, where, depth + 1);
    return partOf(found, rest, references, where);
  }

  private modulesKey(outer: readonly string[], module: string, key: string, place: Place): string {
    if (key !== "" && !/each|count/.test(key)) return key;
    const call = at(objectAt(this.modules.at(outer), "module_calls"), module);
    const repeated =
      at(call, "count_expression") !== undefined || at(call, "for_each_expression") !== undefined;
    return repeated ? place.key : "";
  }

  private resource(term: Term, place: Place, where: string): readonly Value[] {
    const { reference } = term;
    const match = /^([a-z]\w*)\.([\w-]+)(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?(?:\.([\w.]+))?/.exec(reference);
    if (match === null) return [new Unknown(where, `${reference} is not understood`)];
    const [, type = "", name = "", key = "", attribute = "id"] = match;
    const base = `${prefixOf(place.modules)}${type}.${name}`;
    const instances = this.instances.of(base);
    if (key !== "" && instances.includes(`${base}${key}`)) return [new Reference(`${base}${key}`, attribute)];
    if (instances.length === 0) return [new Unknown(where, `${reference} is known after apply`)];
    if (instances.length === 1 && instances[0] !== undefined) return [new Reference(instances[0], attribute)];
    const all = instances.map((each) => new Reference(each, attribute));
    if (key !== "" || term.isCounted) return [ambiguous(where, all)];
    if (term.index.length === 0) return isMeantWhole(place, where) ? all : [ambiguous(where, all)];
    const chosen = chosenKey(term.index, this.instances.keysOf(base), this.repetition(place));
    return [chosen === undefined ? ambiguous(where, all) : new Reference(`${base}${chosen}`, attribute)];
  }

  private repetition(place: Place): Repeated {
    const { key, siblings = new Set() } = place;
    return { key, siblings, valueFor: (reference, each) => this.modules.valueIn(reference, each, place) };
  }
}

function textsIn(value: Json | undefined): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((each: Json | undefined) => textsIn(each));
}

/**
 * `values(aws_security_group.role)[*].id`, or only those that a `for` chooses, are listed alike. An end stands in one
 * subnet more or less; a group or an ACL too many would open or shut what it is not meant for.
 */
function isMeantWhole({ type }: Place, where: string): boolean {
  return type !== "aws_network_acl" && !/security_groups?(_ids)?$/.test(where);
}

function prefixOf(modules: readonly string[]): string {
  return modules.map((module) => `module.${module}.`).join("");
}
