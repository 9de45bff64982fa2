/** The answer to a question, as data; how it is told is the report's business. */
import type { AddressSet } from "../../net/address-set";
import type { TrafficSet } from "../../net/traffic-set";
import type { Unknown } from "../../terraform/values";
import type { Blocker, Hop } from "./packets/flow";

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
