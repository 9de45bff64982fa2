/**
 * A zone's NAT with the Elastic IP that outlives its kind.
 *
 * Switching between gateway and instance must hand the address over: AWS gives it to nobody while somebody holds it, and
 * Terraform would let go and take at the same time, as neither resource refers to the other. Two dependencies put that
 * in order. Towards an instance: its address waits for the routes, which wait for the gateway they led to. Towards a
 * gateway: the gateway waits for a note of who holds the address (`terraform_data`), which waits for the instance's hold
 * on the address.
 */
import { Eip } from "@cdktf/provider-aws/lib/eip";
import type { Route } from "@cdktf/provider-aws/lib/route";
import { type ITerraformDependable, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { nameTag } from "../terraform/name-tag";
import type { NatPlan } from "./nat";
import { NatGateway } from "./nat-gateway";
import { NatInstance } from "./nat-instance";
import type { NatSite } from "./nat-site";

/** Makes the NAT in `scope` under the name `nat_ZONE`. @returns the private subnets' default routes, for machines to wait for */
export function addNat(scope: Construct, { zone, nat }: NatPlan, site: NatSite): readonly Route[] {
  const group = new Construct(scope, `nat_${zone}`);
  const address = new Eip(group, "eip", {
    domain: "vpc",
    tags: nameTag(group, "eip", group.node.id),
    dependsOn: [site.internetGateway],
  });
  switch (nat.kind) {
    case "gateway": {
      const released = new HolderNote(group, nat.kind);
      return new NatGateway(group, { site, address, released }).routes;
    }
    case "instance": {
      const instance = new NatInstance(group, {
        site,
        address,
        ...(nat.instanceType === undefined ? {} : { instanceType: nat.instanceType }),
      });
      new HolderNote(group, nat.kind, [instance.association]);
      return instance.routes;
    }
  }
}

/**
 * A `terraform_data` that says who holds the address. CDKTF's own class for it runs `terraform version` on every synth,
 * and fails without Terraform.
 */
class HolderNote extends TerraformResource {
  constructor(
    scope: Construct,
    private readonly kind: "gateway" | "instance",
    dependsOn?: ITerraformDependable[],
  ) {
    super(scope, "address", {
      terraformResourceType: "terraform_data",
      terraformGeneratorMetadata: { providerName: "terraform" },
      ...(dependsOn === undefined ? {} : { dependsOn }),
    });
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { input: { kind: this.kind } };
  }
}
