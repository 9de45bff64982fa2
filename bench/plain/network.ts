/**
 * The `multi-subnet` network in plain CDKTF, without our modules: the same resources, written as CDKTF's documentation
 * writes them. What our stacks are timed against.
 */
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { EipAssociation } from "@cdktf/provider-aws/lib/eip-association";
import type { Instance } from "@cdktf/provider-aws/lib/instance";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { Construct } from "constructs";
import { PlainBase, type PlainProps } from "./base";

export class PlainNetwork extends PlainBase {
  constructor(scope: Construct, id: string, props: PlainProps) {
    super(scope, id, props);
    new DefaultSecurityGroup(this, "default", { vpcId: this.vpc.id, tags: this.tag("sg-default") });
    const publicTable = this.table("public");
    const internet = new Route(this, "public_internet", {
      routeTableId: publicTable.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: this.gateway.id,
    });
    const publicA = this.subnet("public_a", "10.0.0.0/21", publicTable);
    const publicC = this.subnet("public_c", "10.0.16.0/21", publicTable);
    const tableA = this.table("private_a");
    const tableC = this.table("private_c");
    const privateA = this.subnet("private_a", "10.0.64.0/21", tableA);
    const privateC = this.subnet("private_c", "10.0.80.0/21", tableC);
    const routeA = this.natGateway(publicA, tableA);
    const routeC = this.natInstance(publicC, tableC);
    const bastion = this.bastion(publicA, internet);
    const web = this.group("web", true);
    this.ruleFrom("web_ssh", web, bastion, 22);
    const servers = [this.web("web_a", privateA, web, routeA), this.web("web_c", privateC, web, routeC)];
    this.balancer([publicA, publicC], web, servers);
  }

  private table(name: string): RouteTable {
    return new RouteTable(this, `rt_${name}`, { vpcId: this.vpc.id, tags: this.tag(`rt-${name}`) });
  }

  private subnet(name: string, cidrBlock: string, table: RouteTable): Subnet {
    const subnet = new Subnet(this, name, {
      vpcId: this.vpc.id,
      cidrBlock,
      availabilityZone: `ap-northeast-1${name.slice(-1)}`,
      mapPublicIpOnLaunch: false,
      tags: this.tag(name),
    });
    new RouteTableAssociation(this, `rta_${name}`, { subnetId: subnet.id, routeTableId: table.id });
    return subnet;
  }

  private natGateway(subnet: Subnet, table: RouteTable): Route {
    const address = this.address("nat_a");
    const nat = new NatGateway(this, "nat_a", {
      allocationId: address.id,
      subnetId: subnet.id,
      tags: this.tag("nat-a"),
      dependsOn: [this.gateway, this.note("gateway")],
    });
    return new Route(this, "private_a_internet", {
      routeTableId: table.id,
      destinationCidrBlock: "0.0.0.0/0",
      natGatewayId: nat.id,
    });
  }

  private natInstance(subnet: Subnet, table: RouteTable): Route {
    const group = this.group("nat_c", true);
    new VpcSecurityGroupIngressRule(this, "nat_c_in", {
      securityGroupId: group.id,
      ipProtocol: "-1",
      cidrIpv4: "10.0.80.0/21",
      description: "Anything from private_c",
      tags: this.tag("nat-in"),
    });
    const card = new NetworkInterface(this, "eni_nat_c", {
      subnetId: subnet.id,
      securityGroups: [group.id],
      sourceDestCheck: false,
      description: "NAT instance: the private subnets' route to the internet",
      tags: this.tag("nat-c"),
    });
    const hold = new EipAssociation(this, "eip_nat_c_hold", {
      allocationId: this.address("nat_c").id,
      networkInterfaceId: card.id,
    });
    this.note("instance", [hold]);
    const nat = this.machine("nat_c", {
      networkInterface: [{ deviceIndex: 0, networkInterfaceId: card.id }],
      userData: this.props.natScript,
      dependsOn: [hold],
    });
    this.alarm(nat);
    return new Route(this, "private_c_internet", {
      routeTableId: table.id,
      destinationCidrBlock: "0.0.0.0/0",
      networkInterfaceId: card.id,
    });
  }

  private alarm(nat: Instance): void {
    new CloudwatchMetricAlarm(this, "alarm_nat_c", {
      alarmName: `${this.props.name}-nat-c`,
      alarmDescription: "Recovers the NAT instance on other hardware",
      namespace: "AWS/EC2",
      metricName: "StatusCheckFailed_System",
      statistic: "Maximum",
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      period: 60,
      evaluationPeriods: 2,
      dimensions: { InstanceId: nat.id },
      alarmActions: ["arn:aws:automate:ap-northeast-1:ec2:recover"],
      tags: this.tag("nat-c"),
    });
  }

  private bastion(subnet: Subnet, internet: Route): SecurityGroup {
    const group = this.group("bastion", true);
    const rule = new VpcSecurityGroupIngressRule(this, "bastion_ssh", {
      securityGroupId: group.id,
      ipProtocol: "tcp",
      fromPort: 22,
      toPort: 22,
      description: "ssh from admin",
      tags: this.tag("bastion-ssh"),
    });
    rule.addOverride("for_each", `\${toset(${this.props.adminCidrs})}`);
    rule.addOverride("cidr_ipv4", '${strcontains(each.value, ":") ? null : each.value}');
    rule.addOverride("cidr_ipv6", '${strcontains(each.value, ":") ? each.value : null}');
    const machine = this.machine("bastion", {
      subnetId: subnet.id,
      vpcSecurityGroupIds: [group.id],
      keyName: this.props.keyName,
      dependsOn: [this.gateway, internet],
    });
    const allocationId = this.address("bastion").id;
    new EipAssociation(this, "eip_bastion_hold", { allocationId, instanceId: machine.id });
    return group;
  }

  private web(name: string, subnet: Subnet, group: SecurityGroup, wayOut: Route): Instance {
    return this.machine(name, {
      subnetId: subnet.id,
      vpcSecurityGroupIds: [group.id],
      keyName: this.props.keyName,
      userData: this.props.webScript,
      dependsOn: [wayOut],
    });
  }

  private balancer(subnets: readonly Subnet[], web: SecurityGroup, servers: readonly Instance[]): void {
    const group = this.group("alb", false);
    this.ruleFrom("web_http", web, group, 80);
    const http = { ipProtocol: "tcp", fromPort: 80, toPort: 80 };
    const rule = { ...http, securityGroupId: group.id, description: "http", tags: this.tag("alb-http") };
    new VpcSecurityGroupIngressRule(this, "alb_http", { ...rule, cidrIpv4: "0.0.0.0/0" });
    new VpcSecurityGroupIngressRule(this, "alb_http6", { ...rule, cidrIpv6: "::/0" });
    new VpcSecurityGroupEgressRule(this, "alb_out", { ...rule, referencedSecurityGroupId: web.id });
    const alb = new Lb(this, "alb", {
      name: `${this.props.name}-alb`,
      internal: false,
      loadBalancerType: "application",
      subnets: subnets.map(({ id }) => id),
      securityGroups: [group.id],
      enableDeletionProtection: false,
      dropInvalidHeaderFields: true,
      tags: this.tag("alb"),
      dependsOn: [this.gateway],
    });
    const target = this.targetGroup();
    const defaultAction = [{ type: "forward", targetGroupArn: target.arn }];
    new LbListener(this, "listener", { loadBalancerArn: alb.arn, port: 80, protocol: "HTTP", defaultAction });
    for (const server of servers) {
      const id = `target_${server.node.id}`;
      new LbTargetGroupAttachment(this, id, { targetGroupArn: target.arn, targetId: server.id, port: 80 });
    }
  }

  private targetGroup(): LbTargetGroup {
    return new LbTargetGroup(this, "targets", {
      namePrefix: "alb-",
      port: 80,
      protocol: "HTTP",
      targetType: "instance",
      vpcId: this.vpc.id,
      deregistrationDelay: "30",
      healthCheck: { path: "/", matcher: "200", interval: 15, healthyThreshold: 2, unhealthyThreshold: 2 },
      lifecycle: { createBeforeDestroy: true },
      tags: this.tag("tg-alb"),
    });
  }
}
