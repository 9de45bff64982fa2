/**
 * Whether files of Terraform are what a plan was made of: the same resources, with the same attributes, each with the
 * same constant or the same references; and what is known of the plan's resources comes to the same.
 */
import { evaluate } from "../../../terraform/expression/evaluation";
import { parseTemplate } from "../../../terraform/expression/parser";
import { isUnderstood, referencedBy } from "../../../terraform/expression/references";
import { arrayAt, at, isObject, type Json, type JsonObject, objectAt, textAt } from "../../../terraform/json";
import { isList, isUnknown, isValues, Reference, type Value } from "../../../terraform/values";
import type { ModuleSources, WrittenConfiguration } from "./configuration";

const META = new Set([
  "//",
  "count",
  "for_each",
  "provider",
  "providers",
  "depends_on",
  "lifecycle",
  "provisioner",
  "connection",
  "dynamic",
  "timeouts",
  "source",
  "version",
]);

/** @param configuration a module in a plan's `configuration` */
export function isSameConfiguration(configuration: JsonObject, sources: ModuleSources): boolean {
  const planned = new Map(
    arrayAt(configuration, "resources").map((each) => [textAt(each, "address") ?? "", each]),
  );
  const written = writtenResources(sources.json);
  const calls = objectAt(configuration, "module_calls");
  const writtenCalls = objectAt(sources.json, "module");
  return (
    hasSameKeys(Object.fromEntries(planned), written) &&
    [...planned].every(([address, resource]) => isSameBlock(resource, written[address] ?? {})) &&
    hasSameKeys(calls, writtenCalls) &&
    Object.entries(calls).every(([name, call]) =>
      isSameCall(call, writtenCalls[name], sources.modules.get(name)),
    )
  );
}

/** A module whose files are not there is told by nothing, and nothing is read of it. */
function isSameCall(
  call: Json | undefined,
  body: Json | undefined,
  sources: ModuleSources | undefined,
): boolean {
  const isSame = sources === undefined || isSameConfiguration(objectAt(call, "module"), sources);
  return isSame && isSameBlock(call ?? {}, isObject(body) ? body : {});
}

function writtenResources(json: JsonObject): JsonObject {
  const of = (section: string, prefix: string): readonly (readonly [string, Json])[] =>
    Object.entries(objectAt(json, section)).flatMap(([type, named]) =>
      Object.entries(isObject(named) ? named : {}).map(
        ([name, body]) => [`${prefix}${type}.${name}`, body ?? null] as const,
      ),
    );
  return Object.fromEntries([...of("resource", ""), ...of("data", "data.")]);
}

function isSameBlock(planned: Json, body: Json): boolean {
  return (
    isSameBody(objectAt(planned, "expressions"), isObject(body) ? body : {}) &&
    ["count", "for_each"].every((name) => {
      const [said, raw] = [at(planned, `${name}_expression`), at(body, name)];
      // A constant set is not listed.
      if (said === undefined) return raw === undefined || referencesIn(raw).length === 0;
      return raw !== undefined && isSameExpression(said, raw);
    })
  );
}

function isSameBody(expressions: JsonObject, body: JsonObject): boolean {
  const own = Object.fromEntries(Object.entries(body).filter(([name]) => !META.has(name)));
  const repeated = objectAt(body, "dynamic");
  const said = Object.fromEntries(Object.entries(expressions).filter(([name]) => !META.has(name)));
  return (
    hasSameKeys(said, own, repeated) &&
    Object.entries(own).every(([name, raw]) => isSameExpression(said[name] ?? null, raw ?? null))
  );
}

function isSameExpression(said: Json, raw: Json): boolean {
  // Of what is not understood nothing is read, so that it may be what it likes.
  if (textsOf(raw).some((text) => !isUnderstood(parseTemplate(text)))) return true;
  if (Array.isArray(said)) {
    const blocks: readonly Json[] = Array.isArray(raw) ? raw : [raw];
    return (
      said.length === blocks.length &&
      said.every((each: Json, i) => isSameExpression(each, blocks[i] ?? null))
    );
  }
  const constant = at(said, "constant_value");
  if (constant !== undefined) return isAlike(valueIn(raw), constant);
  const references = at(said, "references");
  if (Array.isArray(references))
    return isSameReferences(
      references.filter((each) => typeof each === "string"),
      referencesIn(raw),
    );
  const block = Array.isArray(raw) ? ((raw as readonly Json[])[0] ?? null) : raw;
  return isObject(said) && isObject(block) ? isSameBody(said, block) : referencesIn(raw).length === 0;
}

/** A plan lists a reference, and after it its beginnings. */
function isSameReferences(said: readonly string[], own: readonly string[]): boolean {
  const longest = (all: readonly string[]): readonly string[] =>
    all.filter((each) => !all.some((other) => isWithin(each, other)));
  const [planned, found] = [longest(said), longest(own)];
  return (
    found.every((each) => planned.some((other) => each === other || isWithin(other, each))) &&
    planned.every((each) => found.some((other) => each === other || isWithin(each, other)))
  );
}

function isWithin(beginning: string, whole: string): boolean {
  return whole.startsWith(`${beginning}.`) || whole.startsWith(`${beginning}[`);
}

function referencesIn(raw: Json): readonly string[] {
  return textsOf(raw).flatMap((text) => referencedBy(parseTemplate(text)));
}

function textsOf(raw: Json): readonly string[] {
  if (typeof raw === "string") return [raw];
  if (Array.isArray(raw)) return raw.flatMap((each: Json) => textsOf(each));
  return isObject(raw)
    ? Object.entries(raw).flatMap(([name, each]) => (name === "dynamic" ? [] : textsOf(each ?? null)))
    : [];
}

/** The value of an expression that needs no names. */
function valueIn(raw: Json): Value {
  if (typeof raw === "string")
    return evaluate(parseTemplate(raw), {
      place: "",
      named: () => undefined,
      instances: () => undefined,
      attribute: (address, name) => new Reference(address, name),
    });
  if (Array.isArray(raw)) return raw.map((each: Json) => valueIn(each));
  if (!isObject(raw)) return raw as Value;
  return Object.fromEntries(Object.entries(raw).map(([name, each]) => [name, valueIn(each ?? null)]));
}

/** Whether a value may be the one that a plan tells: what is not understood may be any. */
export function isAlike(value: Value | undefined, told: Json | undefined): boolean {
  if (isUnknown(value) || value instanceof Reference) return true;
  if (isNothing(value) || isNothing(told as Value)) return isNothing(value) && isNothing(told as Value);
  if (isList(value) && Array.isArray(told)) {
    if (value.length !== told.length) return false;
    const left = [...(told as readonly Json[])];
    return value.every((each) => {
      const i = left.findIndex((other) => isAlike(each, other));
      if (i >= 0) left.splice(i, 1);
      return i >= 0;
    });
  }
  if (isValues(value) && isObject(told))
    return [...new Set([...Object.keys(value), ...Object.keys(told)])].every((name) =>
      isAlike(value[name], told[name]),
    );
  return (
    typeof value !== "object" &&
    typeof told !== "object" &&
    String(value).toLowerCase() === String(told).toLowerCase()
  );
}

/** Absent, null, empty and false are one in a plan. */
function isNothing(value: Value | undefined): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    value === false ||
    (isList(value) && value.length === 0)
  );
}

function hasSameKeys(a: JsonObject, b: JsonObject, perhaps: JsonObject = {}): boolean {
  return (
    Object.keys(a).every((key) => Object.hasOwn(b, key) || Object.hasOwn(perhaps, key)) &&
    Object.keys(b).every((key) => Object.hasOwn(a, key))
  );
}

/** Whether what the files come to is what the plan knows. */
export function agrees(
  written: WrittenConfiguration,
  planned: Iterable<{
    readonly address: string;
    readonly values: JsonObject;
    readonly attributes: readonly string[];
  }>,
): boolean {
  for (const { address, values, attributes } of planned)
    for (const attribute of attributes) {
      const known = values[attribute];
      if (
        known === undefined ||
        known === null ||
        typeof known === "object" ||
        attribute.endsWith("protocol")
      )
        continue;
      const value = written.attribute(address, attribute);
      if (value !== undefined && value !== null && !isAlike(value, known)) return false;
    }
  return true;
}
