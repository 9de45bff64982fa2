/** Reads Terraform JSON configuration, as CDKTF writes it: references by name, `count` and `for_each` expanded. */

import { attributesToRead } from "../../../aws/unmodelled-types";
import { nameOfAddress } from "../../../terraform/address";
import { evaluate, withIds } from "../../../terraform/expression/evaluation";
import { parseTemplate } from "../../../terraform/expression/parser";
import type { Instances, Scope } from "../../../terraform/expression/scope";
import { at, isObject, type Json, type JsonObject, objectAt } from "../../../terraform/json";
import {
  isList,
  isUnknown,
  isValues,
  type NetworkInput,
  Reference,
  type Resource,
  Unknown,
  type Value,
  VariableValue,
} from "../../../terraform/values";

/** What `each` and `count` are for one instance of a resource. */
interface Each {
  readonly address: string;
  readonly key: Value;
  readonly value: Value;
}

const MOST_INSTANCES = 100_000;

/**
 * @param json the content of `cdk.tf.json`, or of any `*.tf.json`
 * @param variables values from `--var` and `--var-file`, by name without `var.`
 */
export function readConfig(json: Json, variables: ReadonlyMap<string, Value> = new Map()): NetworkInput {
  return new Config(json, variables).read();
}

class Config {
  private readonly variables: ReadonlyMap<string, Value>;
  private readonly locals: JsonObject;
  private readonly resources: JsonObject;
  private readonly instances = new Map<string, { all: Instances; each: readonly Each[] }>();
  private readonly open = new Set<string>();

  constructor(
    private readonly json: Json,
    given: ReadonlyMap<string, Value>,
  ) {
    this.resources = objectAt(json, "resource");
    this.locals = Object.fromEntries(blocksIn(json, "locals").flatMap((block) => Object.entries(block)));
    this.variables = new Map(
      Object.entries(objectAt(json, "variable")).map(([name, block]) => {
        const value = given.get(name) ?? defaultOf(block);
        return [name, value ?? new VariableValue(`var.${name}`)];
      }),
    );
  }

  read(): NetworkInput {
    const resources: Resource[] = [];
    const unknowns: Unknown[] = [];
    for (const [type, named] of Object.entries(this.resources)) {
      if (!isObject(named)) continue;
      for (const name of Object.keys(named)) {
        if (this.attributesFor(type, name) === undefined) continue;
        const { all, each } = this.expand(type, name);
        if (all.kind === "unknown" && !(each[0]?.key instanceof VariableValue))
          unknowns.push(new Unknown(`${type}.${name}`, "how many there are is not known"));
        for (const instance of each) resources.push(this.resource(type, name, instance));
      }
    }
    for (const name of Object.keys(objectAt(this.json, "module")))
      unknowns.push(new Unknown(`module.${name}`, "is read from a plan only: terraform show -json"));
    return { form: "config", resources, variables: this.variables, unknowns };
  }

  private resource(type: string, name: string, each: Each): Resource {
    const body = this.bodyOf(type, name);
    const values: Record<string, Value> = {};
    for (const attribute of this.attributesFor(type, name) ?? []) {
      const raw = at(body, attribute) ?? this.dynamic(body, attribute);
      if (raw !== undefined)
        values[attribute] = withIds(this.value(raw, `${each.address}.${attribute}`, each));
    }
    return { address: each.address, type, name: nameOfAddress(each.address), values };
  }

  private attributesFor(type: string, name: string): readonly string[] | undefined {
    const body = this.bodyOf(type, name);
    return attributesToRead(type, isObject(body) ? body : {});
  }

  /** A `dynamic` block repeats what cannot be counted here: the attribute is not known. */
  private dynamic(body: Json | undefined, attribute: string): Json | undefined {
    return at(objectAt(body, "dynamic"), attribute) === undefined ? undefined : "${dynamic}";
  }

  private value(raw: Json, place: string, each?: Each): Value {
    if (typeof raw === "string") return evaluate(parseTemplate(raw), this.scope(place, each));
    if (Array.isArray(raw)) return raw.map((item: Json, i) => this.value(item, `${place}[${i}]`, each));
    if (!isObject(raw)) return raw as Value;
    return Object.fromEntries(
      Object.entries(raw).map(([key, item]) => [key, this.value(item ?? null, `${place}.${key}`, each)]),
    );
  }

  private scope(place: string, each?: Each): Scope {
    return {
      place,
      named: (root, name) => this.named(root, name, each),
      instances: (type, name) => this.instancesOf(type, name),
      attribute: (address, name) => this.attribute(address, name),
    };
  }

  private named(root: string, name: string, each?: Each): Value | undefined {
    switch (root) {
      case "var":
        return this.variables.get(name) ?? new VariableValue(`var.${name}`);
      case "local":
        return this.guarded(`local.${name}`, () =>
          this.value(at(this.locals, name) ?? null, `local.${name}`),
        );
      case "each":
        return name === "key" ? each?.key : each?.value;
      case "count":
        return each?.key;
    }
    return undefined;
  }

  private instancesOf(type: string, name: string): Instances | undefined {
    if (type.startsWith("data.") || type.startsWith("module.")) {
      const [kind = "", of = ""] = type.split(".");
      return kind === "data" && at(objectAt(objectAt(this.json, "data"), of), name) !== undefined
        ? single(`data.${of}.${name}`)
        : undefined;
    }
    return this.bodyOf(type, name) === undefined ? undefined : this.expand(type, name).all;
  }

  /** An attribute as configured; what is not configured is a reference, known after apply. */
  private attribute(address: string, name: string): Value {
    const reference = new Reference(address, name);
    const plain = /^([^.[]+)\.([^.[]+)/.exec(address);
    const [, type = "", resource = ""] = plain ?? [];
    const raw = at(this.bodyOf(type, resource), name);
    if (raw === undefined || raw === null || name === "id" || address.startsWith("data.")) return reference;
    const each = this.expand(type, resource).each.find((one) => one.address === address);
    return this.guarded(`${address}.${name}`, () => this.value(raw, `${address}.${name}`, each));
  }

  private guarded(name: string, value: () => Value): Value {
    if (this.open.has(name)) return new Unknown(name, "refers to itself");
    this.open.add(name);
    const result = value();
    this.open.delete(name);
    return result;
  }

  private expand(type: string, name: string): { all: Instances; each: readonly Each[] } {
    const address = `${type}.${name}`;
    const found = this.instances.get(address);
    if (found !== undefined) return found;
    this.instances.set(address, expanded("unknown", [{ address, key: null, value: null }]));
    const expansion = this.expansionOf(this.bodyOf(type, name), address);
    this.instances.set(address, expansion);
    return expansion;
  }

  private expansionOf(body: Json | undefined, address: string): { all: Instances; each: readonly Each[] } {
    const forEach = at(body, "for_each");
    const count = at(body, "count");
    if (forEach !== undefined) return this.forEach(this.value(forEach, `${address}.for_each`), address);
    if (count === undefined) return expanded("single", [{ address, key: "", value: "" }]);
    const times = this.value(count, `${address}.count`);
    if (typeof times !== "number" || times > MOST_INSTANCES)
      return expanded("unknown", [
        {
          address: `${address}[count.index]`,
          key: new Unknown(`${address}.count`, "is not known"),
          value: null,
        },
      ]);
    return expanded(
      "count",
      Array.from({ length: times }, (_, i) => ({ address: `${address}[${i}]`, key: i, value: i })),
    );
  }

  private forEach(keys: Value, address: string): { all: Instances; each: readonly Each[] } {
    if (keys instanceof VariableValue)
      return expanded("unknown", [{ address: `${address}[each.key]`, key: keys, value: keys }]);
    const entries: readonly (readonly [string, Value])[] | undefined = isList(keys)
      ? keys.filter((key) => !isUnknown(key)).map((key) => [String(key), key] as const)
      : isValues(keys)
        ? Object.entries(keys).map(([key, value]) => [key, value ?? null] as const)
        : undefined;
    if (entries === undefined) {
      const key = new Unknown(
        `${address}.for_each`,
        isUnknown(keys) && keys instanceof Unknown ? keys.why : "is not a set or a map",
      );
      return expanded("unknown", [{ address: `${address}[each.key]`, key, value: key }]);
    }
    const each = entries.map(([key, value]) => ({
      address: `${address}[${JSON.stringify(key)}]`,
      key,
      value,
    }));
    return expanded("for_each", each);
  }

  private bodyOf(type: string, name: string): Json | undefined {
    const body = at(objectAt(this.resources, type), name);
    return Array.isArray(body) ? (body[0] as Json | undefined) : body;
  }
}

function expanded(kind: Instances["kind"], each: readonly Each[]): { all: Instances; each: readonly Each[] } {
  return { all: { kind, byKey: new Map(each.map((one) => [String(one.key), one.address])) }, each };
}

function single(address: string): Instances {
  return { kind: "single", byKey: new Map([["", address]]) };
}

function defaultOf(block: Json | undefined): Value | undefined {
  const value = at(Array.isArray(block) ? block[0] : block, "default");
  return value === null ? undefined : value;
}

function blocksIn(json: Json, key: string): readonly JsonObject[] {
  const found = at(json, key);
  return (Array.isArray(found) ? found : [found]).filter(isObject);
}
