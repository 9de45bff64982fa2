/** What a drawing shows, before anything has a place on paper: columns of zones, rows of subnets, boxes and links. */
import type { InterfaceKind } from "../../../../aws/types/interface-kinds";
import type { Key } from "../../../network/network";

/** A zone of a VPC; drawn from left to right. */
export interface Column {
  readonly vpc: Key;
  /** Undefined: subnets whose zone the input does not tell. */
  readonly zone?: string;
}

/** `public`: a way to the internet gateway; `private`: another way out; `isolated`: none. */
export type DrawnTier = "public" | "private" | "isolated";

/** A subnet. Subnets of one row stand side by side. */
export interface Cell {
  readonly subnet: Key;
  readonly name: string;
  readonly cidr: string;
  readonly tier: DrawnTier;
  readonly column: number;
  readonly row: number;
}

/** A machine, or several that are alike in the same subnet; a balancer or database spans its subnets. */
export interface Box {
  /** Unique in a picture: the first key. */
  readonly id: Key;
  readonly keys: readonly Key[];
  /** What its machines are called, in the order of the keys. */
  readonly names: readonly string[];
  readonly title: string;
  readonly notes: readonly string[];
  readonly kind: InterfaceKind;
  /** Packets of others leave through it with its address. */
  readonly isNat: boolean;
  /** First and last column. */
  readonly columns: readonly [number, number];
  readonly row: number;
  /** Several machines. */
  readonly stacked: boolean;
}

/** Who may begin it: somebody on the internet, a named block of addresses, or machines; `out` leaves through a NAT. */
export type LinkKind = "internet" | "named" | "inside" | "out";

export type LinkState = "same" | "opened" | "closed";

/** One line of a drawing. An end that is no box lies outside, and is told by its name. */
export interface Link {
  readonly from: LinkEnd;
  readonly to: LinkEnd;
  readonly kind: LinkKind;
  /** What is open: `tcp/80`. */
  readonly label: string;
  readonly bothWays: boolean;
  readonly state: LinkState;
}

export type LinkEnd =
  | { readonly kind: "box"; readonly box: Key }
  | { readonly kind: "outside"; readonly name: string };

export interface Picture {
  readonly columns: readonly Column[];
  readonly rows: number;
  readonly cells: readonly Cell[];
  readonly boxes: readonly Box[];
  readonly links: readonly Link[];
  /** By key of the VPC: its name, blocks, and whether an internet gateway is attached. */
  readonly vpcs: readonly Frame[];
  /** What is in the network and nobody knows what it reaches, said above everything else; empty where there is none. */
  readonly untold: readonly string[];
  /** What there was no room for, one sentence each. */
  readonly leftOut: readonly string[];
}

export interface Frame {
  readonly vpc: Key;
  readonly name: string;
  readonly cidr: string;
  readonly gateway: boolean;
}

export function sameEnd(a: LinkEnd, b: LinkEnd): boolean {
  if (a.kind === "box") return b.kind === "box" && a.box === b.box;
  return b.kind === "outside" && a.name === b.name;
}
