/** What references in a plan's configuration lead to: resources by address, through variables, outputs and counts. */
import { arrayAt, at, type Json, type JsonObject, objectAt, textAt } from "./json";
import { callName, isListAttribute, keyOf, type Place } from "./plan-places";
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
    return this.referred(references, place, where, 0);
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
