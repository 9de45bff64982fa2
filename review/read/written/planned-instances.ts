/** Every resource, data source and module of a plan, by address: its instances, and what the plan knows of their values. */
import type { Instances } from "../../../terraform/expression/scope";
import { arrayAt, at, isObject, type Json, type JsonObject, objectAt, textAt } from "../../../terraform/json";
import { Reference, Unknown, type Value } from "../../../terraform/values";
import { hasUnknown } from "./configuration-places";

const DEEPEST = 100;

/** What repeats a block of the configuration. */
export type Repetition = "single" | "count" | "for_each";

export class PlannedInstances {
  private readonly values = new Map<string, JsonObject>();
  private readonly marks = new Map<string, Json>();
  private readonly keysOf = new Map<string, Set<string>>();
  private readonly found = new Map<string, Instances>();

  constructor(plan: Json) {
    for (const change of arrayAt(plan, "resource_changes"))
      this.marks.set(textAt(change, "address") ?? "", at(at(change, "change"), "after_unknown") ?? null);
    const prior = objectAt(objectAt(plan, "prior_state"), "values");
    this.walk(objectAt(prior, "root_module"), true, 0);
    this.walk(objectAt(objectAt(plan, "planned_values"), "root_module"), false, 0);
  }

  /** Of a resource, `module.net.aws_subnet.s`, or a module, `module.net`: those that the plan has. */
  of(base: string, repetition: Repetition): Instances {
    const known = this.found.get(base);
    if (known !== undefined) return known;
    const instances = this.instancesOf(base, repetition);
    this.found.set(base, instances);
    return instances;
  }

  private instancesOf(base: string, repetition: Repetition): Instances {
    const keys = [...(this.keysOf.get(base) ?? [])];
    if (repetition === "single")
      return { kind: "single", byKey: new Map(keys.includes("") ? [["", base]] : []) };
    const isNumbered = repetition === "count";
    const byKey = new Map(
      keys
        .filter((key) => key !== "" && key.startsWith('["') !== isNumbered)
        .map((key) => [isNumbered ? key.slice(1, -1) : textIn(key), `${base}${key}`] as const)
        .sort(([a], [b]) => (isNumbered ? Number(a) - Number(b) : a < b ? -1 : 1)),
    );
    // A plan for some resources does not have them all.
    const isWhole = !isNumbered || [...byKey.keys()].every((key, i) => Number(key) === i);
    return { kind: isWhole ? repetition : "unknown", byKey };
  }

  /** An attribute as the plan knows it, else a reference to it. */
  attribute(address: string, name: string): Value {
    const known = at(this.values.get(address), name);
    if (known !== undefined && known !== null && !hasUnknown(at(this.marks.get(address), name))) return known;
    return /(^|\.)data\.[^.]+\.[^.]+$/.test(address)
      ? new Unknown(`${address}.${name}`, "is read at apply")
      : new Reference(address, name);
  }

  private walk(module: JsonObject, isData: boolean, depth: number): void {
    for (const resource of arrayAt(module, "resources")) {
      const address = textAt(resource, "address");
      if (address === undefined || (isData && textAt(resource, "mode") !== "data")) continue;
      this.values.set(address, objectAt(resource, "values"));
      this.note(address);
    }
    if (depth > DEEPEST) return;
    for (const child of arrayAt(module, "child_modules")) {
      this.note(textAt(child, "address") ?? "");
      if (isObject(child)) this.walk(child, isData, depth + 1);
    }
  }

  private note(address: string): void {
    const key = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]$/.exec(address)?.[0] ?? "";
    const base = address.slice(0, address.length - key.length);
    const keys = this.keysOf.get(base);
    if (keys === undefined) this.keysOf.set(base, new Set([key]));
    else keys.add(key);
  }
}

function textIn(key: string): string {
  return JSON.parse(key.slice(1, -1)) as string;
}
