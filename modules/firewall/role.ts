/** A security group per role: what a machine is for decides who may talk to it. */
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Construct } from "constructs";
import { readableName } from "../terraform/address";
import { BaseStack } from "../terraform/base-stack";

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

export class Role extends Construct {
  readonly kind = "role";
  /** The security group's id, known after apply. */
  readonly groupId: string;
  /** The readable name that rules use, e.g. `web`. */
  readonly name: string;
  readonly egress: "anywhere" | "declared";

  constructor(scope: Construct, id: string, { network, egress = "anywhere" }: RoleProps) {
    super(scope, id);
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
  }
}

/** The VPC's default group, where it is in use: members reach each other on every port, and go out anywhere. */
export interface DefaultGroup {
  readonly kind: "default";
  readonly groupId: string;
  readonly name: "default";
}

/** What a machine's interface can be a member of. */
export type Group = Role | DefaultGroup;
