/** Hostile and broken input: one clear error or a right answer, in bounded time. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { buildNetwork } from "../../../review/model/build";
import { queryable } from "../../../review/reach/answer";
import { matrixOf } from "../../../review/reach/matrix";
import { readConfig } from "../../../review/read/config/configuration";
import { readInput } from "../../../review/read/input";
import { readPlan } from "../../../review/read/plan/plan";
import { type Json, parseJson } from "../../../terraform/json";
import { ask, askedOf, line } from "../asking";

const folder = mkdtempSync(join(tmpdir(), "tiers-hostile-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test.each([
  ["truncated", '{"resource": {"aws_vpc": {', /truncated\.json: is not JSON: .*give a whole JSON file/],
  ["empty", "", /is not JSON/],
  ["text", "resource aws_vpc main {}", /is not JSON: line 1, column 1/],
  ["list", "[1, 2]", /is JSON, but no object/],
  ["foreign", '{"hello": "world"}', /none of the forms that are understood/],
  [
    "raw-state",
    '{"version": 4, "serial": 3, "resources": []}',
    /raw state file; write it with: terraform show -json/,
  ],
  ["future", '{"format_version": "2.0", "planned_values": {}}', /has format 2\.0; only 1\.x is understood/],
  ["null", "null", /is JSON, but no object/],
])("%s: one clear error with the place", (name, text, message) => {
  expect(() => readInput(file(`${name}.json`, text))).toThrow(message);
});

test("what is not there, and a folder of nothing", () => {
  expect(() => readInput(join(folder, "nowhere"))).toThrow(/is not there/);
  mkdirSync(join(folder, "nothing"));
  expect(() => readInput(join(folder, "nothing"))).toThrow(
    /holds neither cdk\.tf\.json nor output of aws describe/,
  );
});

const TYPES: readonly Json[] = [null, 7, "text", true, [], {}, [[]], [null], { id: [] }, { "": {} }];

test.each(["resource", "variable", "locals", "data", "module"])(
  "%s of any type is read or refused, never a crash of our own",
  (key) => {
    for (const value of TYPES)
      expect(() => matrixOf(queryable(buildNetwork(readConfig({ [key]: value }))))).not.toThrow();
  },
);

test("resources and attributes of wrong types are no reason to crash", () => {
  const types = [
    "aws_vpc",
    "aws_subnet",
    "aws_route",
    "aws_route_table",
    "aws_security_group",
    "aws_instance",
    "aws_lb",
    "aws_lb_listener",
    "aws_lb_target_group",
    "aws_db_instance",
    "aws_network_acl",
    "aws_nat_gateway",
    "aws_vpc_endpoint",
    "aws_vpc_security_group_ingress_rule",
    "aws_eip",
  ];
  const attributes = [
    "vpc_id",
    "subnet_id",
    "cidr_block",
    "route",
    "ingress",
    "egress",
    "subnet_ids",
    "subnets",
    "security_groups",
    "vpc_security_group_ids",
    "default_action",
    "private_ip",
    "private_ips",
    "network_interface",
    "subnet_mapping",
    "health_check",
    "port",
    "cidr_ipv4",
    "from_port",
  ];
  for (const value of TYPES)
    for (const type of types) {
      const body = Object.fromEntries(attributes.map((name) => [name, value]));
      const plan = {
        format_version: "1.2",
        planned_values: { root_module: { resources: [{ address: `${type}.x`, type, values: body }] } },
      };
      expect(() =>
        matrixOf(queryable(buildNetwork(readConfig({ resource: { [type]: { x: body, y: value } } })))),
      ).not.toThrow();
      expect(() => matrixOf(queryable(buildNetwork(readPlan(plan))))).not.toThrow();
    }
});

const SUBNET = { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.0.0/24" };
const VPC = { aws_vpc: { v: { cidr_block: "10.0.0.0/16" } }, aws_subnet: { s: SUBNET } };

test.each([
  [
    "locals",
    {
      locals: { a: "${local.b}", b: "${local.a}" },
      resource: { ...VPC, aws_instance: { m: { subnet_id: "${local.a}" } } },
    },
  ],
  ["attributes", { resource: { aws_vpc: { v: { cidr_block: "${aws_vpc.v.cidr_block}" } } } }],
  ["for_each", { resource: { aws_vpc: { v: { for_each: "${aws_vpc.v}", cidr_block: "10.0.0.0/16" } } } }],
  [
    "two for_each",
    {
      resource: {
        aws_vpc: {
          v: { for_each: "${toset(keys(aws_vpc.w))}" },
          w: { for_each: "${toset(keys(aws_vpc.v))}" },
        },
      },
    },
  ],
])("a cycle of %s ends", (_, json) => {
  expect(() => matrixOf(queryable(buildNetwork(readConfig(json))))).not.toThrow();
});

test("expressions of any depth and length end", () => {
  const deep = `\${${"(".repeat(10_000)}1${")".repeat(10_000)}}`;
  const long = `\${${"a.b + ".repeat(50_000)}1}`;
  for (const text of [
    deep,
    long,
    "${",
    "${}",
    "${[",
    '${"',
    "%{ if true }x%{ endif }",
    "${for}",
    "$${aws_vpc.v.id}",
  ])
    expect(() =>
      buildNetwork(
        readConfig({ resource: { ...VPC, aws_instance: { m: { subnet_id: text, private_ip: text } } } }),
      ),
    ).not.toThrow();
});

test("keys of the prototype are names like any other", () => {
  const json = parseJson(
    '{"resource": {"__proto__": {"x": {}}, "aws_instance": {"__proto__": {"subnet_id": "${aws_subnet.s.id}"}, "constructor": {"subnet_id": "${aws_subnet.s.id}"}}, "aws_vpc": {"v": {"cidr_block": "10.0.0.0/16", "__proto__": {"polluted": 1}}}, "aws_subnet": {"s": {"vpc_id": "${aws_vpc.v.id}", "cidr_block": "10.0.0.0/24"}}}, "variable": {"__proto__": {"default": 1}}}',
    "hostile",
  );
  const asked = askedOf(json);
  expect(line(ask(asked, "__proto__", "constructor", "ssh"))).toBe("reachable: __proto__ → constructor");
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test("names with Markdown and control characters are names", () => {
  const name = "a|b`<script>\u001b[31m*x*";
  const asked = askedOf({
    resource: {
      ...VPC,
      aws_instance: { [name]: { subnet_id: "${aws_subnet.s.id}" }, m: { subnet_id: "${aws_subnet.s.id}" } },
    },
  });
  expect(line(ask(asked, name, "m", "ssh"))).toContain("reachable");
});

/** A hundred thousand in `npm run test:laws`. */
const RULES = Number(process.env["LAW_RULES"] ?? 10_000);

function manyRules(rule: (i: number) => Json): Json {
  const rules = Object.fromEntries(Array.from({ length: RULES }, (_, i) => [`r${i}`, rule(i)]));
  return {
    resource: {
      ...VPC,
      aws_security_group: { g: { vpc_id: "${aws_vpc.v.id}" } },
      aws_vpc_security_group_ingress_rule: rules,
      aws_instance: {
        m: { subnet_id: "${aws_subnet.s.id}", vpc_security_group_ids: ["${aws_security_group.g.id}"] },
        n: { subnet_id: "${aws_subnet.s.id}" },
      },
    },
  };
}

test.each<[string, (i: number) => Json]>([
  [
    "addresses",
    (i) => ({
      ip_protocol: "tcp",
      from_port: 22,
      to_port: 22,
      cidr_ipv4: `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}/32`,
    }),
  ],
  [
    "ports",
    (i) => ({
      ip_protocol: i < 65_536 ? "tcp" : "udp",
      from_port: i % 65_536,
      to_port: i % 65_536,
      cidr_ipv4: "10.0.0.0/24",
    }),
  ],
  [
    "both",
    (i) => ({
      ip_protocol: "tcp",
      from_port: i % 65_536,
      to_port: i % 65_536,
      cidr_ipv4: `10.0.${(i >> 8) & 255}.${i & 255}/32`,
    }),
  ],
])(
  `${RULES} rules of different %s: an answer in bounded time`,
  (_, rule) => {
    const asked = askedOf(
      manyRules((i) => ({ security_group_id: "${aws_security_group.g.id}", ...(rule(i) as object) })),
    );
    expect(["reachable", "unknown", "blocked"]).toContain(ask(asked, "n", "m", "tcp/22").verdict);
    matrixOf(asked);
  },
  60_000,
);
