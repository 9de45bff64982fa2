/** What is looked at to tell what a change does meanwhile. */
import type { Network } from "../model/network";
import type { Resource } from "../read/resource";
import type { SourceLines } from "../read/source-lines";
import type { RawChange } from "./comparison";
import type { Hurt } from "./review";

/** Both versions of the network, and what changes between them. */
export interface Scene {
  readonly before: Network;
  readonly after?: Network;
  /** Of the network before, by address, without anything sensitive. */
  readonly resources: ReadonlyMap<string, Resource>;
  readonly changes: readonly RawChange[];
  /** Addresses that are destroyed or made anew. */
  readonly going: ReadonlySet<string>;
  readonly lines: SourceLines;
}

/** What a change of one resource does; undefined where nobody notices. */
export type Loss = Pick<Hurt, "loses" | "text">;
