/** The bastion: the one door for administrators, open only while somebody maintains something. */
import { Ec2InstanceState } from "@cdktf/provider-aws/lib/ec2-instance-state";
import type { Construct } from "constructs";
import { ssh } from "../../net/traffic";
import { allow } from "../firewall/allow";
import type { Peer } from "../firewall/peer";
import { SMALLEST } from "../machine/machine";
import { type NightlyStop, stopNightly } from "./nightly-stop";
import { Server, type ServerProps } from "./server";

/** What a bastion is made of: a server, always public with an Elastic IP, and what opens and stops it. */
export interface BastionProps
  extends Omit<ServerProps, "tier" | "publicAddress" | "bootScript" | "instanceType"> {
  /** Its EC2 type; a small one does, as it only passes connections on. @default "t4g.nano" */
  readonly instanceType?: string;
  /** Who may come in by ssh, e.g. `admin`. @default nobody: Session Manager, or a rule made with `allow` */
  readonly allowFrom?: Peer;
  /**
   * `false` stops it, `true` starts it, on each apply; its Elastic IP keeps the address.
   * @default it starts running, and Terraform leaves it as it finds it
   */
  readonly running?: boolean;
  /** Stops it every night, in case somebody forgot. @default never */
  readonly nightlyStop?: NightlyStop;
}

/**
 * The bastion: the one door for administrators, open only while somebody maintains something. It holds no keys:
 * `sshConfig` leads through it.
 * @example
 * const bastion = new Bastion(this, "bastion", { network, zone: "a", allowFrom: admin, running: false });
 * allow(bastion, web, ssh);
 */
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
