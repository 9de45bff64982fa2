/** Web servers in the private subnets of several zones: one fixed machine a zone, or an Auto Scaling group over them. */
import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { type Issue, unmet } from "../../net/issue";
import type { Zone } from "../addressing/zone";
import type { Member } from "../firewall/allow";
import { type Group, Role } from "../firewall/role";
import { renderBootScript } from "../machine/boot-script";
import { keyName, machineConfig } from "../machine/machine";
import { addProfile } from "../machine/profile";
import type { Network } from "../network/network";
import { readableName } from "../terraform/address";
import { nameTag } from "../terraform/name-tag";
import { report } from "../terraform/report";
import { contentOf, WebServer, type WebServerProps } from "./web-server";

/**
 * How many machines there are.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-groups.html
 */
export type Capacity =
  /** One machine a zone, `web_a`, `web_c`, that keeps its name and address. */
  | {
      readonly kind: "fixed";
      /** Private addresses by zone. @default AWS picks them */
      readonly addresses?: Readonly<Partial<Record<Zone, string>>>;
    }
  /** Between `min` and `max` machines over all zones, replaced when the load balancer finds them unhealthy. */
  | { readonly kind: "auto-scaling"; readonly min: number; readonly max: number };

/** What web servers are made of: what all of them have in common, and how many there are. */
export interface WebServersProps
  extends Omit<WebServerProps, "zone" | "tier" | "address" | "publicAddress" | "groups"> {
  /** The zones whose private subnets they stand in. */
  readonly zones: readonly Zone[];
  /** Security groups that all of them share; `allow` on the servers means the first. @default a role of their own */
  readonly groups?: readonly [Group, ...Group[]];
  /** One machine a zone, or as many as the load asks for. @default { kind: "fixed" } */
  readonly capacity?: Capacity;
}

/**
 * Web servers in the private subnets of several zones: one fixed machine a zone, or an Auto Scaling group over them.
 * All share one security group; a load balancer takes them as its `targets`.
 * @example
 * const servers = new WebServers(this, "web", { network, zones: ["a", "c"] });
 * allow(bastion, servers, ssh);
 */
export class WebServers extends Construct implements Member {
  /** The first of their security groups, which `allow` on them means. */
  readonly group: Group;
  /** The fixed machines, in order of zones; none with auto scaling. */
  readonly servers: readonly WebServer[];
  /** The Auto Scaling group, if that is what they are. */
  readonly scaling: AutoscalingGroup | undefined;
  /** The network whose private subnets they stand in. */
  readonly network: Network;

  constructor(scope: Construct, id: string, props: WebServersProps) {
    super(scope, id);
    const { capacity = { kind: "fixed" }, zones, network } = props;
    this.network = network;
    const groups = props.groups ?? [new Role(this, "role", { network })];
    this.group = groups[0];
    switch (capacity.kind) {
      case "fixed":
        this.servers = [...new Set(zones)].map((zone) =>
          this.fixedServer(zone, groups, props, capacity.addresses?.[zone]),
        );
        break;
      case "auto-scaling":
        this.servers = [];
        this.scaling = this.scalingGroup(capacity, groups, props);
        break;
    }
  }

  private fixedServer(
    zone: Zone,
    groups: readonly [Group, ...Group[]],
    props: WebServersProps,
    address: string | undefined,
  ): WebServer {
    const { capacity, zones, ...server } = props;
    return new WebServer(this, zone, {
      ...server,
      zone,
      groups,
      ...(address === undefined ? {} : { address }),
    });
  }

  private scalingGroup(
    { min, max }: { min: number; max: number },
    groups: readonly Group[],
    props: WebServersProps,
  ): AutoscalingGroup {
    const isRange = Number.isInteger(min) && Number.isInteger(max) && min >= 0 && min <= max;
    const issue: Issue = {
      code: "capacity",
      path: `${this.node.id}.capacity`,
      problem: `${min} to ${max} machines is not a range`,
      fix: "use whole numbers with min at most max",
    };
    report(this, unmet([[isRange, issue]]));
    const subnets = [...new Set(props.zones)].map((zone) => props.network.subnet("private", zone, this));
    const template = this.launchTemplate(groups, props);
    return new AutoscalingGroup(this, "autoscaling_group", {
      namePrefix: `${nameTag(this, "", this.node.id).Name}-`,
      minSize: min,
      maxSize: max,
      vpcZoneIdentifier: subnets.map(({ subnetId }) => subnetId),
      launchTemplate: { id: template.id, version: Fn.tostring(template.latestVersion) },
      healthCheckType: "ELB",
      healthCheckGracePeriod: 300,
      instanceRefresh: { strategy: "Rolling" },
      tag: [{ key: "Name", value: nameTag(this, "", this.node.id).Name, propagateAtLaunch: true }],
      dependsOn: subnets.flatMap(({ wayOut }) => wayOut),
    });
  }

  private launchTemplate(groups: readonly Group[], props: WebServersProps): LaunchTemplate {
    const { content, sessionManager } = props;
    const { bootScript, permissions } = contentOf(this.node.scope ?? this, this.node.id, content);
    const { ami, instanceType, metadataOptions } = machineConfig(this, { ...props, bootScript });
    const profile = addProfile(this, { name: readableName(this), sessionManager, permissions });
    return new LaunchTemplate(this, "launch_template", {
      namePrefix: `${nameTag(this, "", this.node.id).Name}-`,
      imageId: ami,
      instanceType,
      updateDefaultVersion: true,
      keyName: keyName(this),
      vpcSecurityGroupIds: groups.map(({ groupId }) => groupId),
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeType: "gp3" } }],
      userData: Buffer.from(renderBootScript(bootScript)).toString("base64"),
      metadataOptions,
      ...(profile === undefined ? {} : { iamInstanceProfile: { name: profile } }),
    });
  }
}
