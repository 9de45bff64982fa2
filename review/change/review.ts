import type { Unknown } from "../../terraform/values";
import type { QueryableNetwork } from "../reach/answer";
import type { PromiseFinding } from "../reach/promises";
import type { Disruption } from "./disruption/context";
import type { NatCost } from "./nat-cost";
import type { ReachDelta } from "./reach/reach-change";
import type { Change, Counts } from "./versions/change";

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
