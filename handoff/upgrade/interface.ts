/** What users of a hand-off depend on: its inputs, its outputs, and the addresses in their state. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../net/issue";
import { at, isObject, type Json, type JsonObject, objectAt, parseJson } from "../../terraform/json";
import type { Module } from "../module/configuration";

export interface ModuleContract {
  /** Blocks of `variables.tf.json` by name. */
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
  /** `main.tf.json`. */
  readonly main: Json;
  /** What earlier upgrades moved. */
  readonly moves: readonly Move[];
}

export interface Move {
  readonly from: string;
  readonly to: string;
}

export function contractOf({ inputs, outputs, main }: Module): ModuleContract {
  return {
    inputs: Object.fromEntries(inputs.map(({ name, block }) => [name, block])),
    outputs,
    main,
    moves: [],
  };
}

/** @throws {InputError} for a folder that holds no hand-off */
export function readContract(folder: string): ModuleContract {
  const main = readPart(folder, "main.tf.json");
  if (main === undefined) {
    const problem = "holds no main.tf.json";
    throw new InputError([
      { code: "previous-missing", path: folder, problem, fix: "name the folder of an earlier hand-off" },
    ]);
  }
  const moved = at(readPart(folder, "moved.tf.json"), "moved");
  return {
    inputs: objectAt(readPart(folder, "variables.tf.json"), "variable"),
    outputs: objectAt(readPart(folder, "outputs.tf.json"), "output"),
    main,
    moves: Array.isArray(moved) ? moved.flatMap((block: Json) => moveOf(block) ?? []) : [],
  };
}

function readPart(folder: string, name: string): Json | undefined {
  const file = join(folder, name);
  return existsSync(file) ? parseJson(readFileSync(file, "utf8"), file) : undefined;
}

function moveOf(block: Json): Move | undefined {
  const [from, to] = [at(block, "from"), at(block, "to")];
  return isObject(block) && typeof from === "string" && typeof to === "string" ? { from, to } : undefined;
}
