/** What a review says, as plain data: every format of the report is made of this and of nothing else. */
import type { AddressSet } from "../../net/address-set";
import type { TrafficSet } from "../../net/traffic-set";
import type { Unknown } from "../../terraform/values";
import type { QueryableNetwork } from "../reach/answer";
import type { Blocker, Hop } from "../reach/packets/packet";
import type { PromiseFinding } from "../reach/promises";

/** What a change does to one or several networks. */
export interface Review {
  /** `plan`: Terraform says what it will do; `synth`: two configurations compared, without credentials. */
  readonly source: "plan" | "synth";
  /** Those that must be read first come first; equal ones in the order of their names. */
  readonly networks: readonly NetworkReview[];
}

export interface NetworkReview {
  /** The stack's, or the plan file's. */
  readonly name: string;
  /** The network as it is, ready to be asked (`matrixOf`, `answer`); undefined where it is new. */
  readonly before?: QueryableNetwork;
  /** The network as it will be; undefined where it is taken down. */
  readonly after?: QueryableNetwork;
  readonly reach: ReachDelta;
  /** The worst first. */
  readonly disruptions: readonly Disruption[];
  /** The promises of the network as it will be. */
  readonly promises: readonly ReviewedPromise[];
  /** Promises that were made and are not any more, about what is still there: whether they would hold all the same. */
  readonly takenBack: readonly PromiseFinding[];
  /** Everything that is created, changed, replaced or destroyed, in the order of addresses. */
  readonly changes: readonly Change[];
  /** What somebody changed behind Terraform's back. */
  readonly drift: readonly Change[];
  readonly counts: Counts;
  /** Attributes that would have to be known to tell everything about reachability, and were no question before. */
  readonly unknowns: readonly Unknown[];
  /** Resource types of the change that the checker does not model, with how many of each. */
  readonly unsupported: readonly { readonly type: string; readonly count: number }[];
  /** Mistakes that do not stop the answer, e.g. inline rules mixed with standalone ones. */
  readonly warnings: readonly string[];
  /** What the ways out cost; undefined where no price is known for the region. */
  readonly cost?: NatCost;
  /** The Terraform file or folder it was read from, relative to where the review ran. */
  readonly place: string;
}

export interface ReviewedPromise extends PromiseFinding {
  /** Where the TypeScript makes it. */
  readonly line?: string;
}

/** Exposure to the internet first, then by names. */
export interface ReachDelta {
  readonly opened: readonly ReachChange[];
  readonly closed: readonly ReachChange[];
  /** Pairs of which cannot be told whether something opens; and the internet with each end of which nothing can. */
  readonly unknown: readonly UnknownReach[];
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

/** Machines that are alike before and after, an outside block, or the internet. */
export interface ReachEnd {
  readonly name: string;
  /** The names of its machines; of what lies outside, its own name. */
  readonly members: readonly string[];
  readonly state: "kept" | "new" | "gone";
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

export interface Cause {
  /** Terraform address of the resource that was changed. */
  readonly address: string;
  readonly action: Action;
  /** What it says in the network: `web admits tcp/22 from 0.0.0.0/0`. */
  readonly text: string;
  /** Where the TypeScript made it: `stacks/two-tier.ts:44:16`. */
  readonly line?: string;
}

export type Action = "create" | "update" | "replace" | "destroy" | "forget" | "import" | "move";

/** One resource that is not left as it is. */
export interface Change {
  readonly address: string;
  readonly type: string;
  readonly action: Action;
  /** Its address before, where it is moved. */
  readonly previousAddress?: string;
  /** Names of the top-level attributes that change; never their values. Empty for create and destroy. */
  readonly attributes: readonly string[];
  /** Of those, the ones not known until apply. */
  readonly unknown: readonly string[];
  /** Attributes that force a replacement. */
  readonly forcedBy: readonly string[];
  /** Only tags or computed attributes change. */
  readonly noise: boolean;
  readonly line?: string;
}

export type Counts = Readonly<Record<Action, number>>;

/** A change that breaks traffic, or loses an address or data. */
export interface Disruption {
  readonly address: string;
  readonly action: "replace" | "destroy" | "update";
  /** What is lost: `data` is worse than an `address`, that worse than `traffic` for a while. */
  readonly loses: "data" | "address" | "traffic";
  /** What it means, one sentence: `private_c has no way out until the new NAT instance is up`. */
  readonly text: string;
  readonly line?: string;
}

/** What the ways out of private subnets cost a month, before and after, in US dollars. */
export interface NatCost {
  readonly region: string;
  /** The day the prices were read. */
  readonly date: string;
  readonly source: string;
  readonly before: number;
  readonly after: number;
  /** One line a NAT of the network as it will be. */
  readonly lines: readonly {
    readonly name: string;
    readonly kind: "gateway" | "instance";
    readonly month: number;
    /** What the other kind would cost in its place. */
    readonly otherwise: number;
    readonly note: string;
  }[];
}
