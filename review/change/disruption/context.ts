/** What is looked at to tell what a change does meanwhile. */

import type { Loss } from "../../../aws/types/resource-type";
import type { SourceLines } from "../../../terraform/source-lines";
import type { Resource } from "../../../terraform/values";
import type { NetworkModel } from "../../network/network-model";

import type { RawChange } from "../versions/comparison";

/** Both versions of the network, and what changes between them. */
export interface DisruptionContext {
  readonly before: NetworkModel;
  readonly after?: NetworkModel;
  /** Of the network before, by address, without anything sensitive. */
  readonly resources: ReadonlyMap<string, Resource>;
  readonly changes: readonly RawChange[];
  /** Addresses that are destroyed or made anew. */
  readonly going: ReadonlySet<string>;
  readonly lines: SourceLines;
}

/** What a change of one resource does; undefined where nobody notices. */
export type Consequence = Pick<Disruption, "loses" | "text">;

/** A change that breaks traffic, or loses an address or data. */
export interface Disruption {
  readonly address: string;
  readonly action: "replace" | "destroy" | "update";
  /** What is lost: `data` is worse than an `address`, that worse than `traffic` for a while. */
  readonly loses: Exclude<Loss, "nothing">;
  /** What it means, one sentence: `private_c has no way out until the new NAT instance is up`. */
  readonly text: string;
  readonly line?: string;
}
