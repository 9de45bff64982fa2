/** Auto Scaling groups: who their machines are, what lets packets to them, and what of them nobody can know. */
import { expect, test } from "@jest/globals";
import type { QueryableNetwork } from "../../../review/reach/answer";
import { matrixOf } from "../../../review/reach/matrix";
import type { Json, JsonObject } from "../../../terraform/json";
import { EveryOption } from "../../modules/every-option/every-option";
import { synthesized } from "../../synthesis";
import { ask, askedOf, line } from "../asking";
import { fleet } from "../fleet";
import { nlb, TARGET_GROUP, withoutTarget } from "../nlb";
import { anything, type Change, ref, varied } from "../small-network";
import { testRows } from "./rows";

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
const givesAddresses: Change = { aws_subnet: { public: { map_public_ip_on_launch: true } } };
const card = (more: JsonObject): JsonObject => ({
  network_interfaces: [{ security_groups: [ref("aws_security_group.open")], ...more }],
});
const inShut = { vpc_security_group_ids: [ref("aws_security_group.shut")] };
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
const types = mixed([{ instance_type: "t3.micro" }, { instance_type: "t3.small" }]);
const own = fleet(["private"]);
const closed = [shut, fleet(["private"], inShut)];
const byCard = fleet(["private"], card({}));
const addressed = fleet(["public"], card({ associate_public_ip_address: "true" }));
const unaddressed = fleet(["public"], card({ associate_public_ip_address: "false" }));
const byConfiguration = [
  {
    aws_launch_configuration: {
      old: { security_groups: [ref("aws_security_group.open")], associate_public_ip_address: true },
    },
  },
  fleet(
    ["public"],
    {},
    { launch_template: null, launch_configuration: "${aws_launch_configuration.old.name}" },
  ),
];
const ofTypes = [fleet(["private"], inShut, types), shut];
const FROM_OUTSIDE = "reachable: igw → public → fleet";
const NO_RULES = "blocked: SG_HAS_NO_RULES at fleet";
const NO_ADDRESS = "blocked: IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS at fleet";

testRows([
  ["groups of the template", own, "web → fleet tcp/80", "reachable: web → fleet"],
  ["groups of the template, closed", closed, "web → fleet tcp/80", NO_RULES],
  ["groups of its interface", byCard, "web → fleet tcp/80", "reachable: web → fleet"],
  ["a NAT", own, "fleet → internet tcp/80", "reachable: fleet → private → nat → public → igw"],
  ["no public address", fleet(["public"]), "fleet → internet tcp/80", NO_ADDRESS],
  ["addresses by the subnet", [fleet(["public"]), givesAddresses], "internet → fleet tcp/80", FROM_OUTSIDE],
  ["addresses by the template", addressed, "internet → fleet tcp/80", FROM_OUTSIDE],
  ["the template refuses", [unaddressed, givesAddresses], "fleet → internet tcp/80", NO_ADDRESS],
  ["among its machines", own, "fleet → fleet tcp/80", "reachable: fleet"],
  ["among its machines, closed", closed, "fleet → fleet tcp/80", NO_RULES],
  ["a launch configuration", byConfiguration, "internet → fleet tcp/80", FROM_OUTSIDE],
  ["instances of several types", ofTypes, "web → fleet tcp/80", NO_RULES],
]);

const template = ref("aws_launch_template.fleet");
const twoVersions = { latest_version: 3, default_version: 2 };
const severalTemplates = mixed([{ launch_template_specification: [{ launch_template_id: template }] }]);
const foreign = fleet(["private"], {}, { launch_template: { id: "lt-1", version: "3" } });
const older = fleet(["private"], twoVersions, { launch_template: { id: template } });
const unset = fleet(["private"], { vpc_security_group_ids: "${var.groups}" });
const placeless = fleet([], {}, { vpc_zone_identifier: ["subnet-1"] });

test.each<[string, Change, string]>([
  ["a foreign template", foreign, "aws_autoscaling_group.fleet.launch_template"],
  [
    "templates",
    fleet(["private"], {}, severalTemplates),
    "aws_autoscaling_group.fleet.mixed_instances_policy",
  ],
  ["an older version of the template", older, "aws_autoscaling_group.fleet.launch_template.version"],
  ["groups in a variable", unset, "aws_launch_template.fleet.vpc_security_group_ids"],
  ["subnets that are not in the input", placeless, "aws_autoscaling_group.fleet.vpc_zone_identifier"],
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

/** The fleet behind the balancer, registered by the group itself. */
const listed = (group: JsonObject): readonly Change[] => [
  nlb(),
  withoutTarget,
  fleet(["private"], undefined, group),
];
/** Registered by an attachment to the group of this name. */
const attached = (name: string, group: JsonObject = {}): readonly Change[] => [
  ...listed(group),
  {
    aws_autoscaling_attachment: { a: { autoscaling_group_name: name, lb_target_group_arn: TARGET_GROUP } },
  },
];
const byReference = attached("${aws_autoscaling_group.fleet.name}");
const source = { traffic_source: [{ identifier: TARGET_GROUP, type: "elbv2" }] };
const THROUGH = "reachable: igw → public → nlb → fleet";
const GONE = "unknown: aws_autoscaling_attachment.a.autoscaling_group_name";

testRows([
  ["registered by an attachment", byReference, "internet → nlb tcp/80", THROUGH],
  ["by an attachment, by name", attached("shop", { name: "shop" }), "internet → nlb tcp/80", THROUGH],
  ["by the group", listed({ target_group_arns: [TARGET_GROUP] }), "internet → nlb tcp/80", THROUGH],
  ["as a traffic source", listed(source), "internet → nlb tcp/80", THROUGH],
  ["of another root module", attached("gone"), "internet → nlb tcp/80", GONE],
  ["not at all", listed({}), "internet → nlb tcp/80", "blocked: NET_NO_TARGET at nlb"],
]);

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
  const members: Change = {
    aws_security_group: { own: { vpc_id: ref("aws_vpc.v"), ingress: [anything()], egress: [anything()] } },
  };
  const { rows } = matrixOf(
    askedOf(varied(members, fleet(["private"], { vpc_security_group_ids: [ref("aws_security_group.own")] }))),
  );
  expect(rows.map(({ from, to }) => `${from.name} ${to.name}`)).toContain("fleet fleet");
});
