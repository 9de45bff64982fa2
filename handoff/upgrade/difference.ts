/** What changed between two hand-offs for those who use them, and what of it breaks something. */

import { type Block, resourcesOf } from "../../terraform/blocks";
import { at, type Json, type JsonObject } from "../../terraform/json";
import type { ModuleContract, Move } from "./interface";
import { renamesBetween } from "./renames";
import { replacedBetween } from "./replaced";

export interface Difference {
  readonly inputs: Changes;
  readonly outputs: Changes;
  readonly addresses: Changes;
  /** Every `moved` block that the module must carry: these renames, and earlier ones that still lead somewhere. */
  readonly moves: readonly Move[];
  /** Sentences; each is something that users must act on, or that destroys something. */
  readonly breaking: readonly string[];
}

export interface Changes {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly renamed: readonly Move[];
  /** What stays under its name and changed otherwise. */
  readonly changed: readonly ChangedPart[];
}

/** One part of an input that is not what it was. */
export interface ChangedPart {
  readonly name: string;
  readonly key: "type" | "default";
  /** As the module has it. */
  readonly was: string;
  readonly is: string;
}

/** `` `zone_letters`: default was `["a"]`, is `["c"]` ``. */
export function changedText({ name, key, was, is }: ChangedPart): string {
  return `\`${name}\`: ${key} was \`${was}\`, is \`${is}\``;
}

/** Inputs whose defaults names and places follow. */
const NAMING_INPUTS = ["project", "region", "zone_letters"];

export function differenceBetween(before: ModuleContract, after: ModuleContract): Difference {
  const [old, fresh] = [addresses(before.main), addresses(after.main)];
  const renamed = renamesBetween(before.main, after.main);
  const difference = {
    inputs: changesIn(before.inputs, after.inputs, inputChanges),
    outputs: changesIn(before.outputs, after.outputs, () => []),
    addresses: withRenames([...old.keys()], [...fresh.keys()], renamed),
    moves: carriedOn(before.moves, renamed, new Set(fresh.keys())),
  };
  const replaced = replacedBetween(old, fresh, renamed);
  return { ...difference, breaking: [...breakingOf(difference, before, after), ...replaced] };
}

function addresses(main: Json): ReadonlyMap<string, Block> {
  return new Map(resourcesOf(main).map((block) => [block.address, block]));
}

function withRenames(before: readonly string[], after: readonly string[], renamed: readonly Move[]): Changes {
  return {
    added: after.filter((name) => !before.includes(name) && !renamed.some(({ to }) => to === name)),
    removed: before.filter((name) => !after.includes(name) && !renamed.some(({ from }) => from === name)),
    renamed,
    changed: [],
  };
}

function changesIn(
  before: JsonObject,
  after: JsonObject,
  compare: (name: string, before: Json, after: Json) => readonly ChangedPart[],
): Changes {
  const [old, fresh] = [Object.keys(before).sort(), Object.keys(after).sort()];
  return {
    ...withRenames(old, fresh, renamedKeys(before, after)),
    changed: fresh
      .filter((name) => old.includes(name))
      .flatMap((name) => compare(name, before[name] ?? null, after[name] ?? null)),
  };
}

/**
 * An input or output is the same under a new name if all else of it is the same, and of no other; an input that says
 * nothing but its type could be any.
 */
function renamedKeys(before: JsonObject, after: JsonObject): readonly Move[] {
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  const come = Object.keys(after).filter((name) => !Object.hasOwn(before, name));
  const content = (block: JsonObject, name: string): string =>
    JSON.stringify(block[name]).replaceAll(new RegExp(`\\b${name}\\b`, "g"), "?");
  return gone.flatMap((from) => {
    const own = content(before, from);
    const rivals = gone.filter((name) => content(before, name) === own);
    const [to, ...others] = come.filter((name) => content(after, name) === own);
    const tells = ["description", "value"].some((key) => at(before[from] ?? null, key) !== undefined);
    return tells && to !== undefined && others.length === 0 && rivals.length === 1 ? [{ from, to }] : [];
  });
}

const PARTS = ["type", "default"] as const;

function inputChanges(name: string, before: Json, after: Json): readonly ChangedPart[] {
  return PARTS.flatMap((key) => {
    const [was = "", is = ""] = [before, after].map((block) => {
      const value = at(block, key);
      return value === undefined
        ? "none"
        : typeof value === "string" && key === "type"
          ? value
          : JSON.stringify(value);
    });
    return was === is ? [] : [{ name, key, was, is }];
  });
}

/** Earlier moves stay, as users may skip a version; one whose old name is in use again would be an error. */
function carriedOn(
  earlier: readonly Move[],
  renamed: readonly Move[],
  present: ReadonlySet<string>,
): readonly Move[] {
  const all = [...earlier, ...renamed].filter(({ from }) => !present.has(from));
  const leads = (to: string): boolean =>
    present.has(to) || all.some((move) => move.from === to && leads(move.to));
  const useful = all.filter(({ to }) => leads(to));
  return [...new Map(useful.map((move) => [move.from, move])).values()].sort((a, b) =>
    a.from < b.from ? -1 : 1,
  );
}

function breakingOf(
  { inputs, outputs, addresses: { removed } }: Omit<Difference, "breaking">,
  before: ModuleContract,
  after: ModuleContract,
): readonly string[] {
  const required = (blocks: JsonObject, name: string): boolean =>
    at(blocks[name] ?? null, "default") === undefined;
  const mustSet = Object.keys(after.inputs).filter(
    (name) =>
      required(after.inputs, name) &&
      (inputs.added.includes(name) || (Object.hasOwn(before.inputs, name) && !required(before.inputs, name))),
  );
  const retyped = inputs.changed.filter(({ key }) => key === "type");
  const renaming = inputs.changed.filter(
    ({ name, key }) => key === "default" && NAMING_INPUTS.includes(name),
  );
  return [
    ...mustSet.map((name) => `Input \`${name}\` must be set.`),
    ...inputs.removed.map((name) => `Input \`${name}\` is gone: leave it out.`),
    ...inputs.renamed.map(({ from, to }) => `Input \`${from}\` is called \`${to}\` now.`),
    ...retyped.map((part) => `Input ${changedText(part)}.`),
    ...renaming.map((part) => `Input ${changedText(part)}: set it to what it was, to keep what stands.`),
    ...outputs.removed.map((name) => `Output \`${name}\` is gone.`),
    ...outputs.renamed.map(({ from, to }) => `Output \`${from}\` is called \`${to}\` now.`),
    ...removed.map((address) => `\`${address}\` is destroyed.`),
  ];
}
