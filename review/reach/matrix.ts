/** Who reaches whom, for all pairs at once: machines that are alike are one class, and classes are asked, not machines. */

import type { AddressSet } from "../../net/address-set";
import { given } from "../../net/given";
import { allTraffic, type TrafficSet } from "../../net/traffic-set";
import type { Key, Unplaced } from "../network/network";
import { pairAnswer, type QueryableNetwork } from "./answer";
import { type Endpoint, endpointsNamed, sends, takes } from "./endpoints/lookup";
import { classesOf, type MachineClass } from "./endpoints/machine-classes";
import { namedBlocks } from "./endpoints/outside-blocks";
import { openTraffic, type Verdict } from "./verdict";

/** One row: what this source may send to this target. */
export interface MatrixRow {
  readonly from: MatrixEnd;
  readonly to: MatrixEnd;
  /** What surely gets through; for the internet what any address may send. */
  readonly open: TrafficSet;
  /** What may get through, once more is known. */
  readonly unknown: boolean;
}

export interface MatrixEnd {
  readonly name: string;
  /** The machines of the class. */
  readonly members: readonly string[];
  /** Their keys; none for what lies outside. */
  readonly keys: readonly Key[];
}

export interface Matrix {
  readonly ends: readonly MatrixEnd[];
  /** Pairs of which something gets through, or may; all others are blocked. */
  readonly rows: readonly MatrixRow[];
  /** Ends of which not every subnet is known: nobody knows all that they reach. */
  readonly unplaced: readonly Unplaced[];
  /** What is not modelled: it is no end, and nobody knows what it reaches. */
  readonly unmodelled: readonly Unplaced[];
}

/** Every pair of classes, the internet, and the blocks that rules name. */
export function matrixOf(asked: QueryableNetwork): Matrix {
  const bare: QueryableNetwork = { ...asked, context: { ...asked.context, detail: "bare" } };
  const classes = classesOf(asked.network);
  const outside = outsideOf(asked);
  // Gateways and endpoints send nothing of their own.
  const sources = [...outside, ...classes.filter(({ representative }) => sends(representative)).map(endOf)];
  const targets = [
    ...outside.slice(0, 1),
    ...classes.filter(({ representative }) => takes(representative)).map(endOf),
  ];
  const rows: MatrixRow[] = [];
  for (const source of sources)
    for (const target of targets) {
      if (source.member.kind !== "interface" && target.member.kind !== "interface") continue;
      const verdict = pairOf(bare, source, target);
      if (verdict === undefined) continue;
      const open = openTraffic(verdict, internetOf(source) ?? internetOf(target));
      if (open.length > 0 || verdict.perhapsMore)
        rows.push({
          from: source.end,
          to: target.end,
          open,
          unknown: verdict.perhapsMore,
        });
    }
  return {
    ends: [...outside, ...classes.map(endOf)].map(({ end }) => end),
    rows,
    unplaced: asked.network.unplaced,
    unmodelled: asked.network.unmodelled,
  };
}

function internetOf({ member }: Side): AddressSet | undefined {
  return member.kind === "outside" && member.isInternet ? member.addresses : undefined;
}

interface Side {
  readonly end: MatrixEnd;
  readonly member: Endpoint;
  /** Another machine of the same class, for what members do among themselves. */
  readonly second?: Endpoint;
}

function endOf({ name, members, keys, representative, second }: MachineClass): Side {
  return {
    end: { name, members, keys },
    member: representative,
    ...given({ second }),
  };
}

/** Members of one class are asked of each other where there are two; a single machine is not asked about itself. */
function pairOf(asked: QueryableNetwork, source: Side, target: Side): Verdict | undefined {
  if (source.member !== target.member) return pairAnswer(asked, source.member, target.member, allTraffic);
  const second = target.second ?? (isSeveral(target.member) ? target.member : undefined);
  return second === undefined ? undefined : pairAnswer(asked, source.member, second, allTraffic);
}

/** Machines that one interface stands for are asked of each other. */
function isSeveral(member: Endpoint): boolean {
  return member.kind === "interface" && member.places[0]?.autoScaled === true;
}

function outsideOf(asked: QueryableNetwork): readonly Side[] {
  const blocks = namedBlocks(asked.network);
  const named = blocks.map(
    ({ name, member }): Side => ({ end: { name, members: [name], keys: [] }, member }),
  );
  const internet = endpointsNamed(asked.names, "internet").members.map(
    (member): Side => ({ end: { name: "internet", members: ["internet"], keys: [] }, member }),
  );
  return [...internet, ...named];
}
