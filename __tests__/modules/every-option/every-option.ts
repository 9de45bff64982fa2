/** One stack that uses every option of every module, for unit tests and for the real provider to validate. */
import type { App } from "cdktf";
import { InstanceConnect } from "../../../modules/access/instance-connect";
import { sshConfig, tunnelCommand } from "../../../modules/access/ssh-config";
import { LoadBalancer } from "../../../modules/balancing/load-balancer";
import { Bastion } from "../../../modules/compute/bastion";
import { WebServer } from "../../../modules/compute/web-server";
import { WebServers } from "../../../modules/compute/web-servers";
import { Database } from "../../../modules/database/database";
import { allow } from "../../../modules/firewall/allow";
import { admin, anywhere, cidr } from "../../../modules/firewall/peer";
import { Role } from "../../../modules/firewall/role";
import { Network } from "../../../modules/network/network";
import { BaseStack, type BaseStackProps } from "../../../modules/terraform/base-stack";
import { http, https, mysql, ping, ssh, tcp, udp } from "../../../net/traffic";

export class EveryOption extends BaseStack {
  constructor(scope: App, props: BaseStackProps = {}) {
    super(scope, "every-option", {
      region: "eu-west-1",
      project: "shop",
      tags: { Project: "shop", Owner: "network team" },
      adminCidrs: ["203.0.113.7/32", "2001:db8::/64"],
      keyName: "mine",
      backend: { kind: "s3", bucket: "state" },
      ...props,
    });
    const network = new Network(this, "shop", {
      cidr: "10.20.0.0/16",
      zones: ["a", "b"],
      tiers: [{ name: "data", kind: "isolated", slot: 2 }],
      subnets: { public: { a: "10.20.250.0/24" } },
      nat: { kind: "instance", zone: "b", instanceType: "t3.nano" },
      defaultGroup: "members",
      endpoints: ["s3", "ssm"],
      flowLogs: { traffic: "reject", retentionDays: 7 },
    });
    const bastion = new Bastion(this, "bastion", {
      network,
      zone: "a",
      allowFrom: admin,
      nightlyStop: { at: "22:30" },
      sessionManager: "on",
    });
    const door = new InstanceConnect(this, "door", { network, zone: "a" });
    const fixed = new WebServers(this, "web", {
      network,
      zones: ["a", "b"],
      capacity: { kind: "fixed", addresses: { a: "10.20.64.10" } },
    });
    const fleet = new WebServers(this, "fleet", {
      network,
      zones: ["a", "b"],
      instanceType: "t3.micro",
      sessionManager: "on",
      capacity: { kind: "auto-scaling", min: 2, max: 4 },
    });
    const alb = new LoadBalancer(this, "alb", {
      network,
      targets: fleet,
      allowFrom: anywhere,
      certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/0f1e2d3c",
      healthCheck: { path: "/health", healthyStatus: "200-299" },
      deletionProtection: "on",
      accessLogs: { bucket: "logs", prefix: "alb" },
    });
    const cache = new Role(this, "cache", { network, egress: "declared" });
    const tools = new WebServer(this, "tools", {
      network,
      zone: "b",
      groups: [cache, network.defaultGroup],
      image: { id: "ami-0123456789abcdef0", architecture: "arm64" },
    });
    const db = new Database(this, "db", {
      network,
      tier: "data",
      standby: "on",
      instanceClass: "db.t4g.small",
      storage: 50,
      backupDays: 14,
      databaseName: "shop",
    });

    allow(alb, fleet, http);
    allow(bastion, fixed, ssh, ping);
    allow(door, fixed, ssh);
    allow(fleet, db, mysql);
    allow(fleet, cache, tcp(6379), udp(11211, 11214));
    allow(cache, anywhere, https);
    allow(cidr("192.0.2.0/24", "office"), cache, http);
    allow(cidr("2001:db8:1::/48"), cache, ping);
    sshConfig(this, { jump: bastion, behind: [...fixed.servers, tools], identityFile: "~/.ssh/shop" });
    tunnelCommand(this, { through: bastion, to: db.host, port: 3306, localPort: 13306 });
  }
}
