/**
 * Which resources only changed their names between two hand-offs. Two resources are one only if they are of one type,
 * equal but for their names, and no other resource of either side could be meant, because none is equal or because
 * a resource that is certain refers to this one: nothing is guessed.
 */

import { byKey } from "../../net/group-by";
import { type Block, resourcesOf } from "../../terraform/blocks";
import type { Json } from "../../terraform/json";
import type { Move } from "./interface";
import { essence, referencesOf } from "./likeness";

export function renamesBetween(before: Json, after: Json): readonly Move[] {
  const [old, fresh] = [byAddress(before), byAddress(after)];
  const gone = [...old.values()].filter(({ address }) => !fresh.has(address));
  const come = [...fresh.values()].filter(({ address }) => !old.has(address));
  const stays = new Set([...old.keys()].filter((address) => fresh.has(address)));
  let pairs: ReadonlyMap<string, string> = new Map();
  for (;;) {
    const next = implied(grown(pairs, gone, come, stays), old, fresh, stays);
    if (next.size === pairs.size) break;
    pairs = next;
  }
  return consistent(pairs, old, fresh, stays);
}

function byAddress(main: Json): ReadonlyMap<string, Block> {
  return new Map(resourcesOf(main).map((block) => [block.address, block]));
}

/** The pairs, and those that are certain now: each rename found tells apart what refers to it. */
function grown(
  pairs: ReadonlyMap<string, string>,
  gone: readonly Block[],
  come: readonly Block[],
  stays: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const names = new Names(pairs, stays);
  const taken = new Set(pairs.values());
  const left = byEssence(
    gone.filter(({ address }) => !pairs.has(address)),
    names.before,
  );
  const right = byEssence(
    come.filter(({ address }) => !taken.has(address)),
    names.after,
  );
  const certain = [...left].flatMap(([key, [from, ...others]]) => {
    const [to, ...rivals] = right.get(key) ?? [];
    const isCertain = others.length === 0 && rivals.length === 0;
    return isCertain && from !== undefined && to !== undefined ? [[from.address, to.address] as const] : [];
  });
  return new Map([...pairs, ...certain]);
}

/**
 * The pairs, and those that follow from them: what a resource referred to under its old name, it refers to under its
 * new one. A resource that would follow to two others follows to none.
 */
function implied(
  pairs: ReadonlyMap<string, string>,
  old: ReadonlyMap<string, Block>,
  fresh: ReadonlyMap<string, Block>,
  stays: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const names = new Names(pairs, stays);
  const taken = new Set(pairs.values());
  const certain = [...pairs, ...[...stays].map((address) => [address, address] as const)];
  const seen = certain.flatMap(([from, to]) => {
    const [left, right] = [old.get(from), fresh.get(to)].map((block) => referencesOf(block?.body ?? null));
    return [...(left ?? [])].map(([key, address]) => [address, right?.get(key) ?? ""] as const);
  });
  const fitting = seen.filter(([from, to]) => {
    const [a, b] = [old.get(from), fresh.get(to)];
    const isOpen = !stays.has(from) && !stays.has(to) && !pairs.has(from) && !taken.has(to);
    return isOpen && a !== undefined && b !== undefined && a.type === b.type && sameEssence(a, b, names);
  });
  const isAlone = ([from, to]: readonly [string, string]): boolean =>
    fitting.every(([a, b]) => (a === from) === (b === to));
  return new Map([...pairs, ...fitting.filter(isAlone)]);
}

function sameEssence(a: Block, b: Block, names: Names): boolean {
  return essence(a.body, names.before) === essence(b.body, names.after);
}

/** What references stand for on either side: a resource that stays, or a pair, has one name on both. */
class Names {
  private readonly partners: ReadonlyMap<string, string>;

  constructor(
    private readonly pairs: ReadonlyMap<string, string>,
    private readonly stays: ReadonlySet<string>,
  ) {
    this.partners = new Map([...pairs].map(([from, to]) => [to, from]));
  }

  readonly before = (address: string): string | undefined =>
    this.stays.has(address) || this.pairs.has(address) || address.startsWith("data.") ? address : undefined;

  readonly after = (address: string): string | undefined =>
    this.stays.has(address) || address.startsWith("data.") ? address : this.partners.get(address);
}

function byEssence(
  blocks: readonly Block[],
  known: (address: string) => string | undefined,
): ReadonlyMap<string, readonly Block[]> {
  return byKey(blocks.map((block) => [`${block.type} ${essence(block.body, known)}`, block]));
}

/** Pairs that are equal with all their references told apart; one that is not takes with it those that rest on it. */
function consistent(
  pairs: ReadonlyMap<string, string>,
  old: ReadonlyMap<string, Block>,
  fresh: ReadonlyMap<string, Block>,
  stays: ReadonlySet<string>,
): readonly Move[] {
  const names = new Names(pairs, stays);
  const kept = [...pairs].filter(([from, to]) => {
    const [a, b] = [old.get(from), fresh.get(to)];
    return (
      a !== undefined && b !== undefined && essence(a.body, names.before) === essence(b.body, names.after)
    );
  });
  if (kept.length < pairs.size) return consistent(new Map(kept), old, fresh, stays);
  return kept.map(([from, to]) => ({ from, to })).sort((a, b) => (a.from < b.from ? -1 : 1));
}
