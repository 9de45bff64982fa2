/** Every row of the tables of the four reference networks, with every variation: one line a question. */
import { expect, test } from "@jest/globals";
import { Maintenance } from "../../../stacks/maintenance";
import { MultiSubnet } from "../../../stacks/multi-subnet";
import { PrivateWeb } from "../../../stacks/private-web";
import { TwoTier } from "../../../stacks/two-tier";
import type { Json } from "../../../terraform/json";
import { ask, askedOf, line, synthesized } from "../stacks";

const NO_ADDRESS = "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS";
const MISMATCH = "ENI_SG_RULES_MISMATCH";

const twoTier = askedOf(synthesized("two-tier", (app) => new TwoTier(app, "two-tier")));
const quiet = askedOf(synthesized("quiet", (app) => new TwoTier(app, "quiet", { ping: "closed" })));
const natless = askedOf(
  synthesized("natless", (app) => new TwoTier(app, "natless", { nat: { kind: "none" } })),
);
const byInstance = askedOf(
  synthesized("by-instance", (app) => new TwoTier(app, "by-instance", { nat: { kind: "instance" } })),
);
const secure = askedOf(synthesized("secure", (app) => new TwoTier(app, "secure", { https: "open" })));

test.each([
  ["internet", "web", "tcp/80", "reachable: igw → public_a → web"],
  ["internet", "web", "tcp/443", `blocked: ${MISMATCH} at web`],
  ["internet", "web", "ping", "reachable: igw → public_a → web"],
  ["admin", "web", "ssh", "reachable: igw → public_a → web"],
  ["internet", "web", "ssh", `blocked: ${MISMATCH} at web`],
  ["web", "db", "mysql", "reachable: web → db"],
  ["web", "db", "ssh", "reachable: web → db"],
  ["web", "db", "ping", "reachable: web → db"],
  ["internet", "db", "all", `blocked: ${NO_ADDRESS} at db`],
  ["admin", "db", "ssh", `blocked: ${NO_ADDRESS} at db`],
  ["db", "internet", "https", "reachable: db → private_a → nat_a → public_a → igw"],
  ["db", "web", "ssh", `blocked: ${MISMATCH} at web`],
  ["db", "web", "mysql", `blocked: ${MISMATCH} at web`],
  ["db", "web", "http", "reachable: db → web"],
  ["db", "web", "ping", "reachable: db → web"],
  ["web", "internet", "https", "reachable: web → public_a → igw"],
  ["internet", "10.0.1.10", "http", "reachable: igw → public_a → web"],
  ["10.0.1.10", "10.0.2.10", "mysql", "reachable: web → db"],
  ["web", "10.0.2.11", "mysql", "blocked: UNASSOCIATED_COMPONENT at public_a"],
  ["aws_instance.web", "aws_instance.db", "mysql", "reachable: web → db"],
])("two-tier: %s → %s %s", (from, to, traffic, expected) => {
  expect(line(ask(twoTier, from, to, traffic))).toBe(expected);
});

test("two-tier: the administrator reaches the database hop by hop, through the web server", () => {
  expect(ask(twoTier, "admin", "db", "ssh", "web")).toMatchObject({ verdict: "reachable", whole: true });
});

test.each([
  [quiet, "internet", "web", "ping", `blocked: ${MISMATCH} at web`],
  [quiet, "internet", "web", "http", "reachable: igw → public_a → web"],
  [quiet, "web", "db", "ping", `blocked: ${MISMATCH} at db`],
  [quiet, "db", "web", "ping", `blocked: ${MISMATCH} at web`],
  [natless, "db", "internet", "https", "blocked: NO_ROUTE_TO_DESTINATION at private_a"],
  [byInstance, "db", "internet", "https", "reachable: db → private_a → nat_a → public_a → igw"],
  [byInstance, "internet", "nat_a", "ssh", `blocked: ${MISMATCH} at nat_a`],
  [secure, "internet", "web", "https", "reachable: igw → public_a → web"],
])("two-tier with another choice: %# %s", (asked, from, to, traffic, expected) => {
  expect(line(ask(asked, from, to, traffic))).toBe(expected);
});

const privateWebJson = synthesized("private-web", (app) => new PrivateWeb(app, "private-web"));
const privateWeb = askedOf(privateWebJson);

test.each([
  ["admin", "bastion", "ssh", "reachable: igw → public_a → bastion"],
  ["internet", "bastion", "all", `blocked: ${MISMATCH} at bastion`],
  ["internet", "bastion", "ssh", `blocked: ${MISMATCH} at bastion`],
  ["bastion", "main", "ssh", "reachable: bastion → main"],
  ["internet", "main", "all", `blocked: ${NO_ADDRESS} at main`],
  ["main", "internet", "https", "reachable: main → private_a → nat_a → public_a → igw"],
  ["main", "bastion", "ssh", `blocked: ${MISMATCH} at bastion`],
])("private-web: %s → %s %s", (from, to, traffic, expected) => {
  expect(line(ask(privateWeb, from, to, traffic))).toBe(expected);
});

/** The group's outbound rule as its author wrote it: "only to the group pub-ssh". */
function asWritten(): Json {
  const json = structuredClone(privateWebJson) as { resource: Record<string, Record<string, Json>> };
  const rules = json.resource["aws_vpc_security_group_egress_rule"] ?? {};
  for (const name of Object.keys(rules)) if (name.startsWith("web_")) delete rules[name];
  rules["web_anything_to_pub_ssh"] = {
    ip_protocol: "-1",
    security_group_id: "${aws_security_group.web.id}",
    referenced_security_group_id: "${aws_security_group.pub_ssh.id}",
  };
  return json as unknown as Json;
}

test("private-web as written: the server is cut off, because a NAT gateway has no security group", () => {
  const verdict = ask(askedOf(asWritten()), "main", "internet", "https");
  expect(line(verdict)).toBe(`blocked: ${MISMATCH} at main`);
  expect(verdict.blocker?.keys).toContain("aws_security_group.web");
  expect(verdict.blocker?.text).toMatch(/NAT gateway .*no security group/);
});

const multiSubnetJson = synthesized("multi-subnet", (app) => new MultiSubnet(app, "multi-subnet"));
const multiSubnet = askedOf(multiSubnetJson);

test.each([
  ["internet", "alb", "http", "reachable: igw → public_a → alb"],
  ["internet", "alb", "https", "blocked: ENI_SG_RULES_MISMATCH at alb"],
  ["alb", "web_a", "http", "reachable: alb → web_a"],
  ["alb", "web_c", "http", "reachable: alb → web_c"],
  ["alb", "web", "http", "reachable: alb → web_a"],
  ["internet", "web_a", "all", `blocked: ${NO_ADDRESS} at web_a`],
  ["internet", "web_c", "http", `blocked: ${NO_ADDRESS} at web_c`],
  ["admin", "bastion", "ssh", "reachable: igw → public_a → bastion"],
  ["internet", "bastion", "ssh", `blocked: ${MISMATCH} at bastion`],
  ["bastion", "web_a", "ssh", "reachable: bastion → web_a"],
  ["bastion", "web_c", "ssh", "reachable: bastion → web_c"],
  ["bastion", "web", "http", `blocked: ${MISMATCH} at web_a`],
  ["nat", "web_a", "ssh", `blocked: ${MISMATCH} at web_a`],
  ["nat", "web_c", "ssh", `blocked: ${MISMATCH} at web_c`],
  ["web_a", "internet", "https", "reachable: web_a → private_a → nat_a → public_a → igw"],
  ["web_c", "internet", "https", "reachable: web_c → private_c → nat_c → public_c → igw"],
  ["internet", "nat", "ssh", `blocked: ${MISMATCH} at nat_c`],
])("multi-subnet: %s → %s %s", (from, to, traffic, expected) => {
  expect(line(ask(multiSubnet, from, to, traffic))).toBe(expected);
});

test.each(["web_a", "web_c"])("multi-subnet: internet → %s through alb", (web) => {
  expect(ask(multiSubnet, "internet", web, "http", "alb")).toMatchObject({
    verdict: "reachable",
    whole: true,
  });
});

test("multi-subnet with the check on: blocked at the NAT instance, saying so", () => {
  const json = structuredClone(multiSubnetJson) as {
    resource: Record<string, Record<string, Record<string, Json>>>;
  };
  const nat = json.resource["aws_network_interface"]?.["nat_c"] ?? {};
  Object.assign(nat, { source_dest_check: true });
  const verdict = ask(askedOf(json as unknown as Json), "web_c", "internet", "https");
  expect(line(verdict)).toBe("blocked: ENI_SOURCE_DEST_CHECK_RESTRICTION at nat_c");
  expect(verdict.blocker).toMatchObject({
    text: "drops packets that are not addressed to it",
    fix: { resource: "aws_network_interface.nat_c", change: "source_dest_check = false" },
  });
});

test("multi-subnet with private subnets for the balancer: its answers leave by another door", () => {
  const json = structuredClone(multiSubnetJson) as {
    resource: Record<string, Record<string, Record<string, Json>>>;
  };
  Object.assign(json.resource["aws_lb"]?.["alb"] ?? {}, {
    subnets: ["${aws_subnet.private_a.id}", "${aws_subnet.private_c.id}"],
  });
  expect(line(ask(askedOf(json as unknown as Json), "internet", "alb", "http"))).toBe(
    "blocked: NET_RETURN_PATH_BLOCKED at nat_a",
  );
});

const maintenance = askedOf(synthesized("maintenance", (app) => new Maintenance(app, "maintenance")));

test.each([
  ["internet", "app", "http", "reachable: igw → public_a → app"],
  ["internet", "app", "ssh", `blocked: ${MISMATCH} at app`],
  ["admin", "app", "ssh", `blocked: ${MISMATCH} at app`],
  ["admin", "bastion", "ssh", "reachable: igw → public_a → bastion"],
  ["internet", "bastion", "ssh", `blocked: ${MISMATCH} at bastion`],
  ["bastion", "app", "ssh", "reachable: bastion → app"],
  ["app", "db", "mysql", "reachable: app → db"],
  ["bastion", "db", "mysql", "reachable: bastion → db"],
  ["internet", "db", "all", `blocked: ${NO_ADDRESS} at db`],
])("maintenance: %s → %s %s", (from, to, traffic, expected) => {
  expect(line(ask(maintenance, from, to, traffic))).toBe(expected);
});

test("maintenance: a bastion that sleeps is reached once it is started, and the answer says so", () => {
  expect(ask(maintenance, "admin", "bastion", "ssh").notes).toEqual([
    "bastion is stopped: it answers once it is started",
  ]);
});

test("a near miss is named: web admits the bastion, but on ssh", () => {
  expect(ask(multiSubnet, "bastion", "web_a", "tcp/8080").blocker?.nearMisses).toEqual([
    "web admits bastion, but on tcp/22, not tcp/8080",
  ]);
});

test("a server behind a balancer: the answer says through what it is reached", () => {
  expect(ask(multiSubnet, "internet", "web_c", "http").notes).toEqual(["alb serves it, on tcp/80"]);
});
