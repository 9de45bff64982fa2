/** The shape of what the project knows of a resource type; the rows are in `types/`, one file a family. */
import type { InterfaceKind } from "./interface-kinds";

/**
 * What becomes of its packets in the checker. `followed`: it is modelled; `not modelled`: it carries packets, and nobody
 * knows which; `where placed`: it carries some if an attribute names a subnet or a group; `none`: it carries none.
 */
export type PacketsOf = "followed" | "not modelled" | "where placed" | "none";

/** What goes with a resource that is destroyed or made anew; data is worse than an address, that worse than traffic. */
export type Loss = "data" | "address" | "traffic" | "nothing";

/** What a resource states about packets: the nearer to a rule, the better it explains what a change of it did. */
export type Telling =
  | "rule"
  | "route"
  | "route table"
  | "filter"
  | "load balancer"
  | "gateway"
  | "machine"
  | "nothing";

export interface ResourceType {
  /** What AWS calls it. */
  readonly title: string;
  readonly packets: PacketsOf;
  /** What of it the checker follows, in a few words; of what carries no packets, what it is there for. */
  readonly modelled: string;
  /** What it does in AWS and the checker does not follow; empty where that is nothing. */
  readonly notModelled: string;
  /** The attributes that the checker reads; no others are. */
  readonly reads: readonly string[];
  /** Attributes that the provider cannot change in place: it destroys the resource and makes another. */
  readonly fixed: readonly string[];
  readonly loses: Loss;
  readonly telling: Telling;
  /** The end of packets that it is. */
  readonly endpoint?: InterfaceKind;
  /** Attributes in which the refreshed state repeats what resources of their own say. */
  readonly repeats?: readonly string[];
  /** Attributes that hold a further id by which others name it, e.g. the interface of a NAT gateway. */
  readonly furtherIds?: readonly string[];
  /** Its `id` is another resource's. */
  readonly borrowsId?: true;
  /** Names that can stand once in an account and region. */
  readonly uniqueNames?: readonly string[];
  /** The longest text that AWS takes, by attribute, in characters. */
  readonly longest?: Readonly<Record<string, number>>;
}

/** Attribute names, as one reads them: separated by spaces. */
export function words(text: string): readonly string[] {
  return text === "" ? [] : text.split(" ");
}
