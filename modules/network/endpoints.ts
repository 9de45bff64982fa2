/** Ways to AWS's own services that do not lead through the internet. */
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import { formatCidr } from "../../net/cidr";
import { https } from "../../net/traffic";
import type { AddressPlan } from "../addressing/config";
import { allow } from "../firewall/allow";
import { cidr } from "../firewall/peer";
import { Role } from "../firewall/role";
import { BaseStack } from "../terraform/base-stack";
import { nameTag } from "../terraform/name-tag";
import type { Subnet } from "./subnet";

/**
 * AWS's services that a network can have a way to: `s3` by a gateway endpoint, `ssm` (Session Manager) by three
 * interface endpoints.
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/what-is-privatelink.html
 */
export type EndpointService = "s3" | "ssm";

interface Site extends Construct {
  readonly vpcId: string;
  readonly plan: AddressPlan;
}

/** Adds the endpoints, each service once however often it is named. */
export function addEndpoints(
  network: Site,
  services: readonly EndpointService[],
  subnets: readonly Subnet[],
): void {
  for (const service of new Set(services)) {
    switch (service) {
      case "s3":
        addS3(network, subnets);
        break;
      case "ssm":
        addSsm(network, subnets);
        break;
    }
  }
}

/** A route to S3 in every table: free, and more specific than the default route. */
function addS3(network: Site, subnets: readonly Subnet[]): void {
  const { region } = BaseStack.of(network);
  new VpcEndpoint(network, "s3", {
    vpcId: network.vpcId,
    serviceName: `com.amazonaws.${region}.s3`,
    vpcEndpointType: "Gateway",
    routeTableIds: [...new Set(subnets.map(({ routeTableId }) => routeTableId))],
    tags: nameTag(network, "vpce", "s3"),
  });
}

/** The three services behind Session Manager. @see https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html */
const SSM_SERVICES = ["ssm", "ssmmessages", "ec2messages"] as const;

function addSsm(network: Site, subnets: readonly Subnet[]): void {
  const { region } = BaseStack.of(network);
  const group = new Construct(network, "endpoint");
  const role = new Role(group, "role", { network, egress: "declared" });
  allow(cidr(formatCidr(network.plan.cidr), "vpc"), role, https);
  for (const service of SSM_SERVICES) {
    new VpcEndpoint(group, service, {
      vpcId: network.vpcId,
      serviceName: `com.amazonaws.${region}.${service}`,
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: firstOfEachZone(subnets).map(({ subnetId }) => subnetId),
      securityGroupIds: [role.groupId],
      tags: nameTag(network, "vpce", service),
    });
  }
}

/** An interface endpoint takes one subnet a zone; private ones first. */
function firstOfEachZone(subnets: readonly Subnet[]): readonly Subnet[] {
  const preferred = subnets.toSorted(
    (a, b) => Number(b.name.startsWith("private_")) - Number(a.name.startsWith("private_")),
  );
  const byZone = new Map(preferred.toReversed().map((subnet) => [subnet.zone, subnet]));
  return [...byZone.values()].toSorted((a, b) => (a.zone < b.zone ? -1 : 1));
}
