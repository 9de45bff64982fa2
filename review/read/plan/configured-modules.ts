/** The modules of a plan's configuration, and the constants in them. */
import { arrayAt, at, type Json, type JsonObject, objectAt, textAt } from "../../../terraform/json";
import { callName, type Place } from "../written/configuration-places";
import { eachValueIn, partAt } from "./instance-choice";

export class ConfiguredModules {
  private readonly byModule = new Map<JsonObject, ReadonlyMap<string, Json>>();

  /** @param variables what the plan was given, by name */
  constructor(
    private readonly configuration: JsonObject,
    private readonly variables: JsonObject,
  ) {}

  /** A module by its calls, with or without their keys. */
  at(modules: readonly string[]): JsonObject {
    let module = objectAt(this.configuration, "root_module");
    for (const name of modules)
      module = objectAt(at(objectAt(module, "module_calls"), callName(name)), "module");
    return module;
  }

  /** What the configuration says about a resource. */
  configured({ modules, type, name }: Place): Json | undefined {
    const module = this.at(modules);
    const address = `${type}.${name}`;
    const known = this.byModule.get(module);
    if (known !== undefined) return known.get(address);
    const all = new Map(
      arrayAt(module, "resources").map((each) => [`${textAt(each, "type")}.${textAt(each, "name")}`, each]),
    );
    this.byModule.set(module, all);
    return all.get(address);
  }

  /** The constant that a variable has: as the plan was given it, as the module's caller gives it, or its default. */
  constantOf(reference: string, { modules }: Place): Json | undefined {
    if (!reference.startsWith("var.")) return undefined;
    const name = nameOfVariable(reference);
    const path = reference.slice("var.".length + name.length);
    const [last] = modules.slice(-1);
    if (last === undefined) return partAt(at(at(this.variables, name), "value"), path);
    const call = at(objectAt(this.at(modules.slice(0, -1)), "module_calls"), callName(last));
    const said = at(objectAt(call, "expressions"), name);
    if (said !== undefined) return partAt(at(said, "constant_value"), path);
    return partAt(at(at(objectAt(this.at(modules), "variables"), name), "default"), path);
  }

  /** What a reference comes to in the instance with a key. */
  valueIn(reference: string, key: string, place: Place): Json | undefined {
    if (reference === "each.key")
      return key.startsWith('["') ? (JSON.parse(key.slice(1, -1)) as string) : undefined;
    if (reference.startsWith("each.value")) {
      const name = this.valueIn("each.key", key, place);
      const all = place.forEachValue;
      return typeof name === "string"
        ? partAt(eachValueIn(all, name), reference.slice("each.value".length))
        : undefined;
    }
    return reference.startsWith("var.") ? this.constantOf(reference, place) : undefined;
  }
}

export function nameOfVariable(reference: string): string {
  return reference.slice(4).split(/[.[]/, 1)[0] ?? "";
}

export function referencesIn(expression: Json | undefined): readonly string[] {
  return arrayAt(expression, "references").filter((each): each is string => typeof each === "string");
}
