/**
 * A NAT instance: Amazon Linux 2023 that forwards what private subnets send to the internet.
 *
 * Its network interface is a resource of its own, with the source/destination check off there and the Elastic IP on it.
 * So a replaced instance takes the same interface: the private subnets' route, the private and the public address stay,
 * and the address is there before first boot, when the packages are fetched. With the check off on the instance instead,
 * replacing it would take the interface, and with it the target of the route, away. Beside an explicit interface the
 * instance itself must say nothing of the check: the provider refuses both
 * (https://github.com/hashicorp/terraform-provider-aws/issues/34123), and with `primary_network_interface`, which
 * provider 5 does not have, it flips on every apply (issue 44768).
 *
 * What it forwards for is in its boot script, and cloud-init runs that on the first boot alone: a changed script replaces
 * the instance, the old one first, as both want the interface. In place, the provider would stop and start it for
 * nothing, and a subnet that came later would have a route to a machine that drops what it sends.
 * See https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html and
 * https://github.com/hashicorp/terraform-provider-aws/issues/23315.
 */
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Eip } from "@cdktf/provider-aws/lib/eip";
import { EipAssociation } from "@cdktf/provider-aws/lib/eip-association";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import type { Route } from "@cdktf/provider-aws/lib/route";
import { Construct } from "constructs";
import { anything } from "../../net/traffic";
import { allow } from "../firewall/allow";
import { cidr } from "../firewall/peer";
import { Role } from "../firewall/role";
import { machineConfig, SMALLEST } from "../machine/machine";
import { hideFromAddresses } from "../terraform/address";
import { BaseStack } from "../terraform/base-stack";
import { nameTag } from "../terraform/name-tag";
import { defaultRoutes, type NatSite } from "./nat-site";

/** What a NAT instance is made of. */
export interface NatInstanceProps {
  /** Where it stands, and whom it serves. */
  readonly site: NatSite;
  /** The Elastic IP that the internet sees. */
  readonly address: Eip;
  /** Its EC2 type. @default "t4g.nano" */
  readonly instanceType?: string;
}

/**
 * A NAT instance: Amazon Linux 2023 that forwards what private subnets send to the internet. A network makes it,
 * where its `nat` says so. A subnet that it is to serve too replaces it.
 * @example new Network(this, "network", { cidr: "10.0.0.0/16", zones: ["a"], nat: { a: { kind: "instance" } } })
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_NAT_Instance.html
 */
export class NatInstance extends Construct {
  /** The served subnets' default routes, in the order of the subnets. */
  readonly routes: readonly Route[];
  /** The hold on the Elastic IP. */
  readonly association: EipAssociation;

  constructor(scope: Construct, { site, address, instanceType = SMALLEST }: NatInstanceProps) {
    super(scope, "instance");
    hideFromAddresses(this);
    const name = scope.node.id;
    const card = new NetworkInterface(this, "network_interface", {
      subnetId: site.subnetId,
      description: "NAT instance: the private subnets' route to the internet",
      securityGroups: [this.role(site).groupId],
      // AWS drops packets that are not addressed to the interface unless the check is off.
      sourceDestCheck: false,
      tags: nameTag(this, "", name),
    });
    this.routes = defaultRoutes(site, { networkInterfaceId: card.id });
    this.association = new EipAssociation(this, "eip_association", {
      allocationId: address.id,
      networkInterfaceId: card.id,
      // After the routes: they change only once a gateway that they led to, and that held the address, is gone.
      dependsOn: [site.internetGateway, ...this.routes],
    });
    const instance = this.machine(site, card, instanceType);
    recoveryAlarm(this, instance);
  }

  private role(site: NatSite): Role {
    const role = new Role(this, "role", { network: site });
    for (const { cidr: block, name } of site.serves) allow(cidr(block, name), role, anything);
    return role;
  }

  private machine({ serves }: NatSite, card: NetworkInterface, instanceType: string): Instance {
    const bootScript = {
      files: ["nat/boot/nat.sh"],
      parameters: { PRIVATE_CIDRS: serves.map((subnet) => subnet.cidr).join(" ") },
    };
    return new Instance(this, "instance", {
      ...machineConfig(this, { instanceType, bootScript }),
      userDataReplaceOnChange: true,
      networkInterface: [{ deviceIndex: 0, networkInterfaceId: card.id }],
      tags: nameTag(this, "", this.node.scope?.node.id ?? "nat"),
      dependsOn: [this.association],
    });
  }
}

/** Moves the instance to other hardware when AWS's own check of the hardware fails twice in a row. */
function recoveryAlarm(scope: NatInstance, instance: Instance): void {
  const { region } = BaseStack.of(scope);
  new CloudwatchMetricAlarm(scope, "cloudwatch_metric_alarm", {
    alarmName: `${nameTag(scope, "", scope.node.scope?.node.id ?? "nat").Name}-recover`,
    alarmDescription: "Recovers the NAT instance when its hardware fails",
    namespace: "AWS/EC2",
    metricName: "StatusCheckFailed_System",
    dimensions: { InstanceId: instance.id },
    statistic: "Maximum",
    period: 60,
    evaluationPeriods: 2,
    threshold: 1,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    alarmActions: [`arn:aws:automate:${region}:ec2:recover`],
  });
}
