/** The files of Terraform in a folder, and those of the modules that they call by a path. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { joinedFiles, readHcl } from "../../../terraform/expression/hcl-reader";
import { at, isObject, objectAt } from "../../../terraform/json";
import type { ModuleSources } from "./configuration";

const DEEPEST = 8;

/** @returns undefined where there are none, or one of them is not understood */
export function moduleSourcesIn(folder: string, depth = 0): ModuleSources | undefined {
  const names = filesIn(folder);
  // What overrides a part of another file is not followed.
  if (names.length === 0 || depth > DEEPEST || names.some((name) => /(^|_)override\.tf$/.test(name)))
    return undefined;
  const files = names.map((name) => readHcl(readFileSync(join(folder, name), "utf8")));
  const understood = files.filter((file) => file !== undefined);
  if (understood.length < files.length) return undefined;
  const json = joinedFiles(understood);
  const modules = Object.entries(objectAt(json, "module")).flatMap(([name, call]) => {
    const path = /^\$\{"(\.{1,2}\/[^"$\\]*)"\}$/.exec(String(at(call, "source")))?.[1];
    const found =
      path === undefined || !isObject(call) ? undefined : moduleSourcesIn(join(folder, path), depth + 1);
    return found === undefined ? [] : [[name, found] as const];
  });
  return { json, modules: new Map(modules) };
}

/** Configuration in JSON stands for itself, and is read as such: beside it, a plan is not of these files alone. */
function filesIn(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const names = readdirSync(folder).sort();
  return names.some((name) => name.endsWith(".tf.json")) ? [] : names.filter((name) => name.endsWith(".tf"));
}
