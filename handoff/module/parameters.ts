/** A stack's JSON made usable more than once: region, zones and project become inputs, boot scripts become files. */

import { typeFacts } from "../../aws/resource-types";
import { mapTexts, resourcesOf, textsIn } from "../../terraform/blocks";
import { at, isObject, type Json, type JsonObject, objectAt } from "../../terraform/json";
import { bootFileNames } from "./boot-file";
import { bootScriptIn, type ModuleBootScript, userDataOf } from "./boot-script";
import { type Naming, namingOf, PROJECT, withProject } from "./naming";
import { isBoundTo, withRegion, zoneLetter } from "./region";
import type { Stack } from "./stack";

export interface Parameterized {
  /** `resource`, `data`, `output` and `locals`, with the inputs in them. */
  readonly json: JsonObject;
  readonly naming: Naming | undefined;
  /** Letters of the zones in use, in order. */
  readonly zones: readonly string[];
  /** Boot scripts by path in the module: `boot/web.sh`. */
  readonly scripts: Readonly<Record<string, string>>;
  /** What still holds for one region or account only, and which names can stand once in it. */
  readonly bound: readonly BoundValue[];
}

export interface BoundValue {
  readonly kind: "place" | "name";
  readonly address: string;
  readonly attribute: string;
  readonly value: string;
}

/** Never names of ours: lists of addresses, and what Terraform itself reads. */
const UNTOUCHED = new Set(["depends_on", "lifecycle", "for_each", "count", "availability_zone_id"]);

export function parameterize({ json, region }: Stack): Parameterized {
  const naming = namingOf(json);
  const scripts = scriptsIn(json, region, naming);
  const files = bootFileNames(new Map([...scripts].map(([address, { body }]) => [address, body])));
  const changed = Object.fromEntries(
    ["locals", "data", "resource", "output"].flatMap((section) => {
      const block = objectAt(json, section);
      return Object.keys(block).length === 0
        ? []
        : [[section, mapTexts(block, (text, path) => withInputs(text, [section, ...path], region, naming))]];
    }),
  ) as JsonObject;
  const whole = withScripts(changed, scripts, files);
  return {
    json: whole,
    naming,
    zones: zonesIn(json, region),
    scripts: Object.fromEntries(
      [...scripts].map(([address, { body }]) => [files.get(address) ?? address, body]).sort(),
    ),
    bound: boundValues(whole, region),
  };
}

function withInputs(
  text: string,
  path: readonly string[],
  region: string,
  naming: Naming | undefined,
): string {
  if (path.some((key) => UNTOUCHED.has(key)) || path.at(-1) === "user_data") return text;
  const placed = withRegion(text, region);
  return naming === undefined ? placed : withProject(placed, path, naming);
}

function scriptsIn(
  json: Json,
  region: string,
  naming: Naming | undefined,
): ReadonlyMap<string, ModuleBootScript> {
  const found = resourcesOf(json).flatMap(({ address, body }) => {
    const text = at(body, "user_data");
    const script = typeof text === "string" ? bootScriptIn(text, region, naming) : undefined;
    return script === undefined ? [] : [[address, script] as const];
  });
  return new Map(found);
}

function withScripts(
  json: JsonObject,
  scripts: ReadonlyMap<string, ModuleBootScript>,
  files: ReadonlyMap<string, string>,
): JsonObject {
  const resource = Object.fromEntries(
    Object.entries(objectAt(json, "resource")).map(([type, named]) => [
      type,
      Object.fromEntries(
        Object.entries(isObject(named) ? named : {}).map(([name, body]) => {
          const [script, file] = [scripts.get(`${type}.${name}`), files.get(`${type}.${name}`)];
          if (script === undefined || file === undefined || !isObject(body)) return [name, body];
          return [name, { ...body, user_data: userDataOf(script, file) }];
        }),
      ),
    ]),
  );
  return { ...json, resource };
}

function zonesIn(json: Json, region: string): readonly string[] {
  const letters = textsIn(json).flatMap(({ text }) => zoneLetter(text, region) ?? []);
  return [...new Set(letters)].sort();
}

function boundValues(json: Json, region: string): readonly BoundValue[] {
  return resourcesOf(json).flatMap(({ type, address, body }) => [
    ...textsIn(body)
      .filter(({ text }) => isBoundTo(region, text))
      .map(({ path, text }) => ({ kind: "place" as const, address, attribute: path.join("."), value: text })),
    ...(typeFacts(type)?.uniqueNames ?? []).flatMap((attribute) => {
      const value = at(body, attribute);
      return typeof value === "string" && !value.includes(PROJECT) && !value.includes("${")
        ? [{ kind: "name" as const, address, attribute, value }]
        : [];
    }),
  ]);
}
