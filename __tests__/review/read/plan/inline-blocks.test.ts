/**
 * Inline blocks and lists of a plan whose references cannot be told apart: unknown for what they may let pass, certain
 * for the rest. The shapes are those that Terraform 1.11 gives.
 */
import { expect, test } from "@jest/globals";
import type { JsonObject } from "../../../../terraform/json";
import { ask } from "../../asking";
import {
  configured,
  OUT,
  type Planned,
  planOf,
  port,
  references,
  SITE,
  SUBNET,
  to,
  twice,
} from "./hand-made-plan";

const group = (name: string, ingress: readonly JsonObject[], unknown: JsonObject): Planned => ({
  address: `aws_security_group.${name}`,
  known: { egress: [OUT], ingress },
  unknown: { vpc_id: true, ...unknown },
});
const server = (name: string): Planned => ({
  address: `aws_instance.${name}`,
  known: { private_ip: `10.0.0.${10 + NAMES.indexOf(name)}` },
  unknown: { subnet_id: true, vpc_security_group_ids: true },
});
const NAMES = ["site", "till", "desk", "guest"];
const config = (ingress: JsonObject | undefined) => ({
  resources: [
    configured("aws_eip", "e", {}),
    configured("aws_vpc", "v", {}),
    configured("aws_subnet", "s", { vpc_id: to("aws_vpc.v") }),
    ...["till", "desk", "guest"].map((name) =>
      configured("aws_security_group", name, { vpc_id: to("aws_vpc.v") }),
    ),
    configured("aws_security_group", "site", {
      vpc_id: to("aws_vpc.v"),
      ...(ingress === undefined ? {} : { ingress }),
    }),
    ...NAMES.map((name) =>
      configured("aws_instance", name, {
        subnet_id: to("aws_subnet.s"),
        vpc_security_group_ids: to(`aws_security_group.${name}`),
      }),
    ),
  ],
});
const others = ["till", "desk", "guest"].map((name) => group(name, [], {}));
/** A site whose group has these blocks: the configuration lists what they refer to. */
const siteOf = (
  blocks: readonly JsonObject[],
  marks: readonly JsonObject[],
  ingress: JsonObject | undefined,
) =>
  planOf(
    [
      SITE,
      SUBNET,
      { address: "aws_eip.e" },
      ...others,
      group("site", blocks, { ingress: marks }),
      ...NAMES.map(server),
    ],
    config(ingress),
  );

const some = { security_groups: true };
const TWO = siteOf(
  [port(22), port(9000)],
  [some, some],
  references(...twice("aws_security_group.till"), ...twice("aws_security_group.desk")),
);
const SAME = siteOf(
  [port(22), port(9000)],
  [some, some],
  references(...twice("aws_security_group.till"), ...twice("aws_security_group.till")),
);
const MADE = siteOf([port(22), port(9000)], [some, some], undefined);
const BESIDE_MADE = siteOf([port(22), port(9000)], [some, some], to("aws_security_group.till"));
const APART = siteOf(
  [port(22, { cidr_blocks: ["10.0.0.12/32"] }), port(9000)],
  [{}, some],
  to("aws_security_group.till"),
);
const EITHER = siteOf(
  [port(9000)],
  [some],
  references(...twice("aws_security_group.till"), ...twice("aws_security_group.desk")),
);
const ADDRESS = siteOf(
  [port(22), port(9000)],
  [{ cidr_blocks: true }, some],
  references("aws_eip.e.public_ip", "aws_eip.e", ...twice("aws_security_group.till")),
);

test.each<[string, typeof TWO, string, string, string]>([
  ["two blocks, two groups: either may be the one", TWO, "till", "tcp/22", "unknown"],
  ["two blocks, two groups: either may be the one", TWO, "desk", "tcp/9000", "unknown"],
  ["a port of neither block is closed", TWO, "till", "tcp/443", "blocked"],
  ["a group is never the internet", TWO, "198.51.100.7", "tcp/22", "blocked"],
  ["two blocks, one group, said twice", SAME, "till", "tcp/22", "reachable"],
  ["two blocks, one group, said twice", SAME, "desk", "tcp/22", "blocked"],
  ["what a dynamic block refers to is not said", MADE, "till", "tcp/22", "unknown"],
  ["what a dynamic block refers to is not said", MADE, "till", "tcp/80", "blocked"],
  ["one of two blocks is a dynamic one", BESIDE_MADE, "guest", "tcp/22", "unknown"],
  ["a known block beside it", APART, "desk", "tcp/22", "reachable"],
  ["a known block beside it", APART, "till", "tcp/9000", "reachable"],
  ["a known block beside it", APART, "guest", "tcp/9000", "blocked"],
  ["one block, one of two groups", EITHER, "desk", "tcp/9000", "unknown"],
  ["one block, neither of two groups", EITHER, "guest", "tcp/9000", "blocked"],
  ["an address and a group are told apart", ADDRESS, "till", "tcp/9000", "reachable"],
  ["an address and a group are told apart", ADDRESS, "desk", "tcp/9000", "blocked"],
])("%s: %#", (_, asked, from, traffic, expected) => {
  expect(ask(asked, from, "site", traffic).verdict).toBe(expected);
});

// Routes: the attribute tells the type that it takes.

const WAYS = ["aws_internet_gateway.i", "aws_ec2_transit_gateway.t", "aws_nat_gateway.n"];
const table = (route: readonly JsonObject[], marks: readonly JsonObject[], ...to_: readonly string[]) =>
  planOf(
    [
      SITE,
      SUBNET,
      { address: "aws_internet_gateway.i", unknown: { vpc_id: true } },
      { address: "aws_ec2_transit_gateway.t" },
      { address: "aws_nat_gateway.n", known: { private_ip: "10.0.0.5" }, unknown: { subnet_id: true } },
      { address: "aws_route_table.r", known: { route }, unknown: { vpc_id: true, route: marks } },
      { address: "aws_route_table_association.a", unknown: { subnet_id: true, route_table_id: true } },
    ],
    {
      resources: [
        configured("aws_vpc", "v", {}),
        configured("aws_subnet", "s", { vpc_id: to("aws_vpc.v") }),
        configured("aws_internet_gateway", "i", { vpc_id: to("aws_vpc.v") }),
        configured("aws_ec2_transit_gateway", "t", {}),
        configured("aws_nat_gateway", "n", { subnet_id: to("aws_subnet.s") }),
        configured("aws_route_table", "r", {
          vpc_id: to("aws_vpc.v"),
          route: references(...to_.flatMap(twice)),
        }),
        configured("aws_route_table_association", "a", {
          subnet_id: to("aws_subnet.s"),
          route_table_id: to("aws_route_table.r"),
        }),
      ],
    },
  );
const ROUTES = [{ cidr_block: "0.0.0.0/0" }, { cidr_block: "10.8.0.0/16" }, { cidr_block: "10.9.0.0/16" }];
const MARKS = [{ gateway_id: true }, { transit_gateway_id: true }, { nat_gateway_id: true }];

test.each([
  ["in the order of the configuration", WAYS],
  ["in any other", [...WAYS].reverse()],
])("routes are told apart by what they lead to, %s", (_, order) => {
  const { network } = table(ROUTES, MARKS, ...order);
  const routes = network.tables.get("aws_route_table.r")?.routes ?? [];
  expect(routes.map(({ text, target: { kind } }) => `${text} ${kind}`).sort()).toEqual([
    "0.0.0.0/0 internet",
    "10.0.0.0/16 local",
    "10.8.0.0/16 transit",
    "10.9.0.0/16 interface",
  ]);
});

test("two routes of one kind are not told apart", () => {
  const { network } = table(
    ROUTES.slice(1),
    [{ transit_gateway_id: true }, { transit_gateway_id: true }],
    "aws_ec2_transit_gateway.t",
    "aws_ec2_transit_gateway.u",
  );
  const routes = network.tables.get("aws_route_table.r")?.routes ?? [];
  expect(routes.map(({ target: { kind } }) => kind)).toEqual(["local", "unknown", "unknown"]);
});

// Blocks of a set come in another order than the configuration: constants tell which is which.

test("a load balancer's addresses stay with their subnets", () => {
  const mapping = (from: JsonObject, more: JsonObject = {}) => ({ subnet_id: from, ...more });
  const { network } = planOf(
    [
      SITE,
      ...["a", "b"].map((name, i) => ({
        address: `aws_subnet.${name}`,
        known: { cidr_block: `10.0.${i}.0/24` },
        unknown: { vpc_id: true },
      })),
      {
        address: "aws_lb.n",
        known: {
          load_balancer_type: "network",
          internal: true,
          subnet_mapping: [{ private_ipv4_address: "10.0.1.9" }, { private_ipv4_address: "" }],
        },
        unknown: { subnet_mapping: [{ subnet_id: true }, { subnet_id: true }] },
      },
    ],
    {
      resources: [
        configured("aws_vpc", "v", {}),
        ...["a", "b"].map((name) => configured("aws_subnet", name, { vpc_id: to("aws_vpc.v") })),
        configured("aws_lb", "n", {
          subnet_mapping: [
            mapping(to("aws_subnet.a")),
            mapping(to("aws_subnet.b"), { private_ipv4_address: { constant_value: "10.0.1.9" } }),
          ] as unknown as JsonObject,
        }),
      ],
    },
  );
  const nodes = [...network.interfaces.values()].map(({ subnet, private4 }) => [subnet, private4?.exact]);
  expect(nodes.sort()).toEqual([
    ["aws_subnet.a", false],
    ["aws_subnet.b", true],
  ]);
});
