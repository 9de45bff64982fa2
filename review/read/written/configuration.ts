/**
 * What the configuration that a plan was made of says of a resource, evaluated. A plan lists what an expression refers
 * to and not the expression: `aws_subnet.s[count.index + 1]` and `aws_subnet.s[count.index]` are the same in it.
 */
import { SetElements } from "../../../terraform/expression/collection-functions";
import { evaluate, withIds } from "../../../terraform/expression/evaluation";
import { callFunction } from "../../../terraform/expression/functions";
import { parseTemplate } from "../../../terraform/expression/parser";
import { bind, type Instances, type Scope, WHOLE } from "../../../terraform/expression/scope";
import { at, isObject, type Json, type JsonObject, objectAt } from "../../../terraform/json";
import { listOf } from "../../../terraform/reference";
import { isList, isValues, Reference, Unknown, type Value } from "../../../terraform/values";
import { callName, keyOf } from "./configuration-places";
import type { PlannedInstances, Repetition } from "./planned-instances";

/** The files of a module, as Terraform JSON, and those of the modules that it calls from its own folder. */
export interface ModuleSources {
  readonly json: JsonObject;
  readonly modules: ReadonlyMap<string, ModuleSources>;
}

/** One instance of a module. */
interface Module {
  /** Its calls with their keys: `app["a"]`. */
  readonly path: readonly string[];
  readonly sources: ModuleSources;
}

/** What stands in the scope of one block, beside what its module has. */
interface Block {
  readonly module: Module;
  readonly place: string;
  /** Of the instance, `[0]`, or nothing. */
  readonly key: string;
  readonly forEach?: Json;
}

export class WrittenConfiguration {
  private readonly open = new Set<string>();
  private readonly found = new Map<string, Value>();

  constructor(
    private readonly root: ModuleSources,
    private readonly planned: PlannedInstances,
    private readonly variables: JsonObject,
  ) {}

  /** An attribute or the blocks of one name; undefined where the files say nothing of it. */
  attribute(address: string, name: string): Value | undefined {
    const found = /^((?:module\.[^.[]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*)(\w+)\.([\w-]+)(\[.*\])?$/s.exec(
      address,
    );
    if (found === null) return undefined;
    const [, prefix = "", type = "", label = "", key = ""] = found;
    const module = this.moduleAt(pathIn(prefix));
    if (module === undefined) return undefined;
    const body = at(objectAt(objectAt(module.sources.json, "resource"), type), label);
    const block: Block = { module, place: `${address}.${name}`, key, ...forEachOf(body) };
    const [plain, dynamic] = [at(body, name), at(objectAt(body, "dynamic"), name)];
    if (plain === undefined && dynamic === undefined) return undefined;
    const scope = this.scope(block);
    if (dynamic === undefined) return withIds(written(plain ?? null, scope));
    const blocks = [
      written(plain ?? [], scope),
      ...listOf(dynamic).map((each) => repeated(each, name, scope)),
    ];
    const odd = blocks.find((each) => !isList(each));
    return withIds(odd ?? blocks.flatMap((each) => (isList(each) ? Array.from(each) : [])));
  }

  private moduleAt(path: readonly string[]): Module | undefined {
    let sources: ModuleSources | undefined = this.root;
    for (const call of path) sources = sources?.modules.get(callName(call));
    return sources === undefined ? undefined : { path, sources };
  }

  private scope(block: Block): Scope {
    return {
      place: block.place,
      named: (root, name) => this.named(root, name, block),
      instances: (type, name) => this.instances(type, name, block.module),
      attribute: (address, name) =>
        /(^|\.)module\.[^.[]+(\[(\d+|"([^"\\]|\\.)*")\])?$/.test(address)
          ? this.output(address, name)
          : this.planned.attribute(address, name),
    };
  }

  private named(root: string, name: string, block: Block): Value | undefined {
    const { module, key } = block;
    switch (root) {
      case "var":
        return this.guarded(`${prefixOf(module)}var.${name}`, () => this.variable(name, module));
      case "local":
        return this.guarded(`${prefixOf(module)}local.${name}`, () => this.local(name, module));
      case "module":
        return this.called(name, module);
      case "count":
        return key === "" ? undefined : Number(key.slice(1, -1));
      case "each":
        if (key === "") return undefined;
        return name === "key" ? textOf(key) : this.eachValue(block);
    }
    return undefined;
  }

  private eachValue(block: Block): Value {
    const { key, forEach, module, place } = block;
    const said = `${prefixOf(module)}for_each ${JSON.stringify(forEach)}`;
    const all = this.guarded(said, () => written(forEach ?? null, this.scope({ module, place, key: "" })));
    if (isList(all)) return textOf(key);
    if (isValues(all) && Object.hasOwn(all, textOf(key))) return all[textOf(key)] ?? null;
    return new Unknown(place, all instanceof Unknown ? all.why : "each.value is not understood");
  }

  private local(name: string, module: Module): Value {
    const place = `${prefixOf(module)}local.${name}`;
    const said = listOf(at(module.sources.json, "locals")).map((block) => at(block, name));
    const raw = said.find((each) => each !== undefined);
    if (raw === undefined) return new Unknown(place, "is not declared");
    return written(raw, this.scope({ module, place, key: "" }));
  }

  /** What the plan was given, or the caller gives, or the default. */
  private variable(name: string, module: Module): Value {
    const place = `${prefixOf(module)}var.${name}`;
    const declared = at(objectAt(module.sources.json, "variable"), name);
    const type = String(at(declared, "type") ?? "").replaceAll(/^\$\{|\s|\}$/g, "");
    const isSet = type.startsWith("set(");
    // Terraform completes and converts what is given: what it makes of it is not told.
    if (/optional\(|set\(/.test(isSet ? type.slice("set(".length) : type))
      return new Unknown(place, "its type completes it");
    const value = this.given(name, module, declared, place);
    return isSet && isList(value) ? (callFunction("toset", [value]) ?? value) : value;
  }

  private given(name: string, module: Module, declared: Json | undefined, place: string): Value {
    const last = module.path.at(-1);
    if (last === undefined) {
      const value = at(at(this.variables, name), "value");
      return value === undefined ? new Unknown(place, "has no value") : (value as Value);
    }
    const outer = this.moduleAt(module.path.slice(0, -1));
    const call = at(objectAt(outer?.sources.json, "module"), callName(last));
    const raw = at(call, name);
    if (outer !== undefined && raw !== undefined) {
      const value = written(raw, this.scope({ module: outer, place, key: keyOf(last), ...forEachOf(call) }));
      if (value !== null || at(declared, "nullable") !== "${false}") return value;
    }
    return this.otherwise(module, declared, place);
  }

  private otherwise(module: Module, declared: Json | undefined, place: string): Value {
    const otherwise = at(declared, "default");
    return otherwise === undefined
      ? new Unknown(place, "has no value")
      : written(otherwise, this.scope({ module, place, key: "" }));
  }

  private called(name: string, module: Module): Value | undefined {
    const call = at(objectAt(module.sources.json, "module"), name);
    if (call === undefined) return undefined;
    const base = `${prefixOf(module)}module.${name}`;
    const { kind, byKey } = this.planned.of(base, repetitionOf(call));
    const all = [...byKey].map(([key, address]) => [key, new Reference(address, WHOLE)] as const);
    if (kind === "single") return all[0]?.[1] ?? new Reference(base, WHOLE);
    // One without resources is in no plan.
    if (kind === "unknown" || all.length === 0)
      return new Unknown(base, "how many instances there are is not known");
    return kind === "count" ? all.map(([, each]) => each) : Object.fromEntries(all);
  }

  private output(address: string, name: string): Value {
    const place = `${address}.${name}`;
    const module = this.moduleAt(pathIn(`${address}.`));
    const raw = at(at(objectAt(module?.sources.json, "output"), name), "value");
    if (module === undefined || raw === undefined) return new Unknown(place, "is known after apply");
    return this.guarded(place, () => written(raw, this.scope({ module, place, key: "" })));
  }

  private instances(type: string, name: string, module: Module): Instances | undefined {
    const [section, of] = type.startsWith("data.") ? ["data", type.slice(5)] : ["resource", type];
    const body = at(objectAt(objectAt(module.sources.json, section), of), name);
    return body === undefined
      ? undefined
      : this.planned.of(`${prefixOf(module)}${type}.${name}`, repetitionOf(body));
  }

  /** What is the same wherever it is used, found once. */
  private guarded(name: string, value: () => Value): Value {
    const known = this.found.get(name);
    if (known !== undefined) return known;
    if (this.open.has(name)) return new Unknown(name, "refers to itself");
    this.open.add(name);
    const result = value();
    this.open.delete(name);
    this.found.set(name, result);
    return result;
  }
}

function repetitionOf(body: Json): Repetition {
  if (at(body, "count") !== undefined) return "count";
  return at(body, "for_each") === undefined ? "single" : "for_each";
}

function forEachOf(body: Json | undefined): { readonly forEach?: Json } {
  const forEach = at(body, "for_each");
  return forEach === undefined ? {} : { forEach };
}

function written(raw: Json, scope: Scope): Value {
  if (typeof raw === "string") return evaluate(parseTemplate(raw), scope);
  if (Array.isArray(raw)) return raw.map((item: Json) => written(item, scope));
  if (!isObject(raw)) return raw as Value;
  // Blocks in a block that are repeated: nothing that carries packets has them.
  if (at(raw, "dynamic") !== undefined) return new Unknown(scope.place, "repeats blocks");
  return Object.fromEntries(Object.entries(raw).map(([key, item]) => [key, written(item ?? null, scope)]));
}

/** What a `dynamic` block makes. */
function repeated(dynamic: Json, name: string, scope: Scope): Value {
  const all = written(at(dynamic, "for_each") ?? null, scope);
  const iterator = at(dynamic, "iterator");
  const called = typeof iterator === "string" ? iterator.replace(/^\$\{(.*)\}$/s, "$1") : name;
  const content = listOf(at(dynamic, "content"))[0];
  const entries = isList(all)
    ? Array.from(all, (value, i): readonly [Value, Value] => [all instanceof SetElements ? value : i, value])
    : isValues(all)
      ? Object.entries(all).map(([key, value]): readonly [Value, Value] => [key, value ?? null])
      : undefined;
  if (entries === undefined || content === undefined)
    return all instanceof Unknown ? all : new Unknown(scope.place, "what repeats it is not understood");
  return entries.map(([key, value]) => written(content, bind(scope, [[called, { key, value }]])));
}

function pathIn(prefix: string): readonly string[] {
  return [...prefix.matchAll(/module\.([^.[]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?)\./g)].map(
    ([, call = ""]) => call,
  );
}

function prefixOf({ path }: Module): string {
  return path.map((call) => `module.${call}.`).join("");
}

/** The key that an instance has in its address. */
function textOf(key: string): string {
  return key.startsWith('["') ? (JSON.parse(key.slice(1, -1)) as string) : key.slice(1, -1);
}
