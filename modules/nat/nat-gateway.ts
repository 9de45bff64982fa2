/** The managed NAT gateway with its Elastic IP. */
import type { Eip } from "@cdktf/provider-aws/lib/eip";
import { NatGateway as AwsNatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import type { Route } from "@cdktf/provider-aws/lib/route";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { nameTag } from "../machine/machine";
import { hideFromAddresses } from "../terraform/address";
import { defaultRoutes, type NatSite } from "./served";

export interface NatGatewayProps {
  readonly site: NatSite;
  readonly address: Eip;
  /** Must be done before the address can be taken: see `nat-address.ts`. */
  readonly released: TerraformResource;
}

export class NatGateway extends Construct {
  readonly routes: readonly Route[];

  constructor(scope: Construct, { site, address, released }: NatGatewayProps) {
    super(scope, "gateway");
    hideFromAddresses(this);
    const gateway = new AwsNatGateway(this, "nat_gateway", {
      allocationId: address.id,
      subnetId: site.subnetId,
      tags: nameTag(this, "", scope.node.id),
      dependsOn: [site.internetGateway, released],
    });
    this.routes = defaultRoutes(site, { natGatewayId: gateway.id });
  }
}
