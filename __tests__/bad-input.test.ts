import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { expect, test } from "@jest/globals";
import { TerraformOutput } from "cdktf";
import { LoadBalancer } from "../modules/balancing/load-balancer";
import { Bastion } from "../modules/compute/bastion";
import { WebServer } from "../modules/compute/web-server";
import { WebServers } from "../modules/compute/web-servers";
import { Database } from "../modules/database/database";
import { allow } from "../modules/firewall/allow";
import { anywhere, cidr } from "../modules/firewall/peer";
import { Role } from "../modules/firewall/role";
import { Network, type NetworkProps } from "../modules/network/network";
import type { BaseStackProps } from "../modules/terraform/base-stack";
import { http, ssh, tcp } from "../net/traffic";
import { faultsOf, TestStack } from "./synthesis";

type Build = (stack: TestStack) => void;

const BASE: NetworkProps = { cidr: "10.0.0.0/16", zones: ["a", "c"] };

/** A network with the given props in place of good ones, some of which TypeScript itself would refuse. */
const network =
  (props: object, then: (stack: TestStack, network: Network) => void = () => {}): Build =>
  (stack) =>
    then(stack, new Network(stack, "network", { ...BASE, ...props }));

const good = (then: (stack: TestStack, network: Network) => void): Build => network({}, then);

const server = (props: object): Build =>
  good((stack, net) => new WebServer(stack, "web", { network: net, zone: "a", ...props }));

const database = (props: object, net: object = {}): Build =>
  network(net, (stack, of) => new Database(stack, "db", { network: of, ...props }));

const balancer = (props: object, net: object = {}): Build =>
  network(net, (stack, of) => {
    const targets = new WebServers(stack, "web", { network: of, zones: ["a"] });
    new LoadBalancer(stack, "alb", { network: of, targets, ...props });
  });

const CASES: readonly (readonly [what: string, build: Build, ...faults: readonly string[]])[] = [
  // The address plan
  [
    "a VPC that is no block",
    network({ cidr: "10.0.0.0" }),
    'test: network.cidr: "10.0.0.0" is not a CIDR block; write an address and a length, such as 10.0.0.0/16',
  ],
  [
    "a VPC with host bits",
    network({ cidr: "10.0.7.0/16" }),
    "test: network.cidr: 10.0.7.0/16 is not the start of a /16 block; use 10.0.0.0/16 or 10.1.0.0/16",
  ],
  [
    "an IPv6 VPC",
    network({ cidr: "2001:db8::/32" }),
    "test: network.cidr: 2001:db8::/32 is an IPv6 block; use an IPv4 block such as 10.0.0.0/16",
  ],
  [
    "a VPC that is too large",
    network({ cidr: "10.0.0.0/8" }),
    "test: network.cidr: 10.0.0.0/8 is larger than /16, the limit of a VPC; use a block from /16 to /28",
  ],
  [
    "a VPC that is too small",
    network({ cidr: "10.0.0.0/29" }),
    "test: network.cidr: 10.0.0.0/29 is smaller than /28, the limit of a VPC; use a block from /16 to /28",
  ],
  [
    "octal digits in a VPC",
    network({ cidr: "010.0.0.0/16" }),
    'test: network.cidr: "010.0.0.0/16" is not a CIDR block; write an address and a length, such as 10.0.0.0/16',
  ],
  [
    "a VPC too small for slots",
    network({ cidr: "10.0.0.0/24" }),
    "test: network.cidr: 10.0.0.0/24 is too small for automatic subnets (32 slots of at least /28); use /23 or larger, or set every block in network.subnets",
  ],
  [
    "the classic /20 that is not a block",
    network({ zones: ["a"], subnets: { public: { a: "10.0.1.0/20" } } }),
    "test: network.subnets.public.a: 10.0.1.0/20 is not the start of a /20 block; use 10.0.0.0/20 or 10.0.16.0/20",
  ],
  [
    "the last block of the address space",
    network({ cidr: "255.255.0.0/16", zones: ["a"], subnets: { public: { a: "255.255.255.1/20" } } }),
    "test: network.subnets.public.a: 255.255.255.1/20 is not the start of a /20 block; use 255.255.240.0/20",
  ],
  [
    "a subnet outside the VPC",
    network({ subnets: { public: { a: "10.1.0.0/24" } } }),
    "test: network.subnets.public.a: 10.1.0.0/24 is outside the VPC 10.0.0.0/16; use a block inside 10.0.0.0/16",
  ],
  [
    "a subnet that is too small",
    network({ subnets: { public: { a: "10.0.0.0/29" } } }),
    "test: network.subnets.public.a: 10.0.0.0/29 is smaller than /28, the smallest subnet AWS has; use a /28 or larger",
  ],
  [
    "subnets that overlap",
    network({ zones: ["a"], subnets: { public: { a: "10.0.0.0/24" }, private: { a: "10.0.0.128/25" } } }),
    "test: network.subnets.public.a: 10.0.0.0/24 overlaps private_a (10.0.0.128/25); give each subnet a block of its own",
  ],
  [
    "a subnet over another's slot",
    network({ zones: ["a"], subnets: { public: { a: "10.0.64.0/24" } } }),
    "test: network.subnets.public.a: 10.0.64.0/24 overlaps private_a (10.0.64.0/21); give each subnet a block of its own",
  ],
  [
    "a subnet of a tier that is not there",
    network({ subnets: { data: { a: "10.0.200.0/24" } } }),
    "test: network.subnets.data.a: there is no subnet data_a; use one of public_a, public_c, private_a, private_c, or add the zone or tier",
  ],
  [
    "no zone",
    network({ zones: [] }),
    "test: network.zones: no zone is named; name at least one, choose from a, b, c, d",
  ],
  [
    "an unknown zone",
    network({ zones: ["a", "x"] }),
    'test: network.zones: "x" is not a zone of ap-northeast-1; choose from a, b, c, d (the letter alone)',
  ],
  [
    "a zone with its region",
    network({ zones: ["ap-northeast-1a"] }),
    'test: network.zones: "ap-northeast-1a" is not a zone of ap-northeast-1; choose from a, b, c, d (the letter alone)',
  ],
  [
    "a zone named twice",
    network({ zones: ["a", "a"] }),
    'test: network.zones: "a" is named twice; name each zone once',
  ],
  [
    "too many zones",
    network({ zones: ["a", "b", "c", "d", "e"] }),
    'test: network.zones: "e" is not a zone of ap-northeast-1; choose from a, b, c, d (the letter alone)',
    "test: network.zones: 5 zones are named, and ap-northeast-1 has 4; choose from a, b, c, d",
  ],
  [
    "a tier without a name",
    network({ tiers: [{ name: "My Data", kind: "isolated", slot: 2 }] }),
    'test: network.tiers[0].name: "My Data" is not a tier name; use lower-case letters and digits, e.g. data',
  ],
  [
    "a tier on a slot that is taken",
    network({ tiers: [{ name: "data", kind: "isolated", slot: 1 }] }),
    "test: network.tiers[0].slot: slot 1 belongs to private; use 2 or 3, each once",
  ],
  [
    "a tier on no slot",
    network({ tiers: [{ name: "data", kind: "isolated", slot: 7 }] }),
    "test: network.tiers[0].slot: 7 is not a slot; use 2 or 3",
  ],
  [
    "two mistakes at once",
    network({ cidr: "10.0.1.0/16", zones: ["q"] }),
    "test: network.cidr: 10.0.1.0/16 is not the start of a /16 block; use 10.0.0.0/16 or 10.1.0.0/16",
    'test: network.zones: "q" is not a zone of ap-northeast-1; choose from a, b, c, d (the letter alone)',
  ],
  // NAT and machines
  [
    "a NAT in a zone that is not there",
    network({ nat: { d: { kind: "gateway" } } }),
    "test: network.nat: zone d is not in the network's zones; use one of a, c, or add the zone",
  ],
  [
    "a shared NAT in a zone that is not there",
    network({ nat: { kind: "gateway", zone: "d" } }),
    "test: network.nat: zone d is not in the network's zones; use one of a, c, or add the zone",
  ],
  [
    "a server in a zone that is not there",
    server({ zone: "d" }),
    "test: web.zone: there is no subnet private_d; use one of public_a, public_c, private_a, private_c, or add the zone to network",
  ],
  [
    "an instance type that is none",
    server({ instanceType: "t4g" }),
    'test: web.instanceType: "t4g" is not an instance type; use one such as t4g.nano or t3.micro',
  ],
  [
    "an image of another architecture",
    server({ instanceType: "t3.micro", image: { id: "ami-1", architecture: "arm64" } }),
    "test: web.image.architecture: ami-1 is for arm64, and t3.micro is x86_64; use an x86_64 image, or an instance type of arm64",
  ],
  [
    "an address outside its subnet",
    server({ address: "10.0.0.10" }),
    "test: aws_instance.web.private_ip (test/web/instance): 10.0.0.10 is not in aws_subnet.private_a (10.0.64.0/21); use an address of 10.0.64.0/21",
  ],
  [
    "an address that AWS keeps",
    server({ address: "10.0.64.3" }),
    "test: aws_instance.web.private_ip (test/web/instance): 10.0.64.3 is one of the five addresses that AWS keeps of 10.0.64.0/21; use one from 10.0.64.4 to 10.0.71.254",
  ],
  [
    "the broadcast address",
    server({ address: "10.0.71.255" }),
    "test: aws_instance.web.private_ip (test/web/instance): 10.0.71.255 is one of the five addresses that AWS keeps of 10.0.64.0/21; use one from 10.0.64.4 to 10.0.71.254",
  ],
  [
    "one address for two servers",
    good((stack, net) => {
      for (const id of ["one", "two"])
        new WebServer(stack, id, { network: net, zone: "a", address: "10.0.64.10" });
    }),
    "test: aws_instance.two.private_ip (test/two/instance): 10.0.64.10 is already used by aws_instance.one.private_ip; use another address",
  ],
  [
    "a clock that does not exist",
    good(
      (stack, net) =>
        new Bastion(stack, "bastion", { network: net, zone: "a", nightlyStop: { at: "25:00" } }),
    ),
    'test: bastion.nightlyStop.at: "25:00" is not a time of day; write HH:MM, such as 22:00',
  ],
  [
    "a time zone that does not exist",
    good(
      (stack, net) =>
        new Bastion(stack, "bastion", {
          network: net,
          zone: "a",
          nightlyStop: { at: "22:00", timezone: "Asia/Tokio" },
        }),
    ),
    'test: bastion.nightlyStop.timezone: "Asia/Tokio" is not a time zone; write an IANA name, such as Asia/Tokyo',
  ],
  [
    "more at least than at most",
    good(
      (stack, net) =>
        new WebServers(stack, "web", {
          network: net,
          zones: ["a"],
          capacity: { kind: "auto-scaling", min: 3, max: 2 },
        }),
    ),
    "test: web.capacity: 3 to 2 machines is not a range; use whole numbers with min at most max",
  ],
  // Firewall
  [
    "a source that is no block",
    good((stack, net) => allow(cidr("10.0.0.1/8"), new Role(stack, "web", { network: net }), ssh)),
    'test: allow: "10.0.0.1/8" is not a CIDR block; write an aligned block, such as 192.0.2.0/24 or 2001:db8::/32',
  ],
  [
    "a rule said twice",
    good((stack, net) => {
      const web = new Role(stack, "web", { network: net });
      allow(anywhere, web, http);
      allow(anywhere, web, tcp(80));
    }),
    "test: web_http_from_anywhere: this rule is said twice; remove one of them",
  ],
  [
    "a rule that another one equals",
    good((stack, net) => {
      const web = new Role(stack, "web", { network: net });
      allow(anywhere, web, http);
      allow(cidr("0.0.0.0/0", "everybody"), web, http);
    }),
    "test: aws_vpc_security_group_ingress_rule.web_http_from_everybody (test/web/http_from_everybody/ingress_rule): admits exactly what aws_vpc_security_group_ingress_rule.web_http_from_anywhere admits, which AWS refuses; remove one of them",
  ],
  [
    "a rule of the default group",
    network({ defaultGroup: "members" }, (stack, net) =>
      allow(new Role(stack, "web", { network: net }), net.defaultGroup, ssh),
    ),
    "test: allow: the VPC's default group takes no rules of its own; give the machine a role, and allow that",
  ],
  // Balancer and database
  [
    "a balancer in one zone",
    balancer({}, { zones: ["a"] }),
    'test: alb.network: the network has only zone a, and a load balancer needs two; add a zone, such as zones: ["a", "c"]',
  ],
  [
    "a certificate that is none",
    balancer({ certificateArn: "my-certificate" }),
    'test: alb.certificateArn: "my-certificate" is not the ARN of an ACM certificate; use one such as arn:aws:acm:ap-northeast-1:123456789012:certificate/…',
  ],
  [
    "a target port that is none",
    balancer({ targetPort: 0 }),
    "test: alb.targetPort: 0 is not a port; use 1 to 65535",
  ],
  [
    "a database in one zone",
    database({}, { zones: ["a"] }),
    'test: db.network: tier private has 1 subnet(s), and RDS needs two zones; add a zone, such as zones: ["a", "c"]',
  ],
  [
    "a database class that is none",
    database({ instanceClass: "t4g.micro" }),
    'test: db.instanceClass: "t4g.micro" is not a database class; use one such as db.t4g.micro',
  ],
  [
    "a database that is too small",
    database({ storage: 5 }),
    "test: db.storage: 5 GiB is not a size of gp3; use 20 to 65536",
  ],
  [
    "backups for a year",
    database({ backupDays: 365 }),
    "test: db.backupDays: 365 days is outside RDS's limits; use 0 to 35",
  ],
  [
    "a schema with a dash",
    database({ databaseName: "my-app" }),
    'test: db.databaseName: "my-app" is not a schema name; use up to 64 letters, digits and _, starting with a letter',
  ],
];

const STACK_CASES: readonly (readonly [what: string, props: BaseStackProps, ...faults: readonly string[]])[] =
  [
    [
      "a region that is a zone",
      { region: "ap-northeast-1a" },
      'test: region: "ap-northeast-1a" is not a region; use one such as ap-northeast-1',
    ],
    [
      "a project with a space",
      { project: "My Project" },
      'test: project: "My Project" cannot stand in host and parameter names; use up to 31 lower-case letters, digits and -, starting with a letter',
    ],
    [
      "no administrator",
      { adminCidrs: [] },
      "test: adminCidrs: names no address; name at least one block, or leave it out for the variable admin_cidrs",
    ],
    [
      "an administrator who is everybody",
      { adminCidrs: ["0.0.0.0/0", "::/0"] },
      "test: adminCidrs[0]: 0.0.0.0/0 is everybody; name the addresses that administer, e.g. your own /32",
      "test: adminCidrs[1]: ::/0 is everybody; name the addresses that administer, e.g. your own /32",
    ],
    [
      "administrators who are everybody together",
      { adminCidrs: ["0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1"] },
      "test: adminCidrs: 0.0.0.0/0 is more than a /8 of IPv4; name the addresses that administer, e.g. your own /32",
      "test: adminCidrs: ::/0 is more than a /32 of IPv6; name the addresses that administer, e.g. your own /32",
    ],
    [
      "administrators who have a /8 and one address more",
      { adminCidrs: ["11.0.0.0/8", "203.0.113.7/32"] },
      "test: adminCidrs: 11.0.0.0/8, 203.0.113.7/32 is more than a /8 of IPv4; name the addresses that administer, e.g. your own /32",
    ],
    [
      "an administrator without a length",
      { adminCidrs: ["203.0.113.7"] },
      'test: adminCidrs[0]: "203.0.113.7" is not a CIDR block; write an address and a length, such as 203.0.113.7/32',
    ],
    [
      "an administrator with host bits",
      { adminCidrs: ["203.0.113.7/24"] },
      "test: adminCidrs[0]: 203.0.113.7/24 has host bits set; use the address alone (…/32), or the whole block",
    ],
  ];

/** What a user of plain CDKTF constructs may write in the same stack. */
const PLAIN_CASES: readonly (readonly [what: string, build: Build, ...faults: readonly string[]])[] = [
  [
    "a changed token",
    good((stack, net) => new TerraformOutput(stack, "vpc", { value: net.vpcId.toUpperCase() })),
    "test: output.vpc.value (test/vpc): holds an unresolved token; use Terraform functions on values known only after apply (Fn.upper, Fn.base64encode, TerraformIterator), not JavaScript's",
  ],
  [
    "an encoded token",
    good(
      (stack, net) =>
        new TerraformOutput(stack, "vpc", { value: Buffer.from(`id=${net.vpcId}`).toString("base64") }),
    ),
    "test: output.vpc.value (test/vpc): holds an unresolved token inside base64; use Terraform functions on values known only after apply (Fn.upper, Fn.base64encode, TerraformIterator), not JavaScript's",
  ],
  [
    "a shell variable",
    good((stack) => new TerraformOutput(stack, "home", { value: "${HOME}" })),
    'test: output.home.value (test/home): "${HOME}" would be read by Terraform as a template, and refers to nothing in this stack; write $${ for the characters themselves',
  ],
  [
    "a policy variable",
    good((stack) => new TerraformOutput(stack, "policy", { value: "home/${aws:username}/*" })),
    'test: output.policy.value (test/policy): "${aws:username}" would be read by Terraform as a template, and refers to nothing in this stack; write $${ for the characters themselves',
  ],
  [
    "a template directive",
    good((stack) => new TerraformOutput(stack, "format", { value: "%{http_code}" })),
    'test: output.format.value (test/format): "%{http_code}" would be read by Terraform as a template, and refers to nothing in this stack; write %%{ for the characters themselves',
  ],
  [
    "a reference to nothing",
    good((stack) => new TerraformOutput(stack, "typo", { value: "${aws_vpc.netwrok.id}" })),
    'test: output.typo.value (test/typo): "${aws_vpc.netwrok.id}" would be read by Terraform as a template, and refers to nothing in this stack; write $${ for the characters themselves',
  ],
  [
    "a path of this machine",
    good((stack) => new TerraformOutput(stack, "file", { value: `${process.cwd()}/key.pem` })),
    `test: output.file.value (test/file): ${process.cwd()}/key.pem is a path of this machine; use a path relative to the stack's folder, such as ../../../NAME`,
  ],
  [
    "one address for two resources",
    good((stack, net) => new Subnet(stack, "public_a", { vpcId: net.vpcId, cidrBlock: "10.0.200.0/24" })),
    "test: test/public_a: aws_subnet.public_a is already the address of test/network/public_a/subnet; give one of them another id",
  ],
  [
    "ids that would merge",
    good((stack) => {
      for (const id of ["a-b", "a_b"]) new Vpc(stack, id, { cidrBlock: "10.9.0.0/16" });
    }),
    "test: test/a_b: aws_vpc.a_b is already the address of test/a-b; give one of them another id",
  ],
  [
    "an id that is no name",
    good((stack) => new Vpc(stack, "1st", { cidrBlock: "10.9.0.0/16" })),
    'test: test/1st: "1st" cannot be a Terraform name; use letters, digits, _ and -, and start with a letter',
  ],
  [
    "a zone of another region",
    good(
      (stack, net) =>
        new Subnet(stack, "extra", {
          vpcId: net.vpcId,
          cidrBlock: "10.0.200.0/24",
          availabilityZone: "us-east-1a",
        }),
    ),
    "test: aws_subnet.extra.availability_zone (test/extra): us-east-1a is not in ap-northeast-1, the provider's region; use a zone such as ap-northeast-1a",
  ],
  [
    "a subnet over another",
    good((stack, net) => new Subnet(stack, "extra", { vpcId: net.vpcId, cidrBlock: "10.0.0.0/24" })),
    "test: aws_subnet.extra.cidr_block (test/extra): 10.0.0.0/24 overlaps aws_subnet.public_a; give each subnet a block of its own",
  ],
  [
    "a subnet outside its VPC",
    good((stack, net) => new Subnet(stack, "extra", { vpcId: net.vpcId, cidrBlock: "10.1.0.0/24" })),
    "test: aws_subnet.extra.cidr_block (test/extra): 10.1.0.0/24 is outside the VPC 10.0.0.0/16; use a block inside it",
  ],
  [
    "a NAT gateway in a private subnet",
    good(
      (stack, net) => new NatGateway(stack, "lost", { subnetId: net.subnet("private", "a", stack).subnetId }),
    ),
    "test: aws_nat_gateway.lost.subnet_id (test/lost): aws_subnet.private_a has no route to an internet gateway, so the NAT gateway goes nowhere; place it in a public subnet",
  ],
  [
    "a balancer in private subnets of one zone",
    good(
      (stack, net) =>
        new Lb(stack, "hidden", {
          loadBalancerType: "application",
          subnets: [net.subnet("private", "a", stack).subnetId],
        }),
    ),
    "test: aws_lb.hidden.subnets (test/hidden): only zone ap-northeast-1a: a load balancer needs subnets in two zones; add a subnet in a second zone",
    "test: aws_lb.hidden.subnets (test/hidden): aws_subnet.private_a has no route to an internet gateway, so nobody on the internet reaches the balancer there; place an internet-facing load balancer in public subnets",
  ],
  [
    "a subnet group in one zone",
    good(
      (stack, net) =>
        new DbSubnetGroup(stack, "narrow", { subnetIds: [net.subnet("private", "a", stack).subnetId] }),
    ),
    "test: aws_db_subnet_group.narrow.subnet_ids (test/narrow): only zone ap-northeast-1a: RDS needs subnets in two zones; add a subnet in a second zone",
  ],
  [
    "an interface outside its subnet",
    good(
      (stack, net) =>
        new NetworkInterface(stack, "card", {
          subnetId: net.subnet("private", "a", stack).subnetId,
          privateIps: ["10.0.0.9"],
        }),
    ),
    "test: aws_network_interface.card.private_ip (test/card): 10.0.0.9 is not in aws_subnet.private_a (10.0.64.0/21); use an address of 10.0.64.0/21",
  ],
  [
    "ports that end before they start",
    good((stack, net) => {
      const { groupId } = new Role(stack, "web", { network: net });
      new VpcSecurityGroupIngressRule(stack, "odd", {
        securityGroupId: groupId,
        ipProtocol: "tcp",
        fromPort: 90,
        toPort: 80,
        cidrIpv4: "10.0.0.0/8",
      });
    }),
    "test: aws_vpc_security_group_ingress_rule.odd.from_port (test/odd): ports 90 to 80 end before they start; use 80 to 90",
  ],
];

test.each([...CASES, ...PLAIN_CASES])("%s", (_, build, ...faults) => {
  expect(faultsOf((app) => new TestStack(app, build))).toEqual(faults);
});

test.each(STACK_CASES)("%s", (_, props, ...faults) => {
  expect(faultsOf((app) => new TestStack(app, () => {}, props))).toEqual(faults);
});
