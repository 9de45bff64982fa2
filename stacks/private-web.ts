/** `private-web`: the web server moved out of sight, with a bastion in front that sleeps until it is needed. */
import type { Construct } from "constructs";
import { sshConfig } from "../modules/access/ssh-config";
import { Bastion } from "../modules/compute/bastion";
import { WebServer } from "../modules/compute/web-server";
import { allow } from "../modules/firewall/allow";
import { admin } from "../modules/firewall/peer";
import { Role } from "../modules/firewall/role";
import type { Nat } from "../modules/nat/nat";
import { Network } from "../modules/network/network";
import { BaseStack, type BaseStackProps } from "../modules/terraform/base-stack";
import { isBlocked, reaches } from "../net/promise";
import { anything, https, ssh } from "../net/traffic";

/** What varies of `private-web`; `project` is by default `plan`. */
export interface PrivateWebProps extends BaseStackProps {
  /** The VPC's block, /16 to /28. @default "10.0.0.0/16" */
  readonly cidr?: string;
  /** The block of the web server's subnet, inside `cidr`. @default "10.0.0.0/20" */
  readonly privateCidr?: string;
  /** The block of the bastion's subnet, inside `cidr`: by default the next one of that size. @default "10.0.16.0/20" */
  readonly publicCidr?: string;
  /** The web server's way out. @default { kind: "gateway" } */
  readonly nat?: Nat;
  /** Whether the bastion runs: `true` while somebody maintains something. @default false */
  readonly bastionRunning?: boolean;
  /** EC2 type of the web server. @default "t4g.micro" */
  readonly instanceType?: string;
}

/**
 * `private-web`: the web server moved out of sight, with a bastion in front that sleeps until it is needed. Nobody on
 * the internet reaches the web server; its `project` is by default `plan`.
 * @example new PrivateWeb(app, "private-web", { bastionRunning: true, nat: { kind: "instance" } })
 */
export class PrivateWeb extends BaseStack {
  constructor(scope: Construct, id: string, props: PrivateWebProps = {}) {
    super(scope, id, { ...props, project: props.project ?? "plan" });
    const { nat = { kind: "gateway" }, instanceType = "t4g.micro" } = props;
    const network = new Network(this, "network", {
      cidr: props.cidr ?? "10.0.0.0/16",
      zones: ["a"],
      subnets: {
        private: { a: props.privateCidr ?? "10.0.0.0/20" },
        public: { a: props.publicCidr ?? "10.0.16.0/20" },
      },
      nat: { a: nat },
    });
    // A NAT gateway is in no security group: "out only to pub-ssh" would cut the server off, so it may send anywhere.
    const web = new Role(this, "web", { network });
    const pubSsh = new Role(this, "pub-ssh", { network });
    const main = new WebServer(this, "main", { network, zone: "a", groups: [web], instanceType });
    const bastion = new Bastion(this, "bastion", {
      network,
      zone: "a",
      groups: [pubSsh],
      running: props.bastionRunning ?? false,
    });

    allow(admin, pubSsh, ssh);
    allow(pubSsh, web, anything);
    sshConfig(this, { jump: bastion, behind: [main] });
    this.promise(
      reaches("admin", "bastion", ssh),
      isBlocked("internet", "bastion", anything, { at: "pub_ssh" }),
      reaches("bastion", "main", ssh),
      isBlocked("internet", "main", anything),
      isBlocked("main", "bastion", ssh, { at: "pub_ssh" }),
      nat.kind === "none"
        ? isBlocked("main", "internet", https, { code: "NO_ROUTE_TO_DESTINATION" })
        : reaches("main", "internet", https, { via: "nat_a" }),
    );
  }
}
