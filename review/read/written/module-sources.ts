/** The files of Terraform in a folder, and those of the modules that they call: by a path, or where `init` has put them. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { joinedFiles, readHcl } from "../../../terraform/expression/hcl-reader";
import { arrayAt, at, isObject, type Json, type JsonObject, objectAt, textAt } from "../../../terraform/json";
import type { ModuleSources } from "./configuration";

const DEEPEST = 8;
/** A file of Terraform that people write is far from it. */
const LARGEST = 4_000_000;

/** @returns undefined where there are none, or one of them is not understood */
export function moduleSourcesIn(folder: string): ModuleSources | undefined {
  return sourcesOf(folder, "", installed(folder), 0);
}

/** @param key the calls that lead to the module: `net.subnets`; nothing for the root */
function sourcesOf(
  folder: string,
  key: string,
  folders: ReadonlyMap<string, string>,
  depth: number,
): ModuleSources | undefined {
  const files = depth > DEEPEST ? [] : filesIn(folder).map(contentOf);
  const understood = files.filter((file) => file !== undefined);
  if (files.length === 0 || understood.length < files.length) return undefined;
  const json = joinedFiles(understood);
  const modules = Object.entries(objectAt(json, "module")).flatMap(([name, call]) => {
    const own = key === "" ? name : `${key}.${name}`;
    const path = pathOf(call ?? null, folder) ?? folders.get(own);
    const found = path === undefined ? undefined : sourcesOf(path, own, folders, depth + 1);
    return found === undefined ? [] : [[name, found] as const];
  });
  return { json, modules: new Map(modules) };
}

function pathOf(call: Json, folder: string): string | undefined {
  // In JSON it stands for itself, of HCL it is an expression.
  const source = (textAt(call, "source") ?? "").replace(/^\$\{"([^"$\\]*)"\}$/, "$1");
  const path = /^\.{1,2}\//.test(source) ? source : undefined;
  return path === undefined ? undefined : join(folder, path);
}

/** Files in HCL and in JSON. What overrides a part of another file is not followed: then there are none. */
function filesIn(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const names = readdirSync(folder).sort();
  if (names.some((name) => /(^|_)override\.tf(\.json)?$/.test(name))) return [];
  const paths = names.filter((name) => /\.tf(\.json)?$/.test(name)).map((name) => join(folder, name));
  return paths.every((path) => isPlainFile(path)) ? paths : [];
}

function contentOf(path: string): JsonObject | undefined {
  if (path.endsWith(".tf")) return readHcl(readFileSync(path, "utf8"));
  const json = jsonIn(path);
  return isObject(json) ? json : undefined;
}

function isPlainFile(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true && stat.size <= LARGEST;
}

/** Where `terraform init` has put each module, by the calls that lead to it. */
function installed(folder: string): ReadonlyMap<string, string> {
  const path = join(folder, ".terraform", "modules", "modules.json");
  if (!isPlainFile(path)) return new Map();
  const modules = arrayAt(jsonIn(path), "Modules").flatMap((module) => {
    const [key, dir] = [textAt(module, "Key"), at(module, "Dir")];
    return key === undefined || typeof dir !== "string" ? [] : [[key, join(folder, dir)] as const];
  });
  return new Map(modules);
}

function jsonIn(path: string): Json {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Json;
  } catch {
    return null;
  }
}
