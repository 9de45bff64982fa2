/** What a user says about addresses: the VPC's block, its zones, its tiers, and blocks that are set by hand. */
import type { Cidr } from "../../net/cidr";
import type { Zone } from "./zone";

/**
 * Who a tier's subnets talk to: `public` through the internet gateway, `private` through the zone's NAT,
 * `isolated` with nobody outside the VPC.
 */
export type TierKind = "public" | "private" | "isolated";

/** A row of subnets, one a zone. `public` (slot 0) and `private` (slot 1) always exist. */
export interface Tier {
  /** Lower case; becomes part of Terraform addresses: `data` gives `aws_subnet.data_a`. */
  readonly name: string;
  readonly kind: TierKind;
  /** The tier's fixed place in the address plan, 0 to 3: 2 and 3 are the spares. */
  readonly slot: number;
}

/** What a tier may be called. */
export const TIER_NAME = /^[a-z][a-z0-9]*$/;

export const PUBLIC: Tier = { name: "public", kind: "public", slot: 0 };
export const PRIVATE: Tier = { name: "private", kind: "private", slot: 1 };

/** Tiers have 4 slots and zones 8, so an automatic subnet is 5 bits smaller than the VPC: /21 in a /16. */
export const TIER_SLOTS = 4;
export const ZONE_SLOTS = 8;
export const SLOT_BITS = 5;

export interface AddressConfig {
  /** The VPC's IPv4 block, /16 to /28. */
  readonly cidr: string;
  /** Zone letters, e.g. `["a", "c"]`. */
  readonly zones: readonly Zone[];
  readonly region: string;
  /** Tiers besides `public` and `private`. @default none */
  readonly tiers?: readonly Tier[];
  /**
   * Blocks set by hand, by tier and zone: `{ public: { a: "10.0.1.0/24" } }`.
   * @default every subnet takes its slot's block
   */
  readonly subnets?: Readonly<Record<string, Readonly<Partial<Record<Zone, string>>>>>;
}

export interface PlannedSubnet {
  /** `public_a`: the tier's name and the zone's letter. */
  readonly name: string;
  readonly tier: Tier;
  readonly zone: Zone;
  readonly cidr: Cidr;
}

export interface AddressPlan {
  readonly cidr: Cidr;
  /** By tier slot, then by zone letter. */
  readonly subnets: readonly PlannedSubnet[];
}
