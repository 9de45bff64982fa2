/** `multi-subnet`: a load balancer over private web servers in two zones, and both kinds of NAT. */
import type { Construct } from "constructs";
import { sshConfig } from "../modules/access/ssh-config";
import type { Zone } from "../modules/addressing/zone";
import { LoadBalancer } from "../modules/balancing/load-balancer";
import { Bastion } from "../modules/compute/bastion";
import { WebServers } from "../modules/compute/web-servers";
import { allow } from "../modules/firewall/allow";
import { admin, anywhere } from "../modules/firewall/peer";
import { forgottenZones, type Nat } from "../modules/nat/nat";
import { Network } from "../modules/network/network";
import { BaseStack, type BaseStackProps } from "../modules/terraform/base-stack";
import { report } from "../modules/terraform/report";
import { isBlocked, reaches } from "../net/promise";
import { anything, http, https, ssh } from "../net/traffic";

/** What varies of `multi-subnet`. */
export interface MultiSubnetProps extends BaseStackProps {
  /** The VPC's block, /16 to /23. @default "10.0.0.0/16" */
  readonly cidr?: string;
  /** At least two, for the load balancer; the bastion stands in the first. @default ["a", "c"] */
  readonly zones?: readonly [Zone, Zone, ...Zone[]];
  /**
   * The way out of each zone's private subnet; a zone that it leaves out is an error.
   * @default { kind: "instance" } in zone c, { kind: "gateway" } in every other
   */
  readonly nat?: Readonly<Partial<Record<Zone, Nat>>>;
  /** An ACM certificate's ARN: then HTTPS on 443, and a redirect from 80. @default HTTP alone */
  readonly certificateArn?: string;
  /** EC2 type of the web servers. @default "t4g.micro" */
  readonly instanceType?: string;
}

/**
 * `multi-subnet`: a load balancer over private web servers in two zones, and both kinds of NAT. The web servers take
 * HTTP from the load balancer, ssh from the bastion, and nothing else.
 * @example new MultiSubnet(app, "multi-subnet", { nat: { a: { kind: "gateway" }, c: { kind: "none" } } })
 */
export class MultiSubnet extends BaseStack {
  constructor(scope: Construct, id: string, props: MultiSubnetProps = {}) {
    super(scope, id, props);
    const { zones = ["a", "c"], certificateArn, instanceType = "t4g.micro" } = props;
    const nat = props.nat ?? Object.fromEntries(zones.map((zone) => [zone, usualNat(zone)]));
    const network = new Network(this, "network", { cidr: props.cidr ?? "10.0.0.0/16", zones, nat });
    report(this, forgottenZones(nat, network.zones, "nat"));
    const bastion = new Bastion(this, "bastion", { network, zone: zones[0], allowFrom: admin });
    const web = new WebServers(this, "web", { network, zones, instanceType });
    const alb = new LoadBalancer(this, "alb", {
      network,
      targets: web,
      allowFrom: anywhere,
      ...(certificateArn === undefined ? {} : { certificateArn }),
    });

    allow(alb, web, http);
    allow(bastion, web, ssh);
    sshConfig(this, { jump: bastion, behind: web.servers });
    this.promise(
      reaches("internet", "alb", certificateArn === undefined ? http : https),
      reaches("admin", "bastion", ssh),
      ...zones.flatMap((zone) => promisesOf(zone, nat[zone])),
    );
  }
}

/** By its letter, not by its place in the list, so that no zone's NAT changes when another zone comes or goes. */
function usualNat(zone: Zone): Nat {
  return { kind: zone === "c" ? "instance" : "gateway" };
}

/** Of a zone whose way out was forgotten, nothing is promised about it. */
function promisesOf(zone: Zone, nat: Nat | undefined) {
  const web = `web_${zone}`;
  const common = [
    reaches("alb", web, http),
    reaches("internet", web, http, { via: "alb" }),
    isBlocked("internet", web, anything),
    reaches("bastion", web, ssh),
    isBlocked("bastion", web, http, { at: "web" }),
  ];
  switch (nat?.kind) {
    case undefined:
      return common;
    case "none":
      return [...common, isBlocked(web, "internet", https, { code: "NO_ROUTE_TO_DESTINATION" })];
    case "gateway":
      return [...common, reaches(web, "internet", https, { via: `nat_${zone}` })];
    case "instance":
      return [
        ...common,
        reaches(web, "internet", https, { via: `nat_${zone}` }),
        isBlocked(`nat_${zone}`, web, ssh, { at: "web" }),
        isBlocked("internet", `nat_${zone}`, ssh, { at: `nat_${zone}` }),
      ];
  }
}
