/** Route tables and their routes, as packets see them. */
import type { AddressSet } from "../../net/address-set";
import type { Unknown } from "../../terraform/values";
import type { Key, Thing } from "./network";

export type RouteTarget =
  | { readonly kind: "local" }
  | { readonly kind: "internet" | "egress-only"; readonly gateway: Key }
  | { readonly kind: "interface" | "peering" | "transit" | "service"; readonly key: Key }
  | { readonly kind: "blackhole"; readonly why: string }
  | { readonly kind: "unsupported"; readonly what: string }
  | { readonly kind: "unknown"; readonly unknown: Unknown };

export interface Route {
  readonly destinations: AddressSet;
  /** As written: `0.0.0.0/0`, or the prefix list. */
  readonly text: string;
  /** Longest first: the number of network bits. */
  readonly prefix: number;
  readonly propagated: boolean;
  readonly target: RouteTarget;
  /** The resource that states it. */
  readonly resource: Key;
}

export interface RouteTable extends Thing {
  readonly vpc: Key;
  /** In the order in which they win. */
  readonly routes: readonly Route[];
  readonly uncertain: readonly UncertainRoute[];
}

/** A route that a table may have: whether, or for which addresses, is not known. */
export interface UncertainRoute {
  readonly unknown: Unknown;
  /** The most that it can take. */
  readonly destinations: AddressSet;
  /** The longest that its prefix can be: it loses to longer ones. */
  readonly prefix: number;
  /** It can win over the local route, as routes to interfaces can. */
  readonly beforeLocal: boolean;
  /**
   * `service`: to an AWS service, whose address is no machine's; `inside`: as a block of the VPC that is not known;
   * `learnt`: a VPN or Direct Connect announces it, for addresses that nothing but a default route names.
   */
  readonly leads: "anywhere" | "inside" | "service" | "learnt";
  /** The gateway endpoint that it leads to, where that is known. */
  readonly service?: Key;
}
