/** Finds out what a file or folder holds, and reads it: configuration, plan, state, or `describe-*` output. */

import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { given } from "../../net/given";
import { at, foreign, isObject, type Json, readJson } from "../../terraform/json";
import { linesIn, type SourceLines } from "../../terraform/source-lines";
import { CONFIGURATION, promisesFileIn } from "../../terraform/stack-folder";
import type { NetworkInput, Value } from "../../terraform/values";
import { readConfig } from "./config/configuration";
import { readDescribe } from "./describe/describe";
import { type DescribeFile, isDescribe } from "./describe/lists";
import { readPlanned } from "./plan/repeated-attributes";
import { readState } from "./plan/state";
import { moduleSourcesIn } from "./written/module-sources";

/** What was read, and what lies beside it. */
export interface NetworkSource {
  readonly input: NetworkInput;
  /** The file `promises.json` in the folder, or beside the file. */
  readonly promisesFile?: string;
  /** Which TypeScript made what, where synth noted it in the folder, or beside the file. */
  readonly lines: SourceLines;
  /** Where it is, for messages. */
  readonly place: string;
}

const DEEPEST = 4;

/**
 * @param variables values from `--var` and `--var-file`, for configuration
 * @throws {InputError} with one clear error when nothing there can be read
 */
export function readInput(path: string, variables: ReadonlyMap<string, Value> = new Map()): NetworkSource {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined)
    throw foreign(path, "is not there", "give a file, or a folder such as cdktf.out/stacks/NAME");
  return stat.isDirectory() ? readFolder(path, variables) : readOne(path, variables);
}

function readFolder(path: string, variables: ReadonlyMap<string, Value>): NetworkSource {
  const names = readdirSync(path);
  const config = names.includes(CONFIGURATION)
    ? CONFIGURATION
    : names.find((name) => name.endsWith(".tf.json"));
  if (config !== undefined) {
    const parts = names.filter((name) => name.endsWith(".tf.json")).map((name) => readJson(join(path, name)));
    return { place: path, input: readConfig(joined(parts), variables), ...besideIn(path) };
  }
  if (names.includes("stacks"))
    throw foreign(
      path,
      "holds several stacks",
      `name one of: ${readdirSync(join(path, "stacks"))
        .map((name) => join(path, "stacks", name))
        .join(", ")}`,
    );
  const files = describeFiles(path, 0);
  if (files.some(({ json }) => isDescribe(json)))
    return { place: path, input: readDescribe(files), ...besideIn(path) };
  throw foreign(
    path,
    `holds neither ${CONFIGURATION} nor output of aws describe-* calls`,
    "give a stack's folder, a dump, or a plan as a file",
  );
}

function readOne(path: string, variables: ReadonlyMap<string, Value>): NetworkSource {
  return { place: path, input: inputOf(path, readJson(path), variables), ...besideIn(dirname(path)) };
}

function inputOf(path: string, json: Json, variables: ReadonlyMap<string, Value>): NetworkInput {
  if (!isObject(json)) throw foreign(path, "is JSON, but no object", "give a plan, a state, or cdk.tf.json");
  if (
    isObject(at(json, "planned_values")) ||
    (at(json, "format_version") !== undefined && at(json, "resource_changes") !== undefined)
  )
    return readPlanned(json, path, moduleSourcesIn(dirname(path)));
  if (
    at(json, "format_version") !== undefined &&
    (isObject(at(json, "values")) || at(json, "terraform_version") !== undefined)
  )
    return readState(json, path);
  if (isDescribe(json)) return readDescribe([{ place: path, json }]);
  if (
    ["resource", "terraform", "provider", "module"].some(
      (key) => isObject(at(json, key)) || Array.isArray(at(json, key)),
    )
  )
    return readConfig(json, variables);
  if (typeof at(json, "serial") === "number")
    throw foreign(path, "is a raw state file", "write it with: terraform show -json > state.json");
  throw foreign(
    path,
    "is none of the forms that are understood",
    "give cdk.tf.json, terraform show -json of a plan or state, or aws describe-* output",
  );
}

function besideIn(folder: string): Pick<NetworkSource, "promisesFile" | "lines"> {
  const promisesFile = promisesFileIn(folder);
  return { ...given({ promisesFile }), lines: linesIn(folder) };
}

/** Several files of one configuration are one; blocks of the same kind lie side by side. */
function joined(parts: readonly Json[]): Json {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const merged: Record<string, Json> = {};
  for (const part of parts) {
    if (!isObject(part)) continue;
    for (const key of ["resource", "variable", "locals", "data", "module"]) {
      const own = at(part, key);
      if (isObject(own)) merged[key] = deep(merged[key], own);
    }
  }
  return merged;
}

function deep(a: Json | undefined, b: Json): Json {
  if (!isObject(a) || !isObject(b)) return b;
  const entries = new Map(Object.entries(a));
  for (const [key, value] of Object.entries(b))
    entries.set(key, value === undefined ? value : deep(entries.get(key), value));
  return Object.fromEntries(entries);
}

function describeFiles(folder: string, depth: number): readonly DescribeFile[] {
  if (depth > DEEPEST) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return describeFiles(path, depth + 1);
      if (!entry.name.endsWith(".json")) return [];
      return [{ place: path, json: readJson(path) }];
    });
}
