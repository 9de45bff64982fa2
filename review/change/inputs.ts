/** Reads what a review is made of: a plan with what lies beside it, or two folders of synthesized stacks. */

import { existsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { given } from "../../net/given";
import { foreign, type Json, readJson } from "../../terraform/json";
import {
  CONFIGURATION,
  isStackFolder,
  notesIn,
  type StackNotes,
  stackFolders,
} from "../../terraform/stack-folder";
import type { Value } from "../../terraform/values";
import { readTerraformPlan } from "../read/plan/changes";
import { moduleSourcesIn } from "../read/written/module-sources";
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
  const read = readTerraformPlan(json, plan, moduleSourcesIn(dirname(plan)));
  return {
    source: "plan",
    networks: [reviewNetwork(plannedChange(read), { name, place: plan, ...besideIn(stack) })],
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
      place: join(after ?? before ?? head, CONFIGURATION),
      ...is,
      ...given({ promisesBefore: was.promises, linesBefore: was.lines }),
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

/** The folders of stacks, by name. */
function stacksIn(path: string): ReadonlyMap<string, string> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw foreign(path, "is not a folder", "give cdktf.out, or a stack's folder in it");
  const found = stackFolders(path);
  if (found.size === 0)
    throw foreign(path, `holds no stack with ${CONFIGURATION}`, "give a folder that synth wrote");
  return found;
}

/** A plan is reviewed under its stack's name, when it lies in a stack's folder. */
function stackName(folder: string): string | undefined {
  return isStackFolder(folder) ? basename(join(process.cwd(), folder)) : undefined;
}

function configIn(folder: string | undefined): Json | undefined {
  return folder === undefined ? undefined : readJson(join(folder, CONFIGURATION));
}

function besideIn(folder: string | undefined): Partial<StackNotes> {
  return folder === undefined ? {} : notesIn(folder);
}
