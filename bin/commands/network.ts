/** What every command shares: the network argument, variables, and the names that its promises declare. */

import { existsSync } from "node:fs";
import type { Command } from "commander";
import { given } from "../../net/given";
import type { PromiseFile } from "../../net/promise";
import { buildNetwork } from "../../review/model/build";
import { type QueryableNetwork, queryable } from "../../review/reach/answer";
import { type NetworkSource, readInput } from "../../review/read/input";
import { readVariables } from "../../review/read/variables";
import { foreign } from "../../terraform/json";
import type { SourceLines } from "../../terraform/source-lines";
import { readPromiseFile } from "../../terraform/stack-folder";

export interface NetworkOptions {
  readonly var: readonly string[];
  readonly varFile: readonly string[];
  /** The promise file, where it is not `promises.json` beside the network. */
  readonly promises?: string;
}

/** Adds the options that give variables their values. */
export function withVariables(command: Command): Command {
  return command
    .option("--var <name=value>", "value of a variable, as JSON or text; may be repeated", collect, [])
    .option("--var-file <file>", "JSON file with values of variables; may be repeated", collect, []);
}

export interface Loaded {
  readonly asked: QueryableNetwork;
  readonly promises?: PromiseFile;
  /** Which TypeScript made what. */
  readonly lines: SourceLines;
  readonly place: string;
}

/** @throws {InputError} when the network cannot be read */
export function load(path: string, options: NetworkOptions): Loaded {
  const source = readInput(path, readVariables(options.var, options.varFile));
  const promises = promisesFor(source, options.promises);
  const asked = queryable(buildNetwork(source.input), promises?.endpoints);
  return { asked, lines: source.lines, place: source.place, ...given({ promises }) };
}

function promisesFor({ promisesFile }: NetworkSource, file: string | undefined): PromiseFile | undefined {
  if (file !== undefined && !existsSync(file))
    throw foreign(file, "is not there", "give the promises.json that synth wrote");
  const found = file ?? promisesFile;
  return found === undefined ? undefined : readPromiseFile(found);
}

/** @throws {InputError} when there is nothing to check */
export function promisesOf({ promises, place }: Loaded): PromiseFile {
  if (promises === undefined)
    throw foreign(
      place,
      "has no promises.json beside it",
      "give a folder that synth wrote: cdktf.out/stacks/NAME, or the file: --promises FILE",
    );
  return promises;
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
