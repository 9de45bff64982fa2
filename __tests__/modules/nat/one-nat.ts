/** A network of subnets and one NAT for all of them, without a server: what is tested of the NAT alone builds on it. */
import type { App } from "cdktf";
import type { Zone } from "../../../modules/addressing/zone";
import type { Nat } from "../../../modules/nat/nat";
import { Network, type NetworkProps } from "../../../modules/network/network";
import { BaseStack } from "../../../modules/terraform/base-stack";

export class OneNat extends BaseStack {
  constructor(app: App, nat: Nat, zones: readonly Zone[], more: Partial<NetworkProps> = {}) {
    super(app, "one-nat");
    new Network(this, "network", { cidr: "10.0.0.0/16", zones, nat: { ...nat, zone: "a" }, ...more });
  }
}
