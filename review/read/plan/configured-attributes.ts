/** Which attributes a plan's configuration states for a resource; all others are the provider's to compute. */
import { arrayAt, at, isObject, type Json, type JsonObject, objectAt, textAt } from "../../../terraform/json";

const DEEPEST = 100;
const NONE: ReadonlySet<string> = new Set();

export class ConfiguredAttributes {
  private byBase: ReadonlyMap<string, JsonObject> | undefined;

  constructor(private readonly configuration: JsonObject) {}

  /** The attributes stated for a resource, by its address with or without instance keys. */
  of(address: string): ReadonlySet<string> {
    this.byBase ??= index(this.configuration);
    const expressions = this.byBase.get(withoutKeys(address));
    return expressions === undefined ? NONE : new Set(Object.keys(expressions));
  }
}

function index(configuration: JsonObject): ReadonlyMap<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  const visit = (module: Json | undefined, prefix: string, depth: number): void => {
    if (!isObject(module) || depth > DEEPEST) return;
    for (const resource of arrayAt(module, "resources"))
      found.set(`${prefix}${textAt(resource, "address") ?? ""}`, objectAt(resource, "expressions"));
    for (const [name, call] of Object.entries(objectAt(module, "module_calls")))
      visit(at(call, "module"), `${prefix}module.${name}.`, depth + 1);
  };
  visit(at(configuration, "root_module"), "", 0);
  return found;
}

function withoutKeys(address: string): string {
  return address.includes("[") ? address.replaceAll(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g, "") : address;
}
