/** Every pair of the matrix with its answers: what gets through and how, and what stops the rest. */

import { INTERFACE_KINDS } from "../../../aws/types/interface-kinds";
import { byKey } from "../../../net/group-by";
import { subtract } from "../../../net/interval-set";
import { allTraffic, formatTrafficSet, type TrafficSet } from "../../../net/traffic-set";
import type { ReachChange, ReachDelta } from "../../change/reach/reach-change";
import type { Key } from "../../network/network";
import { answer, type QueryableNetwork } from "../../reach/answer";
import type { Matrix, MatrixEnd, MatrixRow } from "../../reach/matrix";
import type { Verdict } from "../../reach/verdict";
import { declaredName } from "../drawing/picture/links";

export interface Pair {
  readonly from: MatrixEnd;
  readonly to: MatrixEnd;
  readonly open: TrafficSet;
  /** What it is called in a cell: `tcp/80`, or nothing where it is blocked. */
  readonly text: string;
  readonly unknown: boolean;
  readonly changes: readonly ReachChange[];
  /** How the open part gets there, and what stops the rest; undefined where there are too many pairs to tell. */
  readonly reached?: Verdict;
  readonly stopped?: Verdict;
}

export interface Pairs {
  readonly sources: readonly MatrixEnd[];
  readonly targets: readonly MatrixEnd[];
  /** By `source target`, as positions in these lists; undefined where there is no question. */
  readonly at: (source: number, target: number) => Pair | undefined;
  /** How many sources and targets there was no room for. */
  readonly leftOut: number;
}

/** A table of more ends is no table for people. */
const MOST_ENDS = 32;
/** What is blocked is explained up to this many pairs. */
const MOST_ANSWERS = 600;

export function pairsOf(asked: QueryableNetwork, matrix: Matrix, delta?: ReachDelta): Pairs {
  const passive = passiveKeys(asked);
  const sends = ({ keys }: MatrixEnd): boolean => keys.every((key) => !passive.has(key));
  const reached = new Set(matrix.rows.map(({ to }) => idOf(to, to)));
  const ends = matrix.ends.filter((end) => sends(end) || reached.has(idOf(end, end)));
  const shown = ends.slice(0, MOST_ENDS);
  const sources = shown.filter(sends);
  const targets = shown.filter((end) => end.keys.length > 0 || end.name === "internet");
  const rows = new Map(matrix.rows.map((row) => [idOf(row.from, row.to), row]));
  const explainsAll = sources.length * targets.length <= MOST_ANSWERS;
  const changesOf = changesByPair(asked, shown, delta);
  const pairs = new Map<string, Pair>();
  for (const from of sources)
    for (const to of targets) {
      if (from.keys.length === 0 && to.keys.length === 0) continue;
      if (idOf(from, from) === idOf(to, to) && from.keys.length < 2) continue;
      const row = rows.get(idOf(from, to));
      const changes = changesOf.get(idOf(from, to)) ?? [];
      pairs.set(idOf(from, to), pairOf(asked, { from, to }, row, changes, explainsAll));
    }
  return {
    sources,
    targets,
    at: (source, target) => {
      const [from, to] = [sources[source], targets[target]];
      return from === undefined || to === undefined ? undefined : pairs.get(idOf(from, to));
    },
    leftOut: ends.length - shown.length,
  };
}

function pairOf(
  asked: QueryableNetwork,
  { from, to }: Pick<Pair, "from" | "to">,
  row: MatrixRow | undefined,
  changes: readonly ReachChange[],
  explains: boolean,
): Pair {
  const open = row?.open ?? [];
  const ask = (traffic: TrafficSet): Verdict =>
    answer(asked, { from: questionOf(from, 0), to: questionOf(to, isAmong(from, to) ? 1 : 0), traffic });
  const rest = subtract(allTraffic, open);

  return {
    from,
    to,
    open,
    text: open.length === 0 ? "" : formatTrafficSet(open),
    unknown: row?.unknown ?? false,
    changes,
    ...(open.length > 0 ? { reached: ask(open) } : {}),
    ...(explains && formatTrafficSet(open) !== "all" && rest.length > 0 ? { stopped: ask(rest) } : {}),
  };
}

function isAmong(from: MatrixEnd, to: MatrixEnd): boolean {
  return from.keys[0] !== undefined && from.keys[0] === to.keys[0];
}

/** Names may come twice; keys are asked for. */
function questionOf({ name, keys }: MatrixEnd, member: number): string {
  return keys[member] ?? keys[0] ?? name;
}

/** Gateways and endpoints begin nothing of their own. */
function passiveKeys({ network }: QueryableNetwork): ReadonlySet<Key> {
  const own = [...network.interfaces.values()].filter(({ kind }) => !INTERFACE_KINDS[kind].sends);
  return new Set(own.flatMap(({ key, owner }) => [key, owner]));
}

function idOf(from: MatrixEnd, to: MatrixEnd): string {
  return `${from.keys[0] ?? from.name} → ${to.keys[0] ?? to.name}`;
}

/** What an outside block is called: by the name that the network gives it. */
export function endName({ names }: QueryableNetwork, { name, keys }: MatrixEnd): string {
  return keys.length > 0 ? name : declaredName(names, name);
}

/** A change tells of every pair whose ends have machines in common with its own. */
function changesByPair(
  asked: QueryableNetwork,
  ends: readonly MatrixEnd[],
  { opened, closed }: Pick<ReachDelta, "opened" | "closed"> = { opened: [], closed: [] },
): ReadonlyMap<string, readonly ReachChange[]> {
  const namesOf = (end: MatrixEnd): readonly string[] =>
    end.keys.length === 0 ? [end.name, endName(asked, end)] : end.members;
  const byName = byKey(ends.flatMap((end) => namesOf(end).map((name) => [name, end] as const)));
  const endsOf = ({ name, members }: ReachChange["from"]): ReadonlySet<MatrixEnd> =>
    new Set([name, ...members].flatMap((each) => byName.get(each) ?? []));
  return byKey(
    [...opened, ...closed].flatMap((change) =>
      [...endsOf(change.from)].flatMap((from) =>
        [...endsOf(change.to)].map((to) => [idOf(from, to), change] as const),
      ),
    ),
  );
}
