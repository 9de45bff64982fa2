/** Changes of reach that are alike, told as one: machines of two zones differ in their subnets, seldom in their reach. */
import { formatAddresses } from "../../../net/address-set";
import { byKey } from "../../../net/group-by";
import type { ReachChange, ReachEnd } from "../../change/reach/reach-change";
import { causeLine, trafficText, wayText } from "./headline";

export interface Told {
  /** The first of them, with the names of all. */
  readonly change: ReachChange;
  /** How many pairs it stands for. */
  readonly count: number;
}

const MOST_NAMES = 4;

/** In the order of the first of each; every pair is in exactly one of them. */
export function toldTogether(changes: readonly ReachChange[]): readonly Told[] {
  const rows = changes.map((change) => ({ change, said: what(change) }));
  const toEach = groups(rows, ({ change, said }) => [said, change.to.name]);
  const toAll = groups(toEach, (row) => [row[0]?.said ?? "", ...row.map(({ change }) => change.from.name)]);
  return toAll.map((group) => told(group.flat().map(({ change }) => change)));
}

function told(alike: readonly ReachChange[]): Told {
  const [first] = alike;
  if (first === undefined) throw new RangeError("nothing to tell");
  const from = named(alike.map((each) => each.from));
  return { change: { ...first, from, to: named(alike.map((each) => each.to)) }, count: alike.length };
}

/** All that is said of a change, but who it is about; of what closed also what stops it. */
function what(change: ReachChange): string {
  const { kind, traffic, addresses = [], over, exposes, causes, from, to } = change;
  return JSON.stringify([
    kind,
    trafficText(traffic),
    formatAddresses(addresses, 100),
    over,
    exposes,
    causes.map(causeLine),
    [from.state, to.state],
    kind === "closed" ? wayText(change) : "",
  ]);
}

/** Several ends as one, each named once. */
function named(ends: readonly ReachEnd[]): ReachEnd {
  const distinct = [...new Map(ends.map((end) => [end.name, end])).values()];
  const names = distinct.slice(0, MOST_NAMES).map(({ name }) => name);
  const more = distinct.length - names.length;
  return {
    name: `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
    members: distinct.flatMap(({ members }) => members),
    state: distinct[0]?.state ?? "kept",
  };
}

/** Those with the same words together. */
function groups<T>(all: readonly T[], words: (each: T) => readonly string[]): readonly (readonly T[])[] {
  return [...byKey(all.map((each) => [JSON.stringify(words(each)), each] as const)).values()];
}
