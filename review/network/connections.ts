/** What joins VPCs: peering connections, transit gateways with their attachments and route tables. */
import type { AddressSet } from "../../net/address-set";
import type { Unknown } from "../../terraform/values";
import type { Key, Thing } from "./network";
import type { UncertainRoute } from "./routes";

export interface PeeringConnection extends Thing {
  readonly vpcs: readonly [Key | undefined, Key | undefined];
  readonly active: boolean;
  readonly sameRegion: boolean;
}

export interface TransitGatewayAttachment extends Thing {
  readonly transit: Key;
  readonly vpc: Key;
  readonly subnets: readonly Key[];
  /** The transit gateway's route table that decides for packets from this attachment. */
  readonly table?: Key;
  readonly tableUnknown?: Unknown;
  /** Rules can name groups of other VPCs beyond it, where those carry them too. */
  readonly carriesGroups: boolean;
}

/** Two transit gateways that are peered: packets go from the one's table to the other's. */
export interface TransitGatewayPeering extends Thing {
  readonly state: "accepted" | "pending" | Unknown;
  /** Those that are in the input. */
  readonly sides: readonly TransitGatewaySide[];
}

export interface TransitGatewaySide {
  readonly transit: Key;
  /** That decides for packets from the other side. */
  readonly table?: Key;
  readonly tableUnknown?: Unknown;
}

export interface TransitGatewayRoute {
  readonly destinations: AddressSet;
  readonly prefix: number;
  readonly propagated: boolean;
  readonly target:
    | { readonly kind: "vpc" | "peering"; readonly key: Key }
    | { readonly kind: "blackhole" }
    | { readonly kind: "unsupported"; readonly what: string };
}

export interface TransitGatewayRouteTable extends Thing {
  readonly transit?: Key;
  readonly routes: readonly TransitGatewayRoute[];
  readonly uncertain: readonly UncertainRoute[];
}
