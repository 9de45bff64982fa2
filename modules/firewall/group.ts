/** What a machine's interface can be a member of, as rules refer to it. */
import type { Construct } from "constructs";

/** A security group as a rule names it. */
export interface GroupReference {
  /** A role of one's own, or the VPC's default group. */
  readonly kind: "role" | "default";
  /** The security group's id, known after apply. */
  readonly groupId: string;
  /** The readable name that rules use, e.g. `web`. */
  readonly name: string;
}

/** The VPC's default group, where it is in use: members reach each other on every port, and go out anywhere. */
export interface DefaultGroup extends GroupReference {
  readonly kind: "default";
  /** The network that it is of. */
  readonly network: Construct;
}
