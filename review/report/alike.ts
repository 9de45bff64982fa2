/** Changes of reach that are alike, told as one: machines of two zones differ in their subnets, seldom in their reach. */
import { formatAddresses } from "../../net/address-set";
import type { ReachChange, ReachEnd } from "../delta/review";
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
  const byTarget = [...groups(changes, (change) => `${what(change)} ${change.to.name}`).values()];
  const sources = (alike: readonly ReachChange[]): string => alike.map(({ from }) => from.name).join("\n");
  const merged = groups(byTarget, (alike) => alike.map(what).slice(0, 1).concat(sources(alike)).join("\n"));
  return [...merged.values()].flatMap((targets) => {
    const [first] = targets.flat();
    if (first === undefined) return [];
    const from = named((targets[0] ?? []).map((each) => each.from));
    const to = named(targets.flatMap(([each]) => (each === undefined ? [] : [each.to])));
    return [{ change: { ...first, from, to }, count: targets.flat().length }];
  });
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

function named(ends: readonly ReachEnd[]): ReachEnd {
  const [first] = ends;
  if (first === undefined) throw new RangeError("no end to name");
  const names = ends.map(({ name }) => name);
  const more = names.length - MOST_NAMES;
  const name = `${names.slice(0, MOST_NAMES).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return { ...first, name, members: ends.flatMap(({ members }) => members) };
}

function groups<T>(all: readonly T[], key: (each: T) => string): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const each of all) {
    const known = found.get(key(each));
    if (known === undefined) found.set(key(each), [each]);
    else known.push(each);
  }
  return found;
}
