/** Stacks for the tests of the hand-off: built by the modules, or as JSON by hand. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { App } from "cdktf";
import { type Handoff, handoffOf } from "../../handoff/handoff";
import { moduleOf } from "../../handoff/module/configuration";
import { readStack, type Stack } from "../../handoff/module/stack";
import { type Difference, differenceBetween } from "../../handoff/upgrade/difference";
import { contractOf, type ModuleContract } from "../../handoff/upgrade/interface";
import type { Json, JsonObject } from "../../terraform/json";
import { synthesize } from "../synthesis";

/** What `readStack` makes of a stack that was just built. */
export function built(name: string, build: (app: App) => void): Stack {
  const written = synthesize(build)[name];
  if (written === undefined) throw new Error(`${name} was not written`);
  const folder = mkdtempSync(join(tmpdir(), "handoff-"));
  try {
    writeFileSync(join(folder, "cdk.tf.json"), written.text);
    writeFileSync(join(folder, "promises.json"), JSON.stringify(written.promises));
    return readStack(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A stack of these resources, by address, in ap-northeast-1. */
/** Bodies by address. */
export type Resources = Readonly<Record<string, JsonObject>>;

export function stackOf(resources: Resources, more: JsonObject = {}): Stack {
  const resource: Record<string, Record<string, Json>> = {};
  for (const [address, body] of Object.entries(resources)) {
    const [type = "", name = ""] = address.split(".");
    resource[type] = { ...resource[type], [name]: body };
  }
  return {
    name: "sample",
    region: "ap-northeast-1",
    defaultTags: {},
    backend: {},
    json: { resource, terraform: { required_version: ">= 1.5.0" }, ...more },
    promises: { version: 1, endpoints: {}, promises: [] },
  };
}

export function handedOver(stack: Stack, previous?: ModuleContract): Handoff {
  return handoffOf(stack, previous);
}

/** A file of the hand-off as text. @throws when it is not there */
export function fileOf({ files, upgrade }: Handoff, path: string): string {
  const text = { ...files, ...upgrade }[path];
  if (text === undefined) throw new Error(`${path} was not handed over`);
  return text;
}

export function jsonOf(handoff: Handoff, path: string): JsonObject {
  return JSON.parse(fileOf(handoff, path)) as JsonObject;
}

/** What users of a hand-off of these resources depend on. */
export const interfaceWith = (resources: Resources, more: JsonObject = {}): ModuleContract =>
  contractOf(moduleOf(stackOf(resources, more)));

/** What the upgrade from one to the other brings. */
export const between = (before: Resources, after: Resources): Difference =>
  differenceBetween(interfaceWith(before), interfaceWith(after));
