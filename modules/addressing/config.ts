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

/** The tier behind the internet gateway. */
export const PUBLIC: Tier = { name: "public", kind: "public", slot: 0 };
/** The tier behind the NATs. */
export const PRIVATE: Tier = { name: "private", kind: "private", slot: 1 };

/** How many tiers a network can have, spares included. */
export const TIER_SLOTS = 4;
/** How many zones a tier can have, spares included. */
export const ZONE_SLOTS = 8;
/** 4 tiers × 8 zones: an automatic subnet is 5 bits smaller than the VPC, /21 in a /16. */
export const SLOT_BITS = 5;

/**
 * What a user says about the addresses of a network. An automatic subnet needs a VPC of /23 or larger.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
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

/** A subnet with its block. */
export interface PlannedSubnet {
  /** `public_a`: the tier's name and the zone's letter. */
  readonly name: string;
  /** The row that it is of. */
  readonly tier: Tier;
  /** Its column. */
  readonly zone: Zone;
  /** Inside the block of the VPC. */
  readonly cidr: Cidr;
}

/** Which subnet gets which block of a VPC. */
export interface AddressPlan {
  /** The block of the VPC. */
  readonly cidr: Cidr;
  /** By tier slot, then by zone letter. */
  readonly subnets: readonly PlannedSubnet[];
}
