/**
 * A VPC of tiers and zones: public subnets behind an internet gateway, private ones with a route table a zone and a
 * NAT of one's choice, and a default security group that admits nobody unless it is used on purpose.
 */
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { formatCidr } from "../../net/cidr";
import type { Issue } from "../../net/issue";
import { type AddressConfig, type AddressPlan, type PlannedSubnet, PRIVATE } from "../addressing/config";
import { drawPlan } from "../addressing/map";
import { planAddresses } from "../addressing/plan";
import { ZONES, type Zone } from "../addressing/zone";
import type { DefaultGroup } from "../firewall/group";
import { type NatChoice, type NatPlan, natIssues, planNats } from "../nat/nat";
import { addNat } from "../nat/nat-address";
import type { ServedSubnet } from "../nat/nat-site";
import { hideFromAddresses } from "../terraform/address";
import { BaseStack } from "../terraform/base-stack";
import { nameTag } from "../terraform/name-tag";
import { report } from "../terraform/report";
import { addEndpoints, type EndpointService } from "./endpoints";
import { addFlowLogs, type FlowLogs } from "./flow-logs";
import { Subnet } from "./subnet";

/** What a network is made of: its addresses, and the ways out of it. */
export interface NetworkProps extends Omit<AddressConfig, "region"> {
  /** Where private subnets send packets for the internet. @default none */
  readonly nat?: NatChoice;
  /**
   * The VPC's default security group: `closed` admits and sends nothing; with `members` those attached to it reach each
   * other on every port and go out anywhere, as AWS makes it.
   * @default "closed"
   */
  readonly defaultGroup?: "closed" | "members";
  /**
   * Ways to AWS's services that need no NAT: `s3` (gateway endpoint, free), `ssm` (three interface endpoints a zone, for
   * Session Manager; about 10 USD a month each).
   * @default none
   */
  readonly endpoints?: readonly EndpointService[];
  /** Who talked to whom, in CloudWatch Logs. @default "off" */
  readonly flowLogs?: FlowLogs;
}

/**
 * A VPC of tiers and zones: public subnets behind an internet gateway, private ones with a route table a zone and a
 * NAT of one's choice, and a default security group that admits nobody unless it is used on purpose.
 * @example
 * new Network(this, "network", {
 *   cidr: "10.0.0.0/16",
 *   zones: ["a", "c"],
 *   nat: { a: { kind: "gateway" }, c: { kind: "instance" } },
 * })
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/how-it-works.html
 */
export class Network extends Construct {
  /** The VPC's id, known after apply. */
  readonly vpcId: string;
  /** Which subnet has which block. */
  readonly plan: AddressPlan;
  /** Zones in order of their letters. */
  readonly zones: readonly Zone[];
  /** The VPC's default group; its members reach each other only with `defaultGroup: "members"`. */
  readonly defaultGroup: DefaultGroup;
  /** Public addresses work, and can be deleted again, only while it is attached. */
  readonly internetGateway: ITerraformDependable;
  private readonly subnets: ReadonlyMap<string, Subnet>;

  /** The id `network` is left out of Terraform addresses (`aws_subnet.public_a`); any other id goes in front. */
  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    if (id === "network") hideFromAddresses(this);
    const { region, addressMaps } = BaseStack.of(this);
    const { nat = {}, defaultGroup = "closed", endpoints = [], flowLogs = "off" } = props;
    const { plan, issues } = planAddresses({ ...props, region }, id);
    this.plan = plan;
    addressMaps.push(drawPlan(plan));
    this.zones = ZONES.filter((zone) => props.zones.includes(zone));
    const nats = planNats(nat, this.zones);
    const clashes = nameIssues(nats, plan, `${id}.tiers`);
    report(this, [...issues, ...natIssues(nat, this.zones, `${id}.nat`), ...clashes]);

    const vpc = new Vpc(this, "vpc", {
      cidrBlock: formatCidr(plan.cidr),
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: nameTag(this, "vpc", id === "network" ? "" : id),
    });
    this.vpcId = vpc.id;
    const gateway = new InternetGateway(this, "internet_gateway", {
      vpcId: vpc.id,
      tags: nameTag(this, "igw", id === "network" ? "" : id),
    });
    this.internetGateway = gateway;
    this.defaultGroup = this.addDefaultGroup(defaultGroup);
    const internet = this.addPublicTable(gateway.id);
    this.subnets = new Map(plan.subnets.map((planned) => [planned.name, this.addSubnet(planned, internet)]));
    if (clashes.length === 0) this.addNats(nats);
    addEndpoints(this, endpoints, [...this.subnets.values()]);
    addFlowLogs(this, vpc.id, flowLogs);
  }

  /** The subnet of a tier in a zone; an unknown zone is an error at synth, with a stand-in for what is built meanwhile. */
  subnet(tier: string, zone: Zone, user: Construct): Subnet {
    const found = this.subnets.get(`${tier}_${zone}`);
    if (found !== undefined) return found;
    const known = [...this.subnets.keys()].join(", ");
    const issue: Issue = {
      code: "subnet-missing",
      path: `${user.node.id}.zone`,
      problem: `there is no subnet ${tier}_${zone}`,
      fix: `use one of ${known}, or add the zone to ${this.node.id}`,
    };
    // That it has no zone at all, the network says itself.
    report(user, known === "" ? [] : [issue]);
    return this.standIn();
  }

  private standIn(): Subnet {
    const [first = this.node.tryFindChild("stand_in")] = this.subnets.values();
    if (first instanceof Subnet) return first;
    const planned = { name: "stand_in", tier: PRIVATE, zone: "a", cidr: this.plan.cidr } as const;
    return new Subnet(this, { planned, vpcId: this.vpcId, tableName: planned.name });
  }

  /** A tier's subnets, in order of zones. */
  tier(name: string): readonly Subnet[] {
    return [...this.subnets.values()].filter((subnet) => subnet.name === `${name}_${subnet.zone}`);
  }

  private addDefaultGroup(use: "closed" | "members"): DefaultGroup {
    const all = { protocol: "-1", fromPort: 0, toPort: 0 };
    const open = {
      ingress: [{ ...all, selfAttribute: true, description: "Members" }],
      egress: [{ ...all, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"], description: "Anywhere" }],
    };
    const group = new DefaultSecurityGroup(this, "default_security_group", {
      vpcId: this.vpcId,
      ...(use === "members" ? open : {}),
      tags: nameTag(this, "sg", "default"),
    });
    return { kind: "default", groupId: group.id, name: "default", network: this };
  }

  private addPublicTable(gatewayId: string): { readonly tableId: string; readonly route: Route } {
    const group = new Construct(this, "public");
    const table = new RouteTable(group, "route_table", {
      vpcId: this.vpcId,
      tags: nameTag(this, "rt", "public"),
    });
    const route = new Route(group, "internet", {
      routeTableId: table.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId,
    });
    return { tableId: table.id, route };
  }

  private addSubnet(
    planned: PlannedSubnet,
    internet: { readonly tableId: string; readonly route: Route },
  ): Subnet {
    const tableName = this.zones.length === 1 ? planned.tier.name : planned.name;
    const common = { planned, vpcId: this.vpcId, tableName };
    switch (planned.tier.kind) {
      case "public": {
        const subnet = new Subnet(this, { ...common, routeTableId: internet.tableId });
        subnet.wayOut.push(this.internetGateway, internet.route);
        return subnet;
      }
      case "private":
      case "isolated":
        return new Subnet(this, common);
    }
  }

  private addNats(nats: readonly NatPlan[]): void {
    const privateNames = new Set(
      this.plan.subnets.filter(({ tier }) => tier.kind === "private").map(({ name }) => name),
    );
    const privates = [...this.subnets.values()].filter(({ name }) => privateNames.has(name));
    for (const nat of nats) {
      const served = privates.filter(({ zone }) => nat.serves.includes(zone));
      const site = {
        vpcId: this.vpcId,
        subnetId: this.subnet("public", nat.zone, this).subnetId,
        internetGateway: this.internetGateway,
        serves: served.map(servedBy),
      };
      const routes = addNat(this, nat, site);
      for (const [i, subnet] of served.entries()) subnet.wayOut.push(...routes.slice(i, i + 1));
    }
  }
}

/** A NAT is called `nat_a`, and a subnet by its tier. */
function nameIssues(nats: readonly NatPlan[], { subnets }: AddressPlan, path: string): readonly Issue[] {
  const clash = nats.map(({ zone }) => `nat_${zone}`).find((id) => subnets.some(({ name }) => name === id));
  if (clash === undefined) return [];
  const problem = `${clash} would be a subnet and a NAT`;
  return [{ code: "tier-name-taken", path, problem, fix: 'call the tier something else than "nat"' }];
}

function servedBy(subnet: Subnet): ServedSubnet {
  return {
    name: subnet.name,
    cidr: formatCidr(subnet.cidr),
    table: subnet,
    routeTableId: subnet.routeTableId,
  };
}
