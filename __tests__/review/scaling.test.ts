/** Auto Scaling groups: who their machines are, what lets packets to them, and what of them nobody can know. */
import { expect, test } from "@jest/globals";
import type { QueryableNetwork } from "../../review/reach/answer";
import { matrixOf } from "../../review/reach/matrix";
import type { Json, JsonObject } from "../../terraform/json";
import { EveryOption } from "../modules/every-option/every-option";
import { fleet } from "./fleet";
import { anything, type Change, ref, varied } from "./small-network";
import { ask, askedOf, line, synthesized } from "./stacks";

const zones: Change = {
  aws_subnet: {
    more: { vpc_id: ref("aws_vpc.v"), cidr_block: "10.0.2.0/24", availability_zone: "x-1c" },
  },
  aws_route_table_association: {
    more: { subnet_id: ref("aws_subnet.more"), route_table_id: ref("aws_route_table.public") },
  },
};

function named(asked: QueryableNetwork): readonly string[] {
  return [...asked.network.interfaces.values()].flatMap((one) => (one.autoScaled === true ? [one.name] : []));
}

test.each<[string, readonly string[], Change, readonly string[]]>([
  ["one subnet", ["private"], {}, ["fleet"]],
  ["zones a and c", ["private", "more"], zones, ["fleet_a", "fleet_c"]],
  ["two subnets of a zone", ["private", "public"], {}, ["fleet[private]", "fleet[public]"]],
])("names in %s", (_, subnets, change, expected) => {
  expect(named(askedOf(varied(change, fleet(subnets))))).toEqual(expected);
});

const shut: Change = {
  aws_security_group: {
    shut: { vpc_id: ref("aws_vpc.v"), egress: [anything()] },
    open: { ingress: [anything()] },
  },
};
const card = (more: JsonObject): JsonObject => ({
  network_interfaces: [{ security_groups: [ref("aws_security_group.open")], ...more }],
});
const inShut = { vpc_security_group_ids: [ref("aws_security_group.shut")] };
const noAddress = "blocked: IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS at fleet";
const open = { security_groups: [ref("aws_security_group.open")] };
const old = (more: JsonObject): Change => ({
  aws_launch_configuration: { old: { ...open, ...more } },
});
const byOld = { launch_template: null, launch_configuration: "${aws_launch_configuration.old.name}" };
const mixed = (override: readonly Json[]): JsonObject => ({
  launch_template: null,
  mixed_instances_policy: [
    {
      launch_template: [
        {
          launch_template_specification: [{ launch_template_id: ref("aws_launch_template.fleet") }],
          override,
        },
      ],
    },
  ],
});

test.each<[string, readonly Change[], string, string, string]>([
  ["groups of the template", [fleet(["private"])], "web", "fleet", "reachable: web → fleet"],
  [
    "groups of the template, closed",
    [shut, fleet(["private"], inShut)],
    "web",
    "fleet",
    "blocked: SG_HAS_NO_RULES at fleet",
  ],
  ["groups of its interface", [fleet(["private"], card({}))], "web", "fleet", "reachable: web → fleet"],
  ["a NAT", [fleet(["private"])], "fleet", "internet", "reachable: fleet → private → nat → public → igw"],
  ["no public address", [fleet(["public"])], "fleet", "internet", noAddress],
  [
    "the subnet gives public addresses",
    [fleet(["public"]), { aws_subnet: { public: { map_public_ip_on_launch: true } } }],
    "internet",
    "fleet",
    "reachable: igw → public → fleet",
  ],
  [
    "the template does",
    [fleet(["public"], card({ associate_public_ip_address: "true" }))],
    "internet",
    "fleet",
    "reachable: igw → public → fleet",
  ],
  [
    "the template does not, though the subnet does",
    [
      fleet(["public"], card({ associate_public_ip_address: "false" })),
      { aws_subnet: { public: { map_public_ip_on_launch: true } } },
    ],
    "fleet",
    "internet",
    noAddress,
  ],
  ["among its machines", [fleet(["private"])], "fleet", "fleet", "reachable: fleet"],
  [
    "among its machines, closed",
    [shut, fleet(["private"], inShut)],
    "fleet",
    "fleet",
    "blocked: SG_HAS_NO_RULES at fleet",
  ],
  [
    "a launch configuration",
    [old({ associate_public_ip_address: true }), fleet(["public"], {}, byOld)],
    "internet",
    "fleet",
    "reachable: igw → public → fleet",
  ],
  [
    "instances of several types",
    [fleet(["private"], inShut, mixed([{ instance_type: "t3.micro" }, { instance_type: "t3.small" }])), shut],
    "web",
    "fleet",
    "blocked: SG_HAS_NO_RULES at fleet",
  ],
])("%s", (_, changes, from, to, expected) => {
  expect(line(ask(askedOf(varied(...changes)), from, to, "tcp/80"))).toBe(expected);
});

test.each<[string, Change, string]>([
  [
    "the launch template of another root module",
    fleet(["private"], {}, { launch_template: { id: "lt-1", version: "3" } }),
    "aws_autoscaling_group.fleet.launch_template",
  ],
  [
    "instances of several launch templates",
    fleet(
      ["private"],
      {},
      mixed([{ launch_template_specification: [{ launch_template_id: ref("aws_launch_template.fleet") }] }]),
    ),
    "aws_autoscaling_group.fleet.mixed_instances_policy",
  ],
  [
    "an older version of the template",
    fleet(
      ["private"],
      { latest_version: 3, default_version: 2 },
      { launch_template: { id: ref("aws_launch_template.fleet") } },
    ),
    "aws_autoscaling_group.fleet.launch_template.version",
  ],
  [
    "groups in a variable without a value",
    fleet(["private"], { vpc_security_group_ids: "${var.groups}" }),
    "aws_launch_template.fleet.vpc_security_group_ids",
  ],
  [
    "subnets that are not in the input",
    fleet([], {}, { vpc_zone_identifier: ["subnet-1"] }),
    "aws_autoscaling_group.fleet.vpc_zone_identifier",
  ],
  ["no subnets", fleet([]), "aws_autoscaling_group.fleet.vpc_zone_identifier"],
])("not known, and named: %s", (_, change, attribute) => {
  const asked = askedOf({ ...(varied(change) as object), variable: { groups: {} } });
  const { verdict, unknowns } = ask(asked, "web", "fleet", "tcp/80");
  expect({ verdict, unknowns: unknowns.map((each) => each.attribute) }).toEqual({
    verdict: "unknown",
    unknowns: [attribute],
  });
  expect(asked.network.unknowns.map((each) => each.attribute)).toContain(attribute);
});

test("a group of no machines answers once it is scaled up", () => {
  const asked = askedOf(varied(fleet(["private"], undefined, { max_size: 0 })));
  expect(ask(asked, "web", "fleet", "tcp/80").notes).toEqual([
    "fleet is stopped: it answers once it is started",
  ]);
});

test("the builder's own group: the balancer serves it, the database takes it, the internet does not get there", () => {
  const asked = askedOf(synthesized("every-option", (app) => new EveryOption(app)));
  expect(named(asked)).toEqual(["fleet_a", "fleet_b"]);
  expect(asked.network.unknowns).toEqual([]);
  const lines = [
    ["alb", "fleet", "http"],
    ["fleet", "db", "mysql"],
    ["fleet", "fleet", "http"],
    ["internet", "fleet", "http"],
  ].map(([from = "", to = "", traffic = ""]) => line(ask(asked, from, to, traffic)));
  expect(lines).toEqual([
    "reachable: alb → fleet_a",
    "reachable: fleet_a → db",
    "blocked: ENI_SG_RULES_MISMATCH at fleet_a",
    "blocked: IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS at fleet_a",
  ]);
});

test("the matrix asks the machines of one group about each other", () => {
  const own: Change = {
    aws_security_group: { own: { vpc_id: ref("aws_vpc.v"), ingress: [anything()], egress: [anything()] } },
  };
  const { rows } = matrixOf(
    askedOf(varied(own, fleet(["private"], { vpc_security_group_ids: [ref("aws_security_group.own")] }))),
  );
  expect(rows.map(({ from, to }) => `${from.name} ${to.name}`)).toContain("fleet fleet");
});
