/** Whatever a user writes, synth goes through or shows faults with the user's lines: nothing else is ever thrown. */
import { expect, test } from "@jest/globals";
import type { App } from "cdktf";
import fc from "fast-check";
import { InstanceConnect } from "../../modules/access/instance-connect";
import { sshConfig, tunnelCommand } from "../../modules/access/ssh-config";
import { LoadBalancer } from "../../modules/balancing/load-balancer";
import { Bastion } from "../../modules/compute/bastion";
import { DatabaseServer } from "../../modules/compute/database-server";
import { Server } from "../../modules/compute/server";
import { WebServer } from "../../modules/compute/web-server";
import { WebServers } from "../../modules/compute/web-servers";
import { Database } from "../../modules/database/database";
import { allow } from "../../modules/firewall/allow";
import { admin, anywhere, cidr } from "../../modules/firewall/peer";
import { Role } from "../../modules/firewall/role";
import { Network } from "../../modules/network/network";
import { InputError } from "../../net/issue";
import { isBlocked, reaches } from "../../net/promise";
import { allIcmp, anything, ping, tcp, udp } from "../../net/traffic";
import { Maintenance } from "../../stacks/maintenance";
import { MultiSubnet } from "../../stacks/multi-subnet";
import { PrivateWeb } from "../../stacks/private-web";
import { TwoTier } from "../../stacks/two-tier";
import { synthesize, TestStack } from "../synthesis";

const RUNS = Math.ceil(Number(process.env["LAW_RUNS"] ?? 30) / 5);

const text = fc.oneof(
  fc.constantFrom(
    "",
    "x",
    "constructor",
    "__proto__",
    "nat",
    "ü b",
    "${HOME}",
    "${var.x}",
    "a\nb",
    "y".repeat(300),
  ),
  fc.constantFrom("t4g.nano", "t3.micro", "db.t4g.micro", "22:00", "Asia/Tokyo", "eu-west-1", "/etc/passwd"),
  fc.string({ maxLength: 12 }),
);
const block = fc.oneof(
  fc.constantFrom(
    "10.0.0.0/16",
    "10.0.0.0/20",
    "10.0.1.0/24",
    "10.0.64.0/21",
    "10.0.255.240/28",
    "10.9.0.0/24",
  ),
  fc.constantFrom(
    "10.0.1.0/20",
    "10.0.0.0",
    "1.2.3",
    "0.0.0.0/0",
    "255.255.255.255/32",
    "::/0",
    "2001:db8::/64",
    "::1/0",
  ),
  text,
);
const address = fc.oneof(fc.constantFrom("10.0.64.10", "10.0.0.10", "10.0.64.1", "10.0.64.300", "::1"), text);
const number = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 20, 80, 65535, 65536, 1e21, -1, -0, 1.5, 1.3, Number.NaN, Infinity, -Infinity),
  fc.double(),
);
const zone = fc.constantFrom("a", "c", "d", "h", "q");
const tier = fc.record({
  name: fc.oneof(fc.constantFrom("public", "data", "nat", "constructor"), text),
  kind: fc.constantFrom("public", "private", "isolated"),
  slot: fc.oneof(fc.constantFrom(0, 1, 2, 3, 3), number),
});
const nat = fc.record(
  { kind: fc.constantFrom("gateway", "instance", "none"), instanceType: text },
  { requiredKeys: ["kind"] },
);
const peer = fc.oneof(
  fc.constant(anywhere),
  fc.constant(admin),
  fc.tuple(block, text).map((of) => cidr(...of)),
);
const traffic = fc.oneof(
  fc.constantFrom(ping, allIcmp, anything),
  fc.tuple(fc.constantFrom(tcp, udp), number, number).map(([make, from, to]) => make(from, to)),
  fc.tuple(fc.constantFrom(tcp, udp), number).map(([make, port]) => make(port)),
);

/** Some of the props, whatever TypeScript thinks of them. */
const props = (of: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<never> =>
  fc.record(of, { requiredKeys: [] }) as fc.Arbitrary<never>;

const backend = fc.oneof(
  props({ path: text }).map((given: object) => ({ kind: "local", ...given })),
  fc.record({ kind: fc.constant("s3"), bucket: text, key: text, region: text }),
  fc.record({ kind: fc.constant("hcp"), organization: text }),
);
const stackProps = {
  region: text,
  project: text,
  backend,
  tags: fc.dictionary(text, text),
  adminCidrs: fc.array(block, { maxLength: 3 }),
  keyName: text,
};
const networkProps = {
  tiers: fc.array(tier, { maxLength: 3 }),
  subnets: fc.dictionary(fc.constantFrom("public", "private", "data", "x"), fc.dictionary(zone, block)),
  nat: fc.oneof(
    fc.dictionary(zone, nat),
    fc.tuple(nat, zone).map(([of, at]) => ({ ...of, zone: at })),
  ),
  endpoints: fc.array(fc.constantFrom("s3", "ssm"), { maxLength: 3 }),
  flowLogs: fc.record({ traffic: fc.constantFrom("all", "reject"), retentionDays: number }),
  defaultGroup: fc.constantFrom("closed", "members"),
};
const serverProps = {
  tier: text,
  instanceType: text,
  image: fc.record({ id: text, architecture: fc.constantFrom("arm64", "x86_64") }),
  address,
  publicAddress: fc.constantFrom("elastic", "none"),
  bootScript: fc.record({ files: fc.array(text, { maxLength: 2 }), parameters: fc.dictionary(text, text) }),
  sessionManager: fc.constantFrom("on", "off"),
};
const capacity = fc.oneof(
  fc.record({ kind: fc.constant("fixed"), addresses: fc.dictionary(zone, address) }),
  fc.record({ kind: fc.constant("auto-scaling"), min: number, max: number }),
);

/** Everything that a network can be made of, and what is said about it. */
const everything = fc.record({
  stack: props(stackProps),
  network: fc.tuple(block, fc.array(zone, { maxLength: 4 }), props(networkProps)),
  zone,
  server: props(serverProps),
  bastion: props({
    nightlyStop: fc.record({ at: text, timezone: text }),
    allowFrom: peer,
    instanceType: text,
  }),
  dbServer: props({ database: text, user: text, instanceType: text }),
  dbAddress: address,
  web: props({ instanceType: text, capacity }),
  balancer: props({
    targetPort: number,
    allowFrom: peer,
    certificateArn: text,
    healthCheck: props({ path: text, healthyStatus: text }),
    accessLogs: fc.record({ bucket: text }),
  }),
  database: props({
    tier: text,
    instanceClass: text,
    engineVersion: text,
    storage: number,
    databaseName: text,
    backupDays: number,
  }),
  rules: fc.array(fc.tuple(peer, traffic), { maxLength: 3 }),
  port: number,
  name: text,
});

test("of every prop of every construct", () => {
  fc.assert(
    fc.property(everything, (given) => {
      const [block, zones, more] = given.network;
      expectFaultsOnly((app) => {
        new TestStack(
          app,
          (stack) => {
            const network = new Network(stack, "network", {
              cidr: block,
              zones: zones as never,
              ...(more as object),
            });
            const common = { network, zone: given.zone as never };
            const server = new Server(stack, "server", { ...common, ...(given.server as object) });
            const bastion = new Bastion(stack, "bastion", { ...common, ...(given.bastion as object) });
            const ends = { address: given.dbAddress, clientAddress: given.dbAddress };
            const database = new DatabaseServer(stack, "dbs", {
              ...common,
              ...ends,
              ...(given.dbServer as object),
            });
            new WebServer(stack, "blog", { ...common, content: { kind: "wordpress", database } });
            const targets = new WebServers(stack, "web", {
              network,
              zones: zones as never,
              ...(given.web as object),
            });
            const balancer = new LoadBalancer(stack, "alb", {
              network,
              targets,
              ...(given.balancer as object),
            });
            const db = new Database(stack, "db", { network, ...(given.database as object) });
            new InstanceConnect(stack, "door", common);
            const role = new Role(stack, "role-of-one", { network, egress: "declared" });
            sshConfig(stack, { jump: bastion, behind: [server], identityFile: given.name });
            tunnelCommand(stack, {
              through: bastion,
              to: given.name,
              port: given.port,
              localPort: given.port,
            });
            for (const [from, kind] of given.rules) {
              allow(from, role, kind);
              allow(role, from, kind);
              allow(balancer, targets, kind);
              allow(role, network.defaultGroup, kind);
              allow(from, network.defaultGroup, kind);
              allow(from, db, kind);
              stack.promise(reaches(given.name, "db", kind), isBlocked("internet", given.name, kind));
            }
          },
          given.stack,
        );
      });
    }),
    { numRuns: RUNS },
  );
});

const common = { cidr: block, instanceType: text, ...stackProps };
const zones = fc.array(zone, { minLength: 2, maxLength: 3 });
const nets = fc.record({
  twoTier: props({ publicCidr: block, privateCidr: block, nat, ...common }),
  privateWeb: props({ publicCidr: block, privateCidr: block, nat, ...common }),
  multiSubnet: props({ zones, nat: fc.dictionary(zone, nat), certificateArn: text, ...common }),
  maintenance: props({ zones, ...common }),
});

test("of every prop of the four networks", () => {
  fc.assert(
    fc.property(nets, ({ twoTier, privateWeb, multiSubnet, maintenance }) => {
      expectFaultsOnly((app) => new TwoTier(app, "two-tier", twoTier));
      expectFaultsOnly((app) => new PrivateWeb(app, "private-web", privateWeb));
      expectFaultsOnly((app) => new MultiSubnet(app, "multi-subnet", multiSubnet));
      expectFaultsOnly((app) => new Maintenance(app, "maintenance", maintenance));
    }),
    { numRuns: Math.ceil(RUNS / 3) },
  );
});

function expectFaultsOnly(build: (app: App) => void): void {
  try {
    synthesize(build);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    for (const issue of error.issues) {
      expect({ ...issue, lines: issue.lines?.join() }).toMatchObject({
        path: expect.stringMatching(/./),
        problem: expect.stringMatching(/./),
        fix: expect.stringMatching(/./),
        lines: expect.stringContaining("__tests__/modules/laws.test.ts:"),
      });
    }
  }
}
