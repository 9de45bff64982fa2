/** What is looked at to tell what a change does meanwhile. */

import type { SourceLines } from "../../../terraform/source-lines";
import type { Resource } from "../../../terraform/values";
import type { NetworkModel } from "../../model/network";
import type { Disruption } from "../review";
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
export type Loss = Pick<Disruption, "loses" | "text">;
