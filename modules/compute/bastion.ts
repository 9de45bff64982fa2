/** The bastion: the one door for administrators, open only while somebody maintains something. */
import { Ec2InstanceState } from "@cdktf/provider-aws/lib/ec2-instance-state";
import type { Construct } from "constructs";
import { ssh } from "../../net/traffic";
import { allow } from "../firewall/allow";
import type { Peer } from "../firewall/peer";
import { SMALLEST } from "../machine/machine";
import { type NightlyStop, stopNightly } from "./nightly-stop";
import { Server, type ServerProps } from "./server";

export interface BastionProps
  extends Omit<ServerProps, "tier" | "publicAddress" | "bootScript" | "instanceType"> {
  /** @default "t4g.nano" */
  readonly instanceType?: string;
  /** Who may come in by ssh, e.g. `admin`. @default nobody: Session Manager, or a rule made with `allow` */
  readonly allowFrom?: Peer;
  /**
   * `false` stops it, `true` starts it, on each apply; its Elastic IP keeps the address. Left out, Terraform leaves it as
   * it finds it.
   */
  readonly running?: boolean;
  /** Stops it every night, in case somebody forgot. @default never */
  readonly nightlyStop?: NightlyStop;
}

export class Bastion extends Server {
  constructor(scope: Construct, id: string, { allowFrom, running, nightlyStop, ...props }: BastionProps) {
    super(scope, id, { instanceType: SMALLEST, ...props, tier: "public", publicAddress: "elastic" });
    if (allowFrom !== undefined) allow(allowFrom, this, ssh);
    if (running !== undefined) {
      new Ec2InstanceState(this, "ec2_instance_state", {
        instanceId: this.instance.id,
        state: running ? "running" : "stopped",
      });
    }
    if (nightlyStop !== undefined) stopNightly(this, this.instance, nightlyStop);
  }
}
