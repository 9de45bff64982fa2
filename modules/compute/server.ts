/** An EC2 instance in a subnet, with its security group, addresses and ways in. */
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { EipAssociation } from "@cdktf/provider-aws/lib/eip-association";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { Construct } from "constructs";
import type { Zone } from "../addressing/zone";
import type { Member } from "../firewall/allow";
import { type Group, Role } from "../firewall/role";
import type { BootScript } from "../machine/boot-script";
import type { Image } from "../machine/image";
import { keyName, machineConfig } from "../machine/machine";
import { addProfile, type Permission } from "../machine/profile";
import type { Network } from "../network/network";
import { readableName } from "../terraform/address";
import { nameTag } from "../terraform/name-tag";

/** What a server is made of. */
export interface ServerProps {
  /** The network whose subnets it stands in. */
  readonly network: Network;
  /** The zone of its subnet; the network must have it. */
  readonly zone: Zone;
  /** The tier it stands in. @default "private" */
  readonly tier?: string;
  /**
   * The security groups of its interface; `allow` on the server means the first.
   * @default a role of its own, named after it
   */
  readonly groups?: readonly [Group, ...Group[]];
  /** Its EC2 type; which image it boots follows from its architecture. @default "t4g.micro" */
  readonly instanceType?: string;
  /** What it boots from. @default the newest Amazon Linux 2023 at creation */
  readonly image?: Image;
  /** A fixed private address, inside its subnet and not one of AWS's five. @default AWS picks one */
  readonly address?: string;
  /** An Elastic IP keeps its address over stop and start; without it the server has no public address. @default "none" */
  readonly publicAddress?: "elastic" | "none";
  /** What it runs as root on its first boot: 16 KiB at most. @default none */
  readonly bootScript?: BootScript;
  /** Shells through AWS Systems Manager, which needs no open port. @default "off" */
  readonly sessionManager?: "on" | "off";
  /** What the machine may do in AWS. @default nothing */
  readonly permissions?: readonly Permission[];
}

/** How others reach a server, as Terraform expressions. */
export interface ServerAddresses {
  readonly privateIp: string;
  /** Only with an Elastic IP. */
  readonly publicIp?: string;
}

/**
 * An EC2 instance in a subnet, with its security group, addresses and ways in. A role of its own admits nobody before
 * `allow` says so. Amazon Linux 2023, IMDSv2 alone, an encrypted disk; a newer image never replaces it.
 * @example new Server(this, "jobs", { network, zone: "a", sessionManager: "on" })
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Instances.html
 */
export class Server extends Construct implements Member {
  /** Its name among the network's end points and in ssh: `web_a`. */
  readonly name: string;
  /** The first of its security groups, which `allow` on the server means. */
  readonly group: Group;
  /** The letter of the zone that it stands in. */
  readonly zone: Zone;
  /** The EC2 instance, for what has no prop here. */
  readonly instance: Instance;
  /** How others reach it. */
  readonly addresses: ServerAddresses;

  constructor(scope: Construct, id: string, props: ServerProps) {
    super(scope, id);
    const { network, zone, tier = "private", groups = [new Role(this, "role", { network })] } = props;
    const { sessionManager, permissions } = props;
    const subnet = network.subnet(tier, zone, this);
    this.name = readableName(this);
    this.zone = zone;
    this.group = groups[0];
    const profile = addProfile(this, { name: this.name, sessionManager, permissions });
    this.instance = new Instance(this, "instance", {
      ...machineConfig(this, props),
      subnetId: subnet.subnetId,
      vpcSecurityGroupIds: groups.map(({ groupId }) => groupId),
      keyName: keyName(this),
      ...(props.address === undefined ? {} : { privateIp: props.address }),
      ...(profile === undefined ? {} : { iamInstanceProfile: profile }),
      tags: nameTag(this, "", this.name),
      // The boot script fetches packages: the way out must be there first.
      dependsOn: subnet.wayOut,
    });
    this.addresses = {
      privateIp: this.instance.privateIp,
      ...(props.publicAddress === "elastic" ? { publicIp: this.addElasticIp(network) } : {}),
    };
  }

  /** An association of its own: on the instance, a public address and stop or start would replace the machine. */
  private addElasticIp(network: Network): string {
    const dependsOn = [network.internetGateway];
    const eip = new Eip(this, "eip", { domain: "vpc", tags: nameTag(this, "eip", this.name), dependsOn });
    new EipAssociation(this, "eip_association", { allocationId: eip.id, instanceId: this.instance.id });
    return eip.publicIp;
  }
}
