/** Reads a stack's folder as a synth wrote it: its Terraform JSON without what is CDKTF's own, and its promises. */

import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { InputError, type Issue, throwIssues } from "../../net/issue";
import type { IssueCode } from "../../net/issue-codes";
import type { PromiseFile } from "../../net/promise";
import { resourcesOf } from "../../terraform/blocks";
import { at, isObject, type Json, type JsonObject, objectAt, parseJson } from "../../terraform/json";
import { CONFIGURATION, notesIn, stackFolders } from "../../terraform/stack-folder";

export interface Stack {
  /** The stack's id, and the hand-off's name. */
  readonly name: string;
  readonly region: string;
  /** What its provider puts on every resource that takes tags. */
  readonly defaultTags: Readonly<Record<string, string>>;
  /** The `terraform.backend` block, e.g. `{ s3: { … } }`; without one, Terraform keeps a local file. */
  readonly backend: JsonObject;
  /** `resource`, `data`, `variable`, `output`, `locals` and `terraform`. */
  readonly json: JsonObject;
  readonly promises: PromiseFile;
}

/** What a module may hold; `//` is CDKTF's own, and the provider is the caller's. */
const KNOWN = new Set(["//", "provider", "resource", "data", "variable", "output", "locals", "terraform"]);

/** The folders of the stacks in `folder`: itself, or those that a synth wrote below it. @throws {InputError} if there are none */
export function foldersToHandOver(folder: string): readonly string[] {
  const found = [...stackFolders(folder).values()];
  if (found.length > 0) return found;
  const problem = `holds no ${CONFIGURATION}`;
  throw fault("stack-missing", folder, problem, "name the folder of a stack, such as cdktf.out/stacks/NAME");
}

/** @throws {InputError} for a folder without a stack, and for what a module cannot hold */
export function readStack(folder: string): Stack {
  const file = join(folder, CONFIGURATION);
  const whole = parseJson(textOf(file), file);
  if (!isObject(whole)) throw fault("stack-malformed", file, "is not a JSON object", "run npm run synth");
  throwIssues([...unfit(whole, file), ...assetIssues(folder)]);
  const { provider: _, "//": __, ...json } = whole;
  const aws = providersOf(whole)[0];
  const named = at(objectAt(objectAt(whole, "//"), "metadata"), "stackName");
  return {
    name: typeof named === "string" ? named : basename(resolve(folder)),
    region: typeof aws?.["region"] === "string" ? aws["region"] : "",
    defaultTags: tagsOf(aws),
    backend: backendOf(whole),
    json,
    // A stack without promises is handed over without tests of them.
    promises: notesIn(folder).promises ?? { version: 1, endpoints: {}, promises: [] },
  };
}

function unfit(json: JsonObject, file: string): readonly Issue[] {
  const strange = Object.keys(json).filter((key) => !KNOWN.has(key));
  const providers = [...new Set(Object.keys(objectAt(json, "provider")))].filter((name) => name !== "aws");
  return [
    ...strange.map((key) =>
      issue("not-for-a-module", `${file}: ${key}`, `"${key}" blocks are not handed over`, "leave them out"),
    ),
    ...[...providers, ...(providersOf(json).length > 1 ? ["a second aws"] : [])].map((name) =>
      issue("provider", `${file}: provider`, `${name} would need a provider block`, "use one aws provider"),
    ),
    ...resourcesOf(json)
      .filter(({ body }) => at(body, "provider") !== undefined || at(body, "provisioner") !== undefined)
      .map(({ address }) =>
        issue(
          "provider",
          address,
          "names a provider or a provisioner of its own",
          "use the stack's provider",
        ),
      ),
    ...(providersOf(json)[0]?.["region"] === undefined
      ? [issue("region", `${file}: provider.aws.region`, "is missing", "give the stack a region")]
      : []),
  ];
}

function assetIssues(folder: string): readonly Issue[] {
  const assets = join(folder, "assets");
  return existsSync(assets)
    ? [issue("assets", assets, "asset files are not handed over", "put their text into the stack")]
    : [];
}

function providersOf(json: JsonObject): readonly JsonObject[] {
  const aws = at(objectAt(json, "provider"), "aws");
  return (Array.isArray(aws) ? aws : [aws]).filter(isObject);
}

function tagsOf(provider: JsonObject | undefined): Readonly<Record<string, string>> {
  const block: Json | undefined = at(provider, "default_tags");
  const tags = objectAt(Array.isArray(block) ? (block[0] as Json | undefined) : block, "tags");
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
  );
}

function backendOf(json: JsonObject): JsonObject {
  const terraform = objectAt(json, "terraform");
  const cloud = objectAt(terraform, "cloud");
  return Object.keys(cloud).length > 0 ? { cloud } : objectAt(terraform, "backend");
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw fault("stack-missing", file, "cannot be read", "run npm run synth, and name a folder of cdktf.out");
  }
}

function issue(code: IssueCode, path: string, problem: string, fix: string): Issue {
  return { code, path, problem, fix };
}

function fault(code: IssueCode, path: string, problem: string, fix: string): InputError {
  return new InputError([issue(code, path, problem, fix)]);
}
