/** What opens, what closes, and what cannot be told: the change of reach, as plain data. */
import type { AddressSet } from "../../../net/address-set";
import type { TrafficSet } from "../../../net/traffic-set";
import type { Unknown } from "../../../terraform/values";
import type { Blocker, Hop } from "../../reach/packets/flow";
import type { Action } from "../versions/change";
/** Machines that are alike before and after, an outside block, or the internet. */
export interface ReachEnd {
  readonly name: string;
  /** The names of its machines; of what lies outside, its own name. */
  readonly members: readonly string[];
  readonly state: "kept" | "new" | "gone";
}

export interface Cause {
  /** Terraform address of the resource that was changed. */
  readonly address: string;
  readonly action: Action;
  /** What it says in the network: `web admits tcp/22 from 0.0.0.0/0`. */
  readonly text: string;
  /** Where the TypeScript made it: `stacks/two-tier.ts:44:16`. */
  readonly line?: string;
}

/** Traffic that gets from one end to another now and did not before, or the other way round. */
export interface ReachChange {
  readonly kind: "opened" | "closed";
  readonly from: ReachEnd;
  readonly to: ReachEnd;
  readonly traffic: TrafficSet;
  /** Where not all of the outside addresses of an end are meant: these. */
  readonly addresses?: AddressSet;
  /** Where the ends speak IPv6 and it is that alone which opens or closes. */
  readonly over?: "IPv6";
  /** The sender is the internet. */
  readonly exposes: boolean;
  /** The rules, routes and resources whose change did it, the most telling first. */
  readonly causes: readonly Cause[];
  /** The way of the packets: of what opened, the new one; of what closed, the old one. */
  readonly path: readonly Hop[];
  /** What stops them on the other side of the change. */
  readonly blocker?: Blocker;
}

export interface UnknownReach {
  readonly from: ReachEnd;
  readonly to: ReachEnd;
  readonly traffic: TrafficSet;
  readonly exposes: boolean;
  readonly unknowns: readonly Unknown[];
  /** One end is not modelled: no apply will tell. */
  readonly unmodelled?: true;
  /** Where the TypeScript made what is not known. */
  readonly line?: string;
}

/** Exposure to the internet first, then by names. */
export interface ReachDelta {
  readonly opened: readonly ReachChange[];
  readonly closed: readonly ReachChange[];
  /** Pairs of which cannot be told whether something opens; and the internet with each end of which nothing can. */
  readonly unknown: readonly UnknownReach[];
}
