/**
 * The answer to a question, as data: what gets through, the first blocker on the way, and what else would stop the packets.
 * How it is told is the report's business.
 */
import { type AddressSet, countOf } from "../../net/address-set";
import { union } from "../../net/interval-set";
import { isEverybody } from "../../net/own-addresses";
import { missing, type PacketSet } from "../../net/packet-set";
import type { TrafficSet } from "../../net/traffic-set";
import type { Unknown } from "../../terraform/values";
import type { Outcome } from "./outcome";
import type { Blocker, Hop, QueryContext } from "./packets/flow";
import type { Drop } from "./packets/traversal";

export interface Question {
  /** A name, a Terraform address, an IP address, a CIDR block, `internet`, `admin` or `var.NAME`. */
  readonly from: string;
  readonly to: string;
  readonly traffic: TrafficSet;
  /** Ask leg by leg, through this machine or balancer. */
  readonly via?: string;
}

/** A part that differs from the verdict. */
export interface OpenPart {
  readonly traffic: TrafficSet;
  /** Empty where both sides are single machines. */
  readonly addresses: AddressSet;
}

export interface Verdict {
  readonly from: string;
  readonly to: string;
  readonly traffic: TrafficSet;
  readonly verdict: "reachable" | "blocked" | "unknown";
  /** Every part of the question has this verdict. */
  readonly whole: boolean;
  /** More than `open` may get through, once what is unknown is known. */
  readonly perhapsMore: boolean;
  /** What gets through, where that is not all or nothing. */
  readonly open: readonly OpenPart[];
  readonly path: readonly Hop[];
  /** The first on the way. */
  readonly blocker?: Blocker;
  /** What would stop the packets further on. */
  readonly others: readonly Blocker[];
  /** What would have to be known. */
  readonly unknowns: readonly Unknown[];
  /** What the answer does not cover, or holds for a part only. */
  readonly notes: readonly string[];
  /** One verdict for each pair, when a name stands for several machines. */
  readonly members: readonly Verdict[];
}

/** A verdict without its question. */
export type Body = Omit<Verdict, "from" | "to" | "traffic">;

const BARE: ReturnType<typeof explain> = { path: [], others: [], unknowns: [] };

export const NOBODY: Body = {
  verdict: "blocked",
  whole: true,
  perhapsMore: false,
  open: [],
  path: [],
  blocker: {
    code: "UNASSOCIATED_COMPONENT",
    at: "address",
    keys: [],
    text: "the two have no address of the same family, or no such traffic",
  },
  others: [],
  unknowns: [],
  notes: [],
  members: [],
};

export function verdictOf(
  outcome: Outcome | undefined,
  isGeneric: boolean,
  detail: QueryContext["detail"],
): Body {
  if (outcome === undefined) return NOBODY;
  const { asked, sure, possible, arrivals } = outcome;
  const open = isGeneric ? sure.filter(({ addresses }) => isSubstantial(addresses, asked.addresses)) : sure;
  const perhaps = isGeneric
    ? possible.filter(({ addresses }) => isSubstantial(addresses, asked.addresses))
    : possible;
  const [arrival] = arrivals;
  const whole = missing(sure, asked).length === 0 && outcome.inPart !== true;
  const stopped = detail === "bare" ? BARE : explain(outcome);
  const perhapsMore = sure !== possible && possible.some((box) => missing(sure, box).length > 0);
  if (open.length > 0) {
    const path = arrival?.flow.hops ?? [];
    const notes = [...new Set(arrivals.flatMap(({ flow }) => flow.notes))];
    return {
      verdict: "reachable",
      whole: whole && notes.length === 0,
      perhapsMore,
      open: whole || outcome.inPart === true ? [] : partsOf(sure),
      path,
      others: [],
      unknowns: whole ? [] : stopped.unknowns,
      notes,
      members: [],
    };
  }
  const verdict = perhaps.length > 0 ? "unknown" : "blocked";
  return {
    ...stopped,
    verdict,
    whole: sure.length === 0 && possible.length === 0,
    perhapsMore,
    open: partsOf(sure),
    notes: [],
    members: [],
  };
}

/** Somebody's own block is not the internet: what its addresses may do, "any address" may not. */
export function isSubstantial(addresses: AddressSet, asked: AddressSet): boolean {
  return isEverybody(addresses) || countOf(addresses) === countOf(asked);
}

function partsOf(set: PacketSet): readonly OpenPart[] {
  return set.map(({ traffic, addresses }) => ({
    traffic,
    addresses: addresses.length === 1 && addresses[0]?.from === 0n && addresses[0].to === 0n ? [] : addresses,
  }));
}

function explain({ drops }: Outcome): {
  path: readonly Hop[];
  blocker?: Blocker;
  others: readonly Blocker[];
  unknowns: readonly Unknown[];
} {
  const [first, ...more] = [...drops].sort((a, b) => sizeOf(b) - sizeOf(a));
  if (first === undefined) return { path: [], others: [], unknowns: [] };
  const seen = new Set([keyOf(first.blocker)]);
  const others = more
    .map(({ blocker }) => blocker)
    .filter((blocker) => !seen.has(keyOf(blocker)) && seen.add(keyOf(blocker)) !== undefined);
  const unknowns = uniqueUnknowns(drops);
  return { path: first.flow.hops, blocker: first.blocker, others, unknowns };
}

/** What is stopped for real comes before what is only followed; else the order of the way. */
function sizeOf({ flow }: Drop): number {
  return flow.dead ? 0 : 1;
}

function keyOf({ code, at, text }: Blocker): string {
  return `${code} ${at} ${text}`;
}

function uniqueUnknowns(drops: readonly Drop[]): readonly Unknown[] {
  const found = new Map<string, Unknown>();
  for (const { blocker } of drops)
    for (const unknown of blocker.unknowns ?? []) found.set(unknown.attribute, unknown);
  return [...found.values()];
}

/** The traffic that surely gets through, for tables; from and to the internet, what any address may send or get. */
export function openTraffic({ verdict, whole, open, traffic }: Verdict, internet?: AddressSet): TrafficSet {
  if (verdict !== "reachable") return [];
  if (whole || open.length === 0) return traffic;
  const parts =
    internet === undefined ? open : open.filter(({ addresses }) => isSubstantial(addresses, internet));
  return union(...parts.map((part) => part.traffic));
}
