/**
 * An internet-facing application load balancer over the public subnets of at least two zones. It always stands in the
 * network's public subnets, so private ones cannot be chosen.
 */
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { Construct } from "constructs";
import { type Issue, unmet } from "../../net/issue";
import { http, https } from "../../net/traffic";
import type { WebServers } from "../compute/web-servers";
import { allow, type Member } from "../firewall/allow";
import type { Peer } from "../firewall/peer";
import { Role } from "../firewall/role";
import type { Network } from "../network/network";
import { BaseStack } from "../terraform/base-stack";
import { nameTag } from "../terraform/name-tag";
import { report } from "../terraform/report";
import { addListeners } from "./listeners";
import { addTargetGroup, type HealthCheck } from "./target-group";

/** What a load balancer is made of. */
export interface LoadBalancerProps {
  /** Its public subnets are where the balancer stands: two zones at least. */
  readonly network: Network;
  /** The servers that answer; `allow(balancer, servers, http)` opens their group. */
  readonly targets: WebServers;
  /** The port that the servers listen on, tcp. @default 80 */
  readonly targetPort?: number;
  /** Who may connect, e.g. `anywhere`. @default nobody: a rule made with `allow` */
  readonly allowFrom?: Peer;
  /** An ACM certificate's ARN: then it serves HTTPS on 443, and redirects 80 there. @default HTTP on 80 */
  readonly certificateArn?: string;
  /** How it finds out that a server answers. @default { path: "/", healthyStatus: "200" } */
  readonly healthCheck?: HealthCheck;
  /** `on` makes AWS refuse to delete it until it is off again. @default "off" */
  readonly deletionProtection?: "on" | "off";
  /** The bucket that gets a line for every request; it must let ELB write. @default none */
  readonly accessLogs?: {
    readonly bucket: string;
    /** The folder in the bucket, without `/` at its ends. @default none: the top of the bucket */
    readonly prefix?: string;
  };
}

/**
 * An internet-facing application load balancer over the public subnets of at least two zones. It always stands in the
 * network's public subnets, so private ones cannot be chosen.
 * @example
 * const alb = new LoadBalancer(this, "alb", { network, targets: web, allowFrom: anywhere });
 * allow(alb, web, http);
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/introduction.html
 */
export class LoadBalancer extends Construct implements Member {
  /** Sends only where `allow` says: it reaches no server before a rule is made. */
  readonly group: Role;
  /** The name under which the internet finds it, known after apply. */
  readonly dnsName: string;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { network, targets, allowFrom, certificateArn, targetPort = 80 } = props;
    report(this, balancerIssues(id, network, certificateArn, targetPort));
    this.group = new Role(this, "role", { network, egress: "declared" });
    const balancer = this.addBalancer(props);
    this.dnsName = balancer.dnsName;
    const targetGroup = addTargetGroup(this, network, targets, targetPort, props.healthCheck ?? {});
    addListeners(this, balancer, targetGroup, certificateArn);
    if (allowFrom !== undefined)
      allow(allowFrom, this, http, ...(certificateArn === undefined ? [] : [https]));
  }

  private addBalancer({ network, accessLogs, deletionProtection = "off" }: LoadBalancerProps): Lb {
    return new Lb(this, "lb", {
      name: `${BaseStack.of(this).project}-${this.node.id}`.slice(0, 32).replace(/-$/, ""),
      loadBalancerType: "application",
      internal: false,
      securityGroups: [this.group.groupId],
      subnets: network.tier("public").map(({ subnetId }) => subnetId),
      dropInvalidHeaderFields: true,
      enableDeletionProtection: deletionProtection === "on",
      ...(accessLogs === undefined ? {} : { accessLogs: { enabled: true, ...accessLogs } }),
      tags: nameTag(this, "", this.node.id),
      // Its public addresses go only while the internet gateway is attached.
      dependsOn: [network.internetGateway],
    });
  }
}

const CERTIFICATE = /^arn:aws[\w-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/;

function balancerIssues(
  id: string,
  { zones }: Network,
  arn: string | undefined,
  port: number,
): readonly Issue[] {
  return unmet([
    [
      zones.length >= 2,
      {
        code: "balancer-zones",
        path: `${id}.network`,
        problem: `the network has ${zones.length === 1 ? `only zone ${zones[0]}` : "no zone"}, and a load balancer needs two`,
        fix: 'add a zone, such as zones: ["a", "c"]',
      },
    ],
    [
      arn === undefined || arn.includes("${") || CERTIFICATE.test(arn),
      {
        code: "certificate-arn",
        path: `${id}.certificateArn`,
        problem: `"${arn}" is not the ARN of an ACM certificate`,
        fix: "use one such as arn:aws:acm:ap-northeast-1:123456789012:certificate/…",
      },
    ],
    [
      Number.isInteger(port) && port >= 1 && port <= 65535,
      { code: "port", path: `${id}.targetPort`, problem: `${port} is not a port`, fix: "use 1 to 65535" },
    ],
  ]);
}
