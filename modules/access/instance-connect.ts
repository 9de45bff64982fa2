/** EC2 Instance Connect Endpoint: ssh into private servers through AWS's own door, without a bastion. */
import { Ec2InstanceConnectEndpoint } from "@cdktf/provider-aws/lib/ec2-instance-connect-endpoint";
import { Construct } from "constructs";
import type { Zone } from "../addressing/zone";
import type { Member } from "../firewall/allow";
import { Role } from "../firewall/role";
import { nameTag } from "../machine/machine";
import type { Network } from "../network/network";

export interface InstanceConnectProps {
  readonly network: Network;
  /** The zone whose private subnet it stands in; it reaches the whole VPC. One a VPC is AWS's default limit. */
  readonly zone: Zone;
}

/** Who may use it is decided by IAM (`ec2-instance-connect:OpenTunnel`); where it leads, by `allow(endpoint, server, ssh)`. */
export class InstanceConnect extends Construct implements Member {
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
