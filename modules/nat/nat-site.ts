/** What a NAT serves and what it stands on: the values that pass between the network and its NATs. */
import { Route } from "@cdktf/provider-aws/lib/route";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";

/** A private subnet whose packets for the internet come to this NAT. */
export interface ServedSubnet {
  /** `private_a` */
  readonly name: string;
  readonly cidr: string;
  /** The construct that owns the subnet's route table; its default route is made here. */
  readonly table: Construct;
  readonly routeTableId: string;
}

/** Where a NAT stands, and whom it serves. */
export interface NatSite {
  readonly vpcId: string;
  /** The public subnet it stands in. */
  readonly subnetId: string;
  /** A public address works, and can be deleted again, only while the internet gateway is attached. */
  readonly internetGateway: ITerraformDependable;
  readonly serves: readonly ServedSubnet[];
}

/** What a default route points to. */
export type NatTarget = { readonly natGatewayId: string } | { readonly networkInterfaceId: string };

/** The served subnets' default routes. Their addresses do not depend on the kind of NAT, so switching it changes them in place. */
export function defaultRoutes({ serves }: NatSite, target: NatTarget): readonly Route[] {
  return serves.map(
    ({ table, routeTableId }) =>
      new Route(table, "internet", { routeTableId, destinationCidrBlock: "0.0.0.0/0", ...target }),
  );
}
