/** What changed between two hand-offs for those who use them, and what of it breaks something. */
import { at, type Json, type JsonObject } from "../../review/read/json";
import { type Block, resourcesOf } from "../module/blocks";
import type { Interface, Move } from "./interface";
import { renamesBetween } from "./renames";

export interface Difference {
  readonly inputs: Changes;
  readonly outputs: Changes;
  readonly addresses: Changes;
  readonly renamed: readonly Move[];
  /** Every `moved` block that the module must carry: these renames, and earlier ones that still lead somewhere. */
  readonly moves: readonly Move[];
  /** Sentences; each is something that users must act on, or that destroys something. */
  readonly breaking: readonly string[];
}

export interface Changes {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Sentences on what stays under its name and changed otherwise. */
  readonly changed: readonly string[];
}

/** Names that AWS cannot change in place: with a new one, the resource is made anew. */
const MADE_ANEW: Readonly<Record<string, readonly string[]>> = {
  aws_security_group: ["name", "name_prefix", "description"],
  aws_lb: ["name", "name_prefix"],
  aws_lb_target_group: ["name", "name_prefix"],
  aws_db_subnet_group: ["name", "name_prefix"],
  aws_iam_role: ["name", "name_prefix"],
  aws_iam_instance_profile: ["name", "name_prefix"],
  aws_launch_template: ["name", "name_prefix"],
  aws_autoscaling_group: ["name", "name_prefix"],
  aws_cloudwatch_metric_alarm: ["alarm_name"],
  aws_cloudwatch_log_group: ["name", "name_prefix"],
  aws_scheduler_schedule: ["name"],
};

export function differenceBetween(before: Interface, after: Interface): Difference {
  const renamed = renamesBetween(before.main, after.main);
  const [old, fresh] = [addresses(before.main), addresses(after.main)];
  const moves = carriedOn(before.moves, renamed, new Set(fresh.keys()));
  const difference = {
    inputs: changesIn(before.inputs, after.inputs, inputChanges),
    outputs: changesIn(before.outputs, after.outputs, () => []),
    addresses: {
      added: [...fresh.keys()].filter(
        (address) => !old.has(address) && !renamed.some(({ to }) => to === address),
      ),
      removed: [...old.keys()].filter(
        (address) => !fresh.has(address) && !renamed.some(({ from }) => from === address),
      ),
      changed: [],
    },
    renamed,
    moves,
  };
  return { ...difference, breaking: breakingOf(difference, before, after, old, fresh) };
}

function addresses(main: Json): ReadonlyMap<string, Block> {
  return new Map(resourcesOf(main).map((block) => [block.address, block]));
}

function changesIn(
  before: JsonObject,
  after: JsonObject,
  compare: (name: string, before: Json, after: Json) => readonly string[],
): Changes {
  const [old, fresh] = [Object.keys(before).sort(), Object.keys(after).sort()];
  return {
    added: fresh.filter((name) => !old.includes(name)),
    removed: old.filter((name) => !fresh.includes(name)),
    changed: fresh
      .filter((name) => old.includes(name))
      .flatMap((name) => compare(name, before[name] ?? null, after[name] ?? null)),
  };
}

function inputChanges(name: string, before: Json, after: Json): readonly string[] {
  return ["type", "default"].flatMap((key) => {
    const [old, fresh] = [before, after].map((block) => {
      const value = at(block, key);
      return value === undefined
        ? "none"
        : typeof value === "string" && key === "type"
          ? value
          : JSON.stringify(value);
    });
    return old === fresh ? [] : [`\`${name}\`: ${key} was \`${old}\`, is \`${fresh}\``];
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
  { inputs, outputs, addresses: { removed }, renamed }: Omit<Difference, "breaking">,
  before: Interface,
  after: Interface,
  old: ReadonlyMap<string, Block>,
  fresh: ReadonlyMap<string, Block>,
): readonly string[] {
  const required = (blocks: JsonObject, name: string): boolean =>
    at(blocks[name] ?? null, "default") === undefined;
  const mustSet = Object.keys(after.inputs).filter(
    (name) =>
      required(after.inputs, name) && (!Object.hasOwn(before.inputs, name) || !required(before.inputs, name)),
  );
  const retyped = inputs.changed.filter((sentence) => sentence.includes(": type was "));
  return [
    ...mustSet.map((name) => `Input \`${name}\` must be set.`),
    ...inputs.removed.map((name) => `Input \`${name}\` is gone: leave it out.`),
    ...retyped.map((sentence) => `Input ${sentence}.`),
    ...outputs.removed.map((name) => `Output \`${name}\` is gone.`),
    ...removed.map((address) => `\`${address}\` is destroyed.`),
    ...renamed.flatMap(({ from, to }) => anew(old.get(from), fresh.get(to))),
  ];
}

/** A rename that AWS cannot follow. */
function anew(before: Block | undefined, after: Block | undefined): readonly string[] {
  if (before === undefined || after === undefined) return [];
  const changed = (MADE_ANEW[after.type] ?? []).filter(
    (key) => JSON.stringify(at(before.body, key)) !== JSON.stringify(at(after.body, key)),
  );
  if (changed.length === 0) return [];
  const names = changed.map((key) => `\`${key}\``).join(" and ");
  const rules = after.type === "aws_security_group" ? ", and its rules with it" : "";
  return [`\`${after.address}\` is replaced${rules}: AWS cannot change its ${names} in place.`];
}
