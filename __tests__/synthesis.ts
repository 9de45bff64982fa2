import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import type { Construct } from "constructs";
import { BaseStack, type BaseStackProps } from "../modules/terraform/base-stack";
import type { StackJson } from "../modules/terraform/checks/stack-json";
import { InputError } from "../net/issue";
import type { PromiseFile } from "../net/promise";
import type { JsonObject } from "../terraform/json";
import { asObject } from "../terraform/json";

export interface Written {
  readonly json: StackJson;
  /** The file as it is on disk. */
  readonly text: string;
  readonly promises: PromiseFile;
}

/** @throws {InputError} as `app.synth()` does */
export function synthesize(build: (app: App) => void): Readonly<Record<string, Written>> {
  const outdir = mkdtempSync(join(tmpdir(), "synthesis-"));
  try {
    const app = new App({ outdir });
    build(app);
    app.synth();
    return Object.fromEntries(
      app.node.children.map(({ node }) => [node.id, read(join(outdir, "stacks", node.id))]),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function read(folder: string): Written {
  const text = readFileSync(join(folder, "cdk.tf.json"), "utf8");
  const promises = JSON.parse(readFileSync(join(folder, "promises.json"), "utf8")) as PromiseFile;
  return { text, json: JSON.parse(text) as StackJson, promises };
}

/** A stack made of whatever the test puts into it. */
export class TestStack extends BaseStack {
  constructor(scope: Construct, build: (stack: TestStack) => void, props: BaseStackProps = {}) {
    super(scope, "test", props);
    build(this);
  }
}

/** The JSON of a stack made of whatever the test puts into it. */
export function stackOf(build: (stack: TestStack) => void, props: BaseStackProps = {}): StackJson {
  return synthesized("test", (app) => new TestStack(app, build, props));
}

/** The JSON of the stack called `name`. */
export function synthesized(name: string, build: (app: App) => void): StackJson {
  const written = synthesize(build)[name];
  if (written === undefined) throw new Error("nothing was written");
  return written.json;
}

/** The faults that synth shows, one line each, without the lines of code; none if it goes through. */
export function faultsOf(build: (app: App) => void): readonly string[] {
  try {
    synthesize(build);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.issues.map(
      ({ path, problem, fix }) => `${path}: ${problem.replace(/ \([^()\s]+:\d+:\d+\)/, "")}; ${fix}`,
    );
  }
}

/** One block of the JSON by its address: `resource(json, "aws_subnet.public_a")`. */
export function resource(json: StackJson, address: string): JsonObject {
  const [type = "", name = ""] = address.split(".");
  const block = asObject(json["resource"])[type];
  const found = asObject(block)[name];
  if (found === undefined) throw new Error(`${address} is not in the JSON`);
  return asObject(found);
}

/** The names of all resources of a type. */
export function names(json: StackJson, type: string): readonly string[] {
  return Object.keys(asObject(asObject(json["resource"])[type]));
}

/** Every resource's address. */
export function addresses(json: StackJson): readonly string[] {
  return Object.entries(asObject(json["resource"])).flatMap(([type, named]) =>
    Object.keys(asObject(named)).map((name) => `${type}.${name}`),
  );
}
