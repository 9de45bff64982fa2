/** Reads what a review is made of: a plan with what lies beside it, or two folders of synthesized stacks. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { PromiseFile } from "../../net/promise";
import { foreign, type Json, parseJson } from "../../terraform/json";
import { readPromises } from "../../terraform/promise-file";
import { linesIn, type SourceLines } from "../../terraform/source-lines";
import type { Value } from "../../terraform/values";
import type { NetworkReview, Review } from "./review";
import { reviewNetwork } from "./review-network";
import { configuredChange } from "./versions/configuration";
import { plannedChange } from "./versions/plan";

export interface PlanFiles {
  /** What `terraform show -json` wrote of the plan. */
  readonly plan: string;
  /** The folder that synth wrote, for promises and lines of code. @default the plan's own folder */
  readonly stack?: string;
}

/** @throws {InputError} for what is not a plan */
export function reviewPlan({ plan, stack = dirname(plan) }: PlanFiles): Review {
  if (!existsSync(plan))
    throw foreign(plan, "is not there", "write it with: terraform show -json tfplan > plan.json");
  const json = readJson(plan);
  const name = stackName(stack) ?? basename(plan).replace(/\.json$/, "");
  return {
    source: "plan",
    networks: [reviewNetwork(plannedChange(json, plan), { name, place: plan, ...besideIn(stack) })],
  };
}

/**
 * Every stack of either folder, by name. A folder is `cdktf.out`, its `stacks`, or a single stack's.
 * @throws {InputError} for a folder without a stack
 */
export function reviewFolders(base: string, head: string, variables?: ReadonlyMap<string, Value>): Review {
  const [old, young] = [stacksIn(base), stacksIn(head)];
  const isSingle = old.size === 1 && young.size === 1;
  const names = isSingle ? [...young.keys()] : [...new Set([...old.keys(), ...young.keys()])].sort();
  const networks = names.map((name): NetworkReview => {
    const before = isSingle ? [...old.values()][0] : old.get(name);
    const after = young.get(name);
    const change = configuredChange(configIn(before), configIn(after), variables);
    const was = besideIn(before);
    const is = besideIn(after);
    return reviewNetwork(change, {
      name,
      place: join(after ?? before ?? head, CONFIG),
      ...is,
      ...(was.promises === undefined ? {} : { promisesBefore: was.promises }),
      ...(was.lines === undefined ? {} : { linesBefore: was.lines }),
    });
  });
  return { source: "synth", networks: networks.sort((a, b) => weight(b) - weight(a)) };
}

/** What must be read first weighs most; a network that nothing happens to weighs nothing. */
function weight({ reach, promises, changes }: NetworkReview): number {
  if (reach.opened.some(({ exposes }) => exposes) || promises.some(({ kept }) => !kept)) return 3;
  if (reach.opened.length + reach.unknown.length > 0) return 2;
  return changes.length > 0 ? 1 : 0;
}

const CONFIG = "cdk.tf.json";

/** The folders of stacks, by name. */
function stacksIn(path: string): ReadonlyMap<string, string> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw foreign(path, "is not a folder", "give cdktf.out, or a stack's folder in it");
  if (existsSync(join(path, CONFIG))) return new Map([[basename(path), path]]);
  const stacks = existsSync(join(path, "stacks")) ? join(path, "stacks") : path;
  const found = readdirSync(stacks, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(stacks, entry.name, CONFIG)))
    .map(({ name }) => [name, join(stacks, name)] as const);
  if (found.length === 0)
    throw foreign(path, `holds no stack with ${CONFIG}`, "give a folder that synth wrote");
  return new Map(found);
}

/** A plan is reviewed under its stack's name, when it lies in a stack's folder. */
function stackName(folder: string): string | undefined {
  return existsSync(join(folder, CONFIG)) ? basename(join(process.cwd(), folder)) : undefined;
}

function configIn(folder: string | undefined): Json | undefined {
  return folder === undefined ? undefined : readJson(join(folder, CONFIG));
}

function besideIn(folder: string | undefined): { promises?: PromiseFile; lines?: SourceLines } {
  if (folder === undefined) return {};
  const promises = join(folder, "promises.json");
  return {
    ...(existsSync(promises) ? { promises: readPromises(readJson(promises), promises) } : {}),
    lines: linesIn(folder),
  };
}

function readJson(path: string): Json {
  return parseJson(readFileSync(path, "utf8"), path);
}
