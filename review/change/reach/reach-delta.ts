/** What a change opens and closes: every pair of classes asked before and after, and the difference explained. */

import type { AddressSet } from "../../../net/address-set";
import { given } from "../../../net/given";
import { covers, subtract, union } from "../../../net/interval-set";
import type { Family } from "../../../net/ip";
import type { PacketBox } from "../../../net/packet-set";
import { allTraffic, type TrafficSet } from "../../../net/traffic-set";
import type { Unknown } from "../../../terraform/values";
import type { Unplaced } from "../../network/network";
import { pairAnswer, type QueryableNetwork } from "../../reach/answer";
import type { Endpoint } from "../../reach/endpoints/lookup";
import type { Verdict } from "../../reach/verdict";
import { type JointEnd, jointEnds, type Side } from "./joint-ends";
import { familyOf, gained, isWhole, type Opening, openingsBetween, pairsOf } from "./open-packets";
import type { Cause, ReachChange, ReachDelta, UnknownReach } from "./reach-change";

/** Finds what did it; see `causes.ts`. */
export type Blame = (change: OpenedOrClosed) => readonly Cause[];

/** A change of reachability before it is explained. */
export interface OpenedOrClosed {
  readonly kind: "opened" | "closed";
  readonly from: JointEnd;
  readonly to: JointEnd;
  readonly traffic: TrafficSet;
  readonly addresses?: AddressSet;
  /** The pairs of members that it holds for, in the version in which packets get through. */
  readonly pairs: readonly Opening[];
  readonly boxes: readonly PacketBox[];
}

/** More than this many changes are listed without path and cause: nobody reads them one by one. */
const MOST_EXPLAINED = 150;

/** Pure: the same networks give the same delta. @param blame finds the rules and routes that did it */
export function compare(
  before: QueryableNetwork | undefined,
  after: QueryableNetwork | undefined,
  blame: Blame = () => [],
): ReachDelta {
  const ends = jointEnds({ ...(before && { before }), ...(after && { after }) });
  const found: OpenedOrClosed[] = [];
  const unknown: UnknownReach[] = [];
  for (const from of ends)
    for (const to of ends) {
      if (!from.sends || (from.isOutside && to.isOutside) || (to.isOutside && !to.isInternet)) continue;
      const old = openings(before, from, from.before, to, to.before);
      const young = openings(after, from, from.after, to, to.after);
      found.push(...changesOf("opened", from, to, young, old), ...changesOf("closed", from, to, old, young));
      const doubt = doubtOf(before, after, { from, to, old, young });
      if (doubt !== undefined) unknown.push(doubt);
    }
  unknown.push(...untoldIn(before, after));
  const sorted = found.filter((each) => !isImplied(each, found)).sort(byWeight);
  const explained = sorted.map((each, i) =>
    explain(before, after, each, i < MOST_EXPLAINED ? blame : undefined),
  );
  return {
    opened: explained.filter(({ kind }) => kind === "opened"),
    closed: explained.filter(({ kind }) => kind === "closed"),
    unknown: unknown.sort((a, b) => Number(b.exposes) - Number(a.exposes)),
  };
}

function openings(
  asked: QueryableNetwork | undefined,
  from: JointEnd,
  source: Side | undefined,
  to: JointEnd,
  target: Side | undefined,
): readonly Opening[] {
  if (asked === undefined || source === undefined || target === undefined) return [];
  return openingsBetween(asked, source, target, from === to, allTraffic);
}

/** Boxes with all addresses are one change; each part of the addresses is one of its own. */
function changesOf(
  kind: "opened" | "closed",
  from: JointEnd,
  to: JointEnd,
  more: readonly Opening[],
  less: readonly Opening[],
): readonly OpenedOrClosed[] {
  const found = more.flatMap((young, i) => gained(young, less[i]).map((box) => ({ opening: young, box })));
  const whole = found.filter(({ opening, box }) => isWhole(opening, box));
  const parts = found.filter(({ opening, box }) => !isWhole(opening, box));
  const made = (some: typeof found, addresses?: AddressSet): OpenedOrClosed => ({
    kind,
    from,
    to,
    traffic: union(...some.map(({ box }) => box.traffic)),
    pairs: [...new Set(some.map(({ opening }) => opening))],
    boxes: some.map(({ box }) => box),
    ...given({ addresses }),
  });
  return [
    ...(whole.length === 0 ? [] : [made(whole)]),
    ...parts.map((part) => made([part], part.box.addresses)),
  ];
}

/** What everybody on the internet gets or loses, somebody's block gets or loses with them. */
function isImplied(change: OpenedOrClosed, found: readonly OpenedOrClosed[]): boolean {
  const { kind, from, to, traffic } = change;
  if (!from.isOutside || from.isInternet) return false;
  const families = familiesOf(change);
  return found.some(
    (other) =>
      other.from.isInternet &&
      other.kind === kind &&
      other.to === to &&
      other.addresses === undefined &&
      families.every((family) => familiesOf(other).includes(family)) &&
      covers(other.traffic, traffic),
  );
}

function familiesOf({ pairs }: OpenedOrClosed): readonly (Family | undefined)[] {
  return pairs.map(({ from, to }) => familyOf(from) ?? familyOf(to));
}

interface Pair {
  readonly from: JointEnd;
  readonly to: JointEnd;
  readonly old: readonly Opening[];
  readonly young: readonly Opening[];
}

/** What has no known place, or is not modelled: whatever changes in the network may open it to anybody. */
function untoldIn(
  before: QueryableNetwork | undefined,
  after: QueryableNetwork | undefined,
): readonly UnknownReach[] {
  if (after === undefined) return [];
  const old = before?.network;
  const known = new Set([
    ...[...(old?.interfaces.values() ?? [])].map(({ owner }) => owner),
    ...[...(old?.unplaced ?? []), ...(old?.unmodelled ?? [])].map(({ key }) => key),
  ]);
  const doubt = ({ key, name, unknown }: Unplaced): UnknownReach => ({
    from: { name: "internet", members: ["internet"], state: "kept" },
    to: { name, members: [name], state: known.has(key) ? "kept" : "new" },
    traffic: allTraffic,
    exposes: true,
    unknowns: [unknown],
  });
  const { unplaced, unmodelled } = after.network;
  return [
    ...unmodelled.map((each) => ({ ...doubt(each), unmodelled: true as const })),
    ...unplaced.map(doubt),
  ];
}

/** What cannot be told of the new version, and could of the old one. */
function doubtOf(
  before: QueryableNetwork | undefined,
  after: QueryableNetwork | undefined,
  { from, to, old, young }: Pair,
): UnknownReach | undefined {
  if (after === undefined || !young.some(({ perhapsMore }) => perhapsMore)) return undefined;
  const now = unknownsOf(after, young);
  const then = before === undefined ? [] : unknownsOf(before, old);
  const known = new Set(then.map(({ attribute }) => attribute));
  const unknowns = now.filter(({ attribute }) => !known.has(attribute));
  if (unknowns.length === 0 && old.some(({ perhapsMore }) => perhapsMore)) return undefined;
  const open = union(...young.flatMap((each) => each.open.map(({ traffic }) => traffic)));
  return {
    from: from.end,
    to: to.end,
    traffic: subtract(allTraffic, open),
    exposes: from.isInternet,
    unknowns,
  };
}

function unknownsOf(asked: QueryableNetwork, pairs: readonly Opening[]): readonly Unknown[] {
  const found = new Map<string, Unknown>();
  for (const { from, to, perhapsMore } of pairs)
    if (perhapsMore)
      for (const unknown of pairAnswer(asked, from, to, allTraffic).unknowns)
        found.set(unknown.attribute, unknown);
  return [...found.values()];
}

function explain(
  before: QueryableNetwork | undefined,
  after: QueryableNetwork | undefined,
  found: OpenedOrClosed,
  blame: Blame | undefined,
): ReachChange {
  const { kind, from, to, traffic, addresses } = found;
  const told = {
    kind,
    from: from.end,
    to: to.end,
    traffic,
    exposes: from.isInternet,
    ...given({ addresses }),
    ...(familiesOf(found).every((family) => family === 6) ? ({ over: "IPv6" } as const) : {}),
  };
  if (blame === undefined) return { ...told, causes: [], path: [] };
  const [here, there, otherSides] =
    kind === "opened"
      ? ([after, before, [from.before, to.before]] as const)
      : ([before, after, [from.after, to.after]] as const);
  const [pair] = found.pairs;
  const way =
    here === undefined || pair === undefined ? undefined : verdictOn(here, pair.from, pair.to, traffic);
  const blocker = there === undefined ? undefined : blockerOn(there, otherSides, from === to, found);
  return {
    ...told,
    causes: blame(found),
    path: way?.path ?? [],
    ...given({ blocker }),
  };
}

function blockerOn(
  asked: QueryableNetwork,
  [from, to]: readonly [Side | undefined, Side | undefined],
  isSameEnd: boolean,
  found: OpenedOrClosed,
): Verdict["blocker"] {
  if (from === undefined || to === undefined) return undefined;
  const [wanted] = familiesOf(found);
  const pairs = pairsOf(from, to, isSameEnd);
  const pair =
    pairs.find(([source, target]) => (familyOf(source) ?? familyOf(target)) === wanted) ?? pairs[0];
  return pair === undefined ? undefined : verdictOn(asked, pair[0], pair[1], found.traffic).blocker;
}

function verdictOn(asked: QueryableNetwork, from: Endpoint, to: Endpoint, traffic: TrafficSet): Verdict {
  return pairAnswer(asked, from, to, traffic);
}

/** What the internet gets first, then what others outside get, then the rest; each by names. */
function byWeight(a: OpenedOrClosed, b: OpenedOrClosed): number {
  const weight = ({ from, to }: OpenedOrClosed) =>
    from.isInternet ? 0 : from.isOutside ? 1 : to.isInternet ? 2 : 3;
  const text = ({ from, to }: OpenedOrClosed) => `${from.end.name} ${to.end.name}`;
  return weight(a) - weight(b) || (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0);
}
