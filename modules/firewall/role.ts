/** A security group per role: what a machine is for decides who may talk to it. */
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Construct } from "constructs";
import { anything } from "../../net/traffic";
import { hideFromAddresses, readableName } from "../terraform/address";
import { BaseStack } from "../terraform/base-stack";
import type { DefaultGroup, GroupReference } from "./group";
import { anywhere } from "./peer";
import { addRule, type RuleOwner } from "./rule";

/** What a role is made of. */
export interface RoleProps {
  /** The network whose VPC the group belongs to. */
  readonly network: { readonly vpcId: string };
  /**
   * Where members may send: `anywhere`, or only where `allow` says. Terraform's groups have no rule out by default,
   * so one of the two must be chosen.
   * @default "anywhere"
   */
  readonly egress?: "anywhere" | "declared";
}

/**
 * A security group per role: what a machine is for decides who may talk to it. It admits nobody before `allow` says
 * so.
 * @example
 * const cache = new Role(this, "cache", { network, egress: "declared" });
 * allow(web, cache, tcp(6379));
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export class Role extends Construct implements GroupReference, RuleOwner {
  /** Tells it apart from the default group and from peers. */
  readonly kind = "role" as const;
  /** The security group's id, known after apply. */
  readonly groupId: string;
  /** The readable name that rules use, e.g. `web`. */
  readonly name: string;
  /** Where members may send: `anywhere`, or only where `allow` says. */
  readonly egress: "anywhere" | "declared";

  /** A role that a construct makes for itself has the id `role`, and bears its owner's name. */
  constructor(scope: Construct, id: string, { network, egress = "anywhere" }: RoleProps) {
    super(scope, id);
    if (id === "role") hideFromAddresses(this);
    const { project } = BaseStack.of(this);
    this.name = readableName(this);
    this.egress = egress;
    const spoken = this.name.replaceAll("_", "-");
    const group = new SecurityGroup(this, "security_group", {
      vpcId: network.vpcId,
      // A fixed name would have to be free before the replacement exists, and hangs on DependencyViolation.
      namePrefix: `${project}-${spoken}-`,
      description: `Role ${spoken}`,
      tags: { Name: `${project}-sg-${spoken}` },
      lifecycle: { createBeforeDestroy: true },
    });
    this.groupId = group.id;
    if (egress === "anywhere") addRule("egress", this, anywhere, anything);
  }
}

/** What a machine's interface can be a member of. */
export type Group = Role | DefaultGroup;
