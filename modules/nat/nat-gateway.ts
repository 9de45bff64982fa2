/** The managed NAT gateway with its Elastic IP. */
import type { Eip } from "@cdktf/provider-aws/lib/eip";
import { NatGateway as AwsNatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import type { Route } from "@cdktf/provider-aws/lib/route";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { hideFromAddresses } from "../terraform/address";
import { nameTag } from "../terraform/name-tag";
import { defaultRoutes, type NatSite } from "./nat-site";

/** What a NAT gateway is made of. */
export interface NatGatewayProps {
  /** Where it stands, and whom it serves. */
  readonly site: NatSite;
  /** The Elastic IP that the internet sees. */
  readonly address: Eip;
  /** Must be done before the address can be taken: see `nat-address.ts`. */
  readonly released: TerraformResource;
}

/**
 * The managed NAT gateway with its Elastic IP. A network makes it, where its `nat` says so.
 * @example new Network(this, "network", { cidr: "10.0.0.0/16", zones: ["a"], nat: { a: { kind: "gateway" } } })
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
export class NatGateway extends Construct {
  /** The served subnets' default routes, in the order of the subnets. */
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
