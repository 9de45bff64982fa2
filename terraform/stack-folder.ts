/**
 * A stack's folder, as synth writes it: `cdk.tf.json`, and beside it `promises.json` and `sources.json`. The towers meet
 * in these files and nowhere else.
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { PromiseFile } from "../net/promise";
import { readJson } from "./json";
import { readPromises } from "./promise-file";
import { linesIn, type SourceLines } from "./source-lines";

export const CONFIGURATION = "cdk.tf.json";
const PROMISES = "promises.json";

export function isStackFolder(folder: string): boolean {
  return existsSync(join(folder, CONFIGURATION));
}

/**
 * The folders of stacks by name: of `cdktf.out` those that a synth wrote below it, of its `stacks` those in it, of a
 * stack's folder itself. In the order of their names; none where there is no such folder.
 */
export function stackFolders(folder: string): ReadonlyMap<string, string> {
  if (isStackFolder(folder)) return new Map([[basename(folder), folder]]);
  const stacks = existsSync(join(folder, "stacks")) ? join(folder, "stacks") : folder;
  if (statSync(stacks, { throwIfNoEntry: false })?.isDirectory() !== true) return new Map();
  const found = readdirSync(stacks, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isStackFolder(join(stacks, entry.name)))
    .map(({ name }) => [name, join(stacks, name)] as const);
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The promises that lie in a folder; undefined where none do. */
export function promisesFileIn(folder: string): string | undefined {
  const file = join(folder, PROMISES);
  return existsSync(file) ? file : undefined;
}

/** @throws {InputError} for a file that is no promise file */
export function readPromiseFile(file: string): PromiseFile {
  return readPromises(readJson(file), file);
}

/** What lies beside a network's Terraform JSON. */
export interface StackNotes {
  readonly promises?: PromiseFile;
  /** Which TypeScript made what; empty where synth did not note it. */
  readonly lines: SourceLines;
}

/** @throws {InputError} for a promise file that cannot be understood */
export function notesIn(folder: string): StackNotes {
  const file = promisesFileIn(folder);
  return { ...(file === undefined ? {} : { promises: readPromiseFile(file) }), lines: linesIn(folder) };
}
