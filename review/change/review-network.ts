/** Makes the review of one network: both versions built and asked, and everything that is to be said about the change. */

import { attributesOf } from "../../aws/resource-types";
import { given } from "../../net/given";
import { type PromiseFile, promiseKey, type ReachPromise } from "../../net/promise";
import { lineOf, lineOfAttribute, noLines, type SourceLines } from "../../terraform/source-lines";
import type { Resource } from "../../terraform/values";
import { buildNetwork } from "../model/build";
import { type QueryableNetwork, queryable } from "../reach/answer";
import { keepPromises, type PromiseFinding } from "../reach/promises";
import { causeFinder } from "./causes/causes";
import { disruptionsOf } from "./disruption/disruption";
import { instanceTypesOf, natCost } from "./nat-cost";
import type { ReachDelta } from "./reach/reach-change";
import { compare } from "./reach/reach-delta";
import type { NetworkReview, ReviewedPromise } from "./review";
import type { Action, Change, Counts } from "./versions/change";
import { type Comparison, destroys } from "./versions/comparison";

/** What lies beside the two versions of a network. */
export interface Beside {
  readonly name: string;
  readonly place: string;
  readonly promisesBefore?: PromiseFile;
  readonly promises?: PromiseFile;
  readonly lines?: SourceLines;
  readonly linesBefore?: SourceLines;
}

/** Pure. @throws {InputError} for a promise about an end point that the network does not have */
export function reviewNetwork(comparison: Comparison, beside: Beside): NetworkReview {
  const { lines: linesAfter = noLines, linesBefore = noLines, promises, promisesBefore = promises } = beside;
  // What is destroyed has a line in the version before alone.
  const lines = new Map([...linesBefore, ...linesAfter]);
  const { drift } = comparison;
  const before = askedOf(comparison.before, promisesBefore);
  const after = askedOf(comparison.after, promises);
  const changes = comparison.changes.map(({ change }) => withLine(change, lines));
  const blame = causeFinder({
    ...given({ before: comparison.before, after: comparison.after }),
    networks: {
      ...(before === undefined ? {} : { before: before.network }),
      ...(after === undefined ? {} : { after: after.network }),
    },
    declaredBefore: promisesBefore?.endpoints ?? {},
    declaredAfter: promises?.endpoints ?? {},
    changes,
    lines,
  });
  const cost = natCost(priced(before, comparison.before), priced(after, comparison.after));
  const carriers = new Set(
    [before, after].flatMap((asked) => asked?.network.unmodelled.map(({ key }) => key) ?? []),
  );
  const carries = ({ type, address }: Change) => attributesOf(type) !== undefined || carriers.has(address);
  const isQuiet = comparison.closed && !changes.some((change) => !change.noise && carries(change));
  return {
    name: beside.name,
    place: beside.place,
    ...given({ before, after }),
    reach: isQuiet
      ? { opened: [], closed: [], unknown: [] }
      : traced(compare(before, after, blame), linesAfter),
    disruptions: hurts(comparison, before, after, lines),
    promises: promisesOf(after, promises, linesAfter),
    takenBack: takenBack(after, promisesBefore, promises),
    changes,
    drift: drift.map((change) => withLine(change, lines)),
    counts: countsOf(changes),
    unknowns: newUnknowns(before, after),
    unsupported: unsupportedIn(changes),
    warnings: [...(after?.network.warnings ?? []), ...comparison.notes],
    ...given({ cost }),
  };
}

function askedOf(
  input: Comparison["before"],
  promises: PromiseFile | undefined,
): QueryableNetwork | undefined {
  return input === undefined ? undefined : queryable(buildNetwork(input), promises?.endpoints);
}

/** What could not be told before either is no news. */
function newUnknowns(
  before: QueryableNetwork | undefined,
  after: QueryableNetwork | undefined,
): NetworkReview["unknowns"] {
  const known = new Set(before?.network.unknowns.map(({ attribute }) => attribute));
  return (after?.network.unknowns ?? []).filter(({ attribute }) => !known.has(attribute));
}

function priced(asked: QueryableNetwork | undefined, input: Comparison["before"]) {
  if (asked === undefined || input === undefined) return undefined;
  return { network: asked.network, instanceTypes: instanceTypesOf(input.resources) };
}

function promisesOf(
  after: QueryableNetwork | undefined,
  promises: PromiseFile | undefined,
  lines: SourceLines,
): readonly ReviewedPromise[] {
  if (after === undefined || promises === undefined) return [];
  return keepPromises(after.network, promises).map((finding) => {
    const line = lines.get(promiseKey(finding.promise));
    return line === undefined ? finding : { ...finding, line };
  });
}

/** What is not known, with the line that made the first of it. */
function traced(reach: ReachDelta, lines: SourceLines): ReachDelta {
  const unknown = reach.unknown.map((doubt) => {
    const [line] = doubt.unknowns.flatMap(({ attribute }) => lineOfAttribute(lines, attribute) ?? []);
    return line === undefined ? doubt : { ...doubt, line };
  });
  return { ...reach, unknown };
}

/** Promises about what is still there that are not made any more, held against the network as it will be. */
function takenBack(
  after: QueryableNetwork | undefined,
  before: PromiseFile | undefined,
  now: PromiseFile | undefined,
): readonly PromiseFinding[] {
  if (after === undefined || before === undefined || before === now) return [];
  const kept = new Set(now?.promises.map(identity));
  const promises = before.promises.filter((promise) => !kept.has(identity(promise)));
  return keepPromises(after.network, { ...before, promises }).filter(
    ({ promise: { from, to }, verdict: { blocker } }) =>
      blocker?.code !== "NET_END_POINT_UNKNOWN" || ![from, to].includes(blocker.at),
  );
}

function identity({ from, to, traffic, verdict, via, at, code }: ReachPromise): string {
  return JSON.stringify([from, to, traffic, verdict, via, at, code]);
}

function withLine(change: Change, lines: SourceLines): Change {
  const line = lineOf(lines, change.address);
  return line === undefined ? change : { ...change, line };
}

function hurts(
  { changes, before: input }: Comparison,
  before: QueryableNetwork | undefined,
  after: QueryableNetwork | undefined,
  lines: SourceLines,
) {
  const hurting = changes.filter(({ change }) => !change.noise && change.action !== "create");
  if (before === undefined || hurting.length === 0) return [];
  return disruptionsOf({
    before: before.network,
    ...(after === undefined ? {} : { after: after.network }),
    resources: new Map<string, Resource>((input?.resources ?? []).map((each) => [each.address, each])),
    changes: hurting,
    going: new Set(hurting.flatMap(({ change }) => (destroys(change.action) ? [change.address] : []))),
    lines,
  });
}

function countsOf(changes: readonly Change[]): Counts {
  const counts: Record<Action, number> = {
    create: 0,
    update: 0,
    replace: 0,
    destroy: 0,
    forget: 0,
    import: 0,
    move: 0,
  };
  for (const { action } of changes) counts[action] += 1;
  return counts;
}

/** Types without packets of their own, e.g. alarms, are listed too: they are counted, not guessed. */
function unsupportedIn(changes: readonly Change[]): NetworkReview["unsupported"] {
  const counts = new Map<string, number>();
  for (const { type } of changes)
    if (attributesOf(type) === undefined) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => ({ type, count }));
}
