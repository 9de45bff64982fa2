/** EC2 Instance Connect Endpoint: ssh into private servers through AWS's own door, without a bastion. */
import { Ec2InstanceConnectEndpoint } from "@cdktf/provider-aws/lib/ec2-instance-connect-endpoint";
import { Construct } from "constructs";
import type { Zone } from "../addressing/zone";
import type { Member } from "../firewall/allow";
import { Role } from "../firewall/role";
import type { Network } from "../network/network";
import { nameTag } from "../terraform/name-tag";

/** What an Instance Connect Endpoint is made of. */
export interface InstanceConnectProps {
  /** The network whose private servers it leads to. */
  readonly network: Network;
  /** The zone whose private subnet it stands in; it reaches the whole VPC. One a VPC is AWS's default limit. */
  readonly zone: Zone;
}

/**
 * EC2 Instance Connect Endpoint: ssh into private servers through AWS's own door, without a bastion. Who may use it
 * is decided by IAM (`ec2-instance-connect:OpenTunnel`); where it leads, by `allow`.
 * @example
 * const endpoint = new InstanceConnect(this, "endpoint", { network, zone: "a" });
 * allow(endpoint, web, ssh);
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-with-ec2-instance-connect-endpoint.html
 */
export class InstanceConnect extends Construct implements Member {
  /** Sends only where `allow` says; nobody sends to it. */
  readonly group: Role;

  constructor(scope: Construct, id: string, { network, zone }: InstanceConnectProps) {
    super(scope, id);
    this.group = new Role(this, "role", { network, egress: "declared" });
    new Ec2InstanceConnectEndpoint(this, "ec2_instance_connect_endpoint", {
      subnetId: network.subnet("private", zone, this).subnetId,
      securityGroupIds: [this.group.groupId],
      preserveClientIp: false,
      tags: nameTag(this, "", id),
    });
  }
}
