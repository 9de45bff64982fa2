/**
 * Every fault is shown at the line of the call that was wrong. Each row is one line of a program: a user's main.ts, run
 * here with `s`, a stack that has a network and the role `web`.
 */
import { join, resolve } from "node:path";
import { compileFunction } from "node:vm";
import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { expect, test } from "@jest/globals";
import {
  Annotations,
  App,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
} from "cdktf";
import { InstanceConnect } from "../../modules/access/instance-connect";
import { LoadBalancer } from "../../modules/balancing/load-balancer";
import { Bastion } from "../../modules/compute/bastion";
import { Server } from "../../modules/compute/server";
import { WebServers } from "../../modules/compute/web-servers";
import { Database } from "../../modules/database/database";
import { allow } from "../../modules/firewall/allow";
import { anywhere, cidr } from "../../modules/firewall/peer";
import { Role } from "../../modules/firewall/role";
import { Network } from "../../modules/network/network";
import { BaseStack } from "../../modules/terraform/base-stack";
import { judgeWith } from "../../modules/terraform/synthesis";
import { InputError, type Issue } from "../../net/issue";
import { isBlocked, reaches } from "../../net/promise";
import { http, ssh, tcp, udp } from "../../net/traffic";
import { checkStack } from "../../review/reach/promises";
import { MultiSubnet } from "../../stacks/multi-subnet";
import { PrivateWeb } from "../../stacks/private-web";
import { synthesize } from "../synthesis";

const MAIN = join(resolve(__dirname, "../.."), "main.ts");

class Mine extends BaseStack {}

/** What the program's lines may name. */
const NAMES = {
  Annotations,
  AutoscalingGroup,
  Bastion,
  BaseStack,
  Database,
  InstanceConnect,
  LoadBalancer,
  Mine,
  MultiSubnet,
  Network,
  PrivateWeb,
  Role,
  Server,
  Subnet,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
  Vpc,
  WebServers,
  allow,
  anywhere,
  cidr,
  http,
  isBlocked,
  reaches,
  ssh,
  tcp,
  udp,
};

const ROWS: readonly (readonly [code: string, ...faults: readonly string[]])[] = [
  // A stack's props
  [
    'new Mine(app, "mine", { region: "x" })',
    'mine: region: "x" is not a region; use one such as ap-northeast-1',
  ],
  [
    'new Mine(app, "mine", { project: "My Project" })',
    'mine: project: "My Project" cannot stand in host and parameter names; use up to 31 lower-case letters, digits and -, starting with a letter',
  ],
  [
    'new Mine(app, "mine", { adminCidrs: ["1.2.3"] })',
    'mine: adminCidrs[0]: "1.2.3" is not a CIDR block; write an address and a length, such as 203.0.113.7/32',
  ],
  [
    'new Mine(app, "mine", { backend: { kind: "local", path: cwd + "/state" } })',
    `mine: terraform.backend.local.path: ${process.cwd()}/state is a path of this machine; use a path relative to the stack's folder, such as ../../../NAME`,
  ],
  [
    'new Mine(app, "mine", { tags: { Home: "${HOME}" } })',
    'mine: provider.aws[0].default_tags[0].tags.Home: "${HOME}" would be read by Terraform as a template, and refers to nothing in this stack; write $${ for the characters themselves',
  ],
  [
    'new (class Own extends BaseStack { constructor() { super(app, "own", { region: "x" }); } })()',
    'own: region: "x" is not a region; use one such as ap-northeast-1',
  ],
  [
    'new MultiSubnet(app, "nets", { nat: { a: { kind: "gateway" } } })',
    'nets: nat: says nothing of zone c, whose private subnet would have no way out; write nat: { …, c: { kind: "gateway" } }, or c: { kind: "none" } if that is meant',
  ],
  [
    'new Network(new Mine(app, "mine", { region: "constructor" }), "network", { cidr: "10.0.0.0/16", zones: ["a"] })',
    'mine: region: "constructor" is not a region; use one such as ap-northeast-1',
  ],
  // Promises
  [
    's.promise(isBlocked("internet", "web", ssh), reaches("a", "b", tcp(70000)))',
    "s: promise a → b: tcp/70000 is no traffic; use ports from 0 to 65535, the lower one first",
  ],
  [
    's.promise(reaches("internet", "web", ssh))',
    's: promise internet → web tcp/22: promised reachable, but nothing in this network is called "web"; nearest names: admin, internet',
  ],
  // Rules
  [
    'allow(cidr("1.2.3"), web, http, ssh)',
    's: allow: "1.2.3" is not a CIDR block; write an aligned block, such as 192.0.2.0/24 or 2001:db8::/32',
  ],
  ["allow(anywhere, web, tcp(70000))", "s: allow: 70000 is not a port; use 0 to 65535"],
  [
    "allow(anywhere, web, udp(1, 0), ssh)",
    "s: allow: 1 to 0 is not a range of ports; use 0 to 65535, the lower one first",
  ],
  [
    "allow(anywhere, web, ssh, tcp(22))",
    "s: web_ssh_from_anywhere: this rule is said twice; remove one of them",
  ],
  [
    'allow(cidr("10.0.0.0/8", "anywhere_ipv6"), web, ssh); allow(anywhere, web, ssh)',
    "s: web_ssh_from_anywhere_ipv6: this rule is said twice; remove one of them",
  ],
  [
    "allow(web, network.defaultGroup, ssh)",
    "s: allow: the VPC's default group takes no rules of its own; give the machine a role, and allow that",
  ],
  [
    "allow(anywhere, network.defaultGroup, ssh)",
    "s: allow: the VPC's default group takes no rules of its own; give the machine a role, and allow that",
  ],
  [
    'new Bastion(s, "door", { network, zone: "a", allowFrom: cidr("1.2.3") })',
    's: allow: "1.2.3" is not a CIDR block; write an aligned block, such as 192.0.2.0/24 or 2001:db8::/32',
  ],
  // A network's props
  [
    'new Network(s, "n", { cidr: "1.2.3", zones: ["a"] })',
    's: n.cidr: "1.2.3" is not a CIDR block; write an address and a length, such as 10.0.0.0/16',
  ],
  [
    'new Network(s, "n", { cidr: "10.1.0.0/16", zones: ["a"], tiers: [{ name: "x", kind: "isolated", slot: 1.3 }] })',
    "s: n.tiers[0].slot: 1.3 is not a slot; use 2 or 3",
  ],
  [
    'new Network(s, "n", { cidr: "10.1.0.0/16", zones: ["a"], tiers: [{ name: "public", kind: "isolated", slot: 2 }] })',
    's: n.tiers[0].name: "public" is named twice; give each tier a name of its own',
  ],
  [
    'new Network(s, "n", { cidr: "10.1.0.0/16", zones: ["a"], tiers: [{ name: "nat", kind: "isolated", slot: 2 }], nat: { a: { kind: "gateway" } } })',
    's: n.tiers: nat_a would be a subnet and a NAT; call the tier something else than "nat"',
  ],
  [
    'new Network(s, "n", { cidr: "10.1.0.0/16", zones: ["a"], nat: { d: { kind: "gateway" } } })',
    "s: n.nat: zone d is not in the network's zones; use one of a, or add the zone",
  ],
  [
    'new Network(s, "n", { cidr: "10.1.0.0/16", zones: ["a"], nat: { a: { kind: "instance", instanceType: "t4g" } } })',
    's: instance.instanceType: "t4g" is not an instance type; use one such as t4g.nano or t3.micro',
  ],
  // Machines
  [
    'const none = new Network(s, "n", { cidr: "10.1.0.0/16", zones: [] }); new Server(s, "server", { network: none, zone: "a" })',
    "s: n.zones: no zone is named; name at least one, choose from a, b, c, d",
  ],
  [
    'new Server(s, "server", { network, zone: "d" })',
    "s: server.zone: there is no subnet private_d; use one of public_a, public_c, private_a, private_c, or add the zone to network",
  ],
  [
    'new Server(s, "server", { network, zone: "a", instanceType: "t4g" })',
    's: server.instanceType: "t4g" is not an instance type; use one such as t4g.nano or t3.micro',
  ],
  [
    'new Server(s, "server", { network, zone: "a", image: { id: "ami-1", architecture: "x86_64" } })',
    "s: server.image.architecture: ami-1 is for x86_64, and t4g.micro is arm64; use an arm64 image, or an instance type of x86_64",
  ],
  [
    'new Server(s, "server", { network, zone: "a", address: "10.0.0.9" })',
    "s: aws_instance.server.private_ip (s/server/instance): 10.0.0.9 is not in aws_subnet.private_a (10.0.64.0/21); use an address of 10.0.64.0/21",
  ],
  [
    'new Server(s, "server", { network, zone: "a", bootScript: { files: ["mine.sh"], parameters: {} } })',
    's: server.bootScript.files[0]: "mine.sh" is not a file below modules/; name one such as compute/boot/web.sh',
  ],
  [
    'new Server(s, "server", { network, zone: "a", bootScript: { files: [], parameters: { X: "x".repeat(20000) } } })',
    "s: server.bootScript: 20985 bytes of boot script are more than EC2 takes; shorten it to 16384 bytes",
  ],
  [
    'new Bastion(s, "door", { network, zone: "a", nightlyStop: { at: "25:00", timezone: "Asia/Tokio" } })',
    's: door.nightlyStop.at: "25:00" is not a time of day; write HH:MM, such as 22:00',
    's: door.nightlyStop.timezone: "Asia/Tokio" is not a time zone; write an IANA name, such as Asia/Tokyo',
  ],
  [
    'new WebServers(s, "servers", { network, zones: ["a"], capacity: { kind: "auto-scaling", min: 3, max: 1 } })',
    "s: servers.capacity: 3 to 1 machines is not a range; use whole numbers with min at most max",
  ],
  [
    'new WebServers(s, "servers", { network, zones: ["d"] })',
    "s: d.zone: there is no subnet private_d; use one of public_a, public_c, private_a, private_c, or add the zone to network",
  ],
  [
    'new InstanceConnect(s, "connect", { network, zone: "d" })',
    "s: connect.zone: there is no subnet private_d; use one of public_a, public_c, private_a, private_c, or add the zone to network",
  ],
  // Balancer and database
  [
    'new LoadBalancer(s, "alb", { network, targets: new WebServers(s, "w", { network, zones: ["a"] }), targetPort: 0, certificateArn: "x" })',
    's: alb.certificateArn: "x" is not the ARN of an ACM certificate; use one such as arn:aws:acm:ap-northeast-1:123456789012:certificate/…',
    "s: alb.targetPort: 0 is not a port; use 1 to 65535",
  ],
  [
    'new Database(s, "db", { network, storage: 5 })',
    "s: db.storage: 5 GiB is not a size of gp3; use 20 to 65536",
  ],
  // Plain CDKTF in the same stack
  [
    'new Vpc(s, "1st", { cidrBlock: "10.9.0.0/16" })',
    's: s/1st: "1st" cannot be a Terraform name; use letters, digits, _ and -, and start with a letter',
  ],
  [
    'new TerraformOutput(s, "home", { value: "${HOME}" })',
    's: output.home.value (s/home): "${HOME}" would be read by Terraform as a template, and refers to nothing in this stack; write $${ for the characters themselves',
  ],
  [
    'Annotations.of(new Vpc(s, "v", { cidrBlock: "10.9.0.0/16" })).addError("no")',
    "s: s/v: no; see the construct that says so",
  ],
  [
    'new Vpc(s, "v", { cidrBlock: "10.9.0.0/16" }).node.addValidation({ validate: () => ["no"] })',
    "s: s/v: no; see the construct that says so; `new App({ skipValidation: true })` does not ask",
  ],
  [
    'new TerraformResource(new Mine(app, "mine"), "pet", { terraformResourceType: "random_pet", terraformGeneratorMetadata: { providerName: "random" } })',
    "mine: mine: Found resources without a matching provider construct. Please make sure to add provider constructs [e.g. new RandomProvider(...)] to your stack 'mine' for the following providers: random; see the construct that says so; `new App({ skipValidation: true })` does not ask",
  ],
  [
    'new TerraformResource(s, "pet", { terraformResourceType: "random_pet" })',
    "s: terraform.required_providers.random.source: provider random is used and not declared; declare it with its full source, such as hashicorp/random",
  ],
  [
    'new TerraformProvider(s, "random", { terraformResourceType: "random", terraformProviderSource: "random" }); new TerraformResource(s, "pet", { terraformResourceType: "random_pet" })',
    's: terraform.required_providers.random.source: "random" has no namespace; declare it with its full source, such as hashicorp/random',
  ],
];

/** The faults of one line of the program. */
function faultsOfLine(run: (app: App) => void): readonly Issue[] {
  try {
    synthesize((app) => {
      judgeWith(app, checkStack);
      run(app);
    });
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.issues;
    throw error;
  }
}

/** What each line finds: made here, so that lines of the program are that line's own. */
function world(app: App) {
  const s = new Mine(app, "s");
  const network = new Network(s, "network", { cidr: "10.0.0.0/16", zones: ["a", "c"] });
  return { s, network, web: new Role(s, "web", { network }) };
}

const PROGRAM = ROWS.map(([code]) => `(app, { s, network, web }, cwd) => { ${code} },`).join("\n");

const lines = compileFunction(`return [${PROGRAM}]`, Object.keys(NAMES), { filename: MAIN })(
  ...Object.values(NAMES),
) as readonly ((app: App, given: ReturnType<typeof world>, cwd: string) => void)[];

test.each(ROWS.map((row, i) => [i + 1, ...row] as const))("line %i: %s", (line, _, ...faults) => {
  const issues = faultsOfLine((app) => lines[line - 1]?.(app, world(app), process.cwd()));
  expect(issues.map(({ path, problem, fix }) => `${path}: ${problem}; ${fix}`)).toEqual(faults);
  for (const issue of issues) expect(innermost(issue)).toBe(`main.ts:${line}`);
});

const innermost = ({ lines = [] }: Issue): string | undefined => lines[0]?.replace(/:\d+$/, "");

test("a fault in what a network of the project is made with names the line in the network, and the line that made it", () => {
  const [issue] = faultsOfLine((app) => new PrivateWeb(app, "private-web", { publicCidr: "10.0.1.0/20" }));
  expect(issue?.lines?.slice(0, 2)).toEqual([
    expect.stringMatching(/^stacks\/private-web\.ts:\d+:\d+$/),
    expect.stringMatching(/^__tests__\/modules\/fault-lines\.test\.ts:\d+:\d+$/),
  ]);
});

test("what stands in no stack that extends BaseStack is a fault at once, as nobody would show it later", () => {
  for (const scope of [new App(), new TerraformStack(new App(), "plain")])
    expect(() => new Network(scope, "network", { cidr: "10.0.0.0/16", zones: ["a"] })).toThrow(
      /network: stands in no stack that extends BaseStack; make it in the constructor of one\n {4}at __tests__\/modules\/fault-lines\.test\.ts:\d+:\d+/,
    );
});
