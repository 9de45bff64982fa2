/** Plans in the shapes that community modules give them: exact where the plan allows it, unknown with the attribute named where not. */
import { expect, test } from "@jest/globals";
import { matrixOf } from "../../../../review/reach/matrix";
import { matrixJson, renderMatrix } from "../../../../review/report/text/matrix";
import type { JsonObject } from "../../../../terraform/json";
import { ask, line } from "../../asking";
import { configured, type Planned, planOf, references, to } from "./hand-made-plan";

const VPC: readonly Planned[] = [{ address: "aws_vpc.v", known: { cidr_block: "10.0.0.0/16" } }];
const SUBNETS: readonly Planned[] = [0, 1].map((i) => ({
  address: `aws_subnet.s[${i}]`,
  known: { cidr_block: `10.0.${i}.0/24` },
  unknown: { vpc_id: true },
}));
const INLINE = { protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks: [], self: false };
const ALL_OUT = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };
const MACHINE = { unknown: { subnet_id: true, vpc_security_group_ids: true, private_ip: true } };
const GROUP: Planned = {
  address: "aws_security_group.g",
  known: { egress: [ALL_OUT] },
  unknown: { vpc_id: true, ingress: [{ security_groups: true }] },
};
const CONFIG = {
  vpc: configured("aws_vpc", "v", {}),
  subnets: configured("aws_subnet", "s", { vpc_id: to("aws_vpc.v") }),
  group: configured("aws_security_group", "g", {
    vpc_id: to("aws_vpc.v"),
    ingress: to("aws_security_group.h"),
  }),
  other: configured("aws_security_group", "h", { vpc_id: to("aws_vpc.v") }),
};
const OTHER: Planned = {
  address: "aws_security_group.h",
  known: { egress: [ALL_OUT], ingress: [] },
  unknown: { vpc_id: true },
};
const machines = (subnet: JsonObject, groups: JsonObject = to("aws_security_group.h")): JsonObject =>
  configured("aws_instance", "m", { subnet_id: subnet, vpc_security_group_ids: groups });
const MANY: readonly Planned[] = [0, 1].map((i) => ({ address: `aws_instance.m[${i}]`, ...MACHINE }));
const OPEN_IN: Planned = {
  ...OTHER,
  known: { egress: [ALL_OUT], ingress: [{ ...INLINE, cidr_blocks: ["10.0.0.0/24"] }] },
};

const INLINE_RULES: readonly [resources: readonly Planned[], config: readonly JsonObject[]] = [
  [
    ...MANY,
    { ...GROUP, known: { egress: [ALL_OUT], ingress: [INLINE] } },
    OTHER,
    { address: "aws_instance.h", ...MACHINE },
  ],
  [
    machines(references("aws_subnet.s", "count.index"), to("aws_security_group.g")),
    configured("aws_instance", "h", {
      subnet_id: to("aws_subnet.s[0]"),
      vpc_security_group_ids: to("aws_security_group.h"),
    }),
  ],
];

test.each<[string, readonly Planned[], readonly JsonObject[], string, string, string]>([
  [
    "count: the same number",
    [...MANY, OPEN_IN],
    [machines(references("aws_subnet.s", "count.index"))],
    "m[0]",
    "m[1]",
    "reachable: m[0] → m[1]",
  ],
  [
    "count: the same number",
    [...MANY, OPEN_IN],
    [machines(references("aws_subnet.s", "count.index"))],
    "m[1]",
    "m[0]",
    "blocked: ENI_SG_RULES_MISMATCH at m[0]",
  ],
  [
    "a fixed element",
    [...MANY, OPEN_IN],
    [machines(references("aws_subnet.s[1].id", "aws_subnet.s[1]", "aws_subnet.s"))],
    "m[0]",
    "m[1]",
    "blocked: ENI_SG_RULES_MISMATCH at m[1]",
  ],
  [
    "two candidates are not guessed",
    [{ address: "aws_instance.one", ...MACHINE }, ...MANY, OPEN_IN],
    [
      configured("aws_instance", "one", { subnet_id: references("aws_subnet.s", "local.which") }),
      machines(references("aws_subnet.s", "count.index")),
    ],
    "one",
    "m[0]",
    "unknown: aws_instance.one.subnet_id",
  ],
  ["inline rules with a group known after apply", ...INLINE_RULES, "h", "m[1]", "reachable: h → m[1]"],
  [
    "inline rules with a group known after apply",
    ...INLINE_RULES,
    "m[0]",
    "m[1]",
    "blocked: ENI_SG_RULES_MISMATCH at m[1]",
  ],
  [
    "a dynamic block of unknown length",
    [...MANY, { ...GROUP, unknown: { vpc_id: true, ingress: true } }, OTHER],
    [machines(references("aws_subnet.s", "count.index"), to("aws_security_group.g"))],
    "m[0]",
    "m[1]",
    "unknown: aws_security_group.g.ingress",
  ],
  [
    "rules that nobody states are none",
    [...MANY, { ...OTHER, known: {}, unknown: { vpc_id: true, ingress: true, egress: true } }],
    [machines(references("aws_subnet.s", "count.index"))],
    "m[0]",
    "m[1]",
    "blocked: SG_HAS_NO_RULES at m[0]",
  ],
  [
    "no group: the VPC's default one",
    [...MANY, OTHER],
    [configured("aws_instance", "m", { subnet_id: references("aws_subnet.s", "count.index") })],
    "m[0]",
    "m[1]",
    "reachable: m[0] → m[1]",
  ],
])("%s: %# %s", (_, resources, config, from, dest, expected) => {
  const root = { resources: [...Object.values(CONFIG), ...config] };
  expect(line(ask(planOf([...VPC, ...SUBNETS, ...resources], root), from, dest, "ssh"))).toBe(expected);
});

/** Two subnets and a group that their first one's addresses may enter, in a module of their own. */
const NET: readonly Planned[] = [
  { address: "module.net.aws_vpc.v", known: { cidr_block: "10.0.0.0/16" } },
  ...SUBNETS.map((each) => ({ ...each, address: `module.net.${each.address}` })),
  { address: "module.net.aws_security_group.h", known: OPEN_IN.known ?? {}, unknown: { vpc_id: true } },
];
const NET_CALL = {
  module: {
    outputs: {
      subnets: { expression: references("aws_subnet.s") },
      group: { expression: to("aws_security_group.h") },
    },
    resources: [CONFIG.vpc, CONFIG.subnets, CONFIG.other],
  },
};

test.each([
  ['module.app["a"].aws_instance.m', "module.net.aws_subnet.s[0]", "reachable"],
  ['module.app["b"].aws_instance.m', "module.net.aws_subnet.s[0]", "reachable"],
])("modules: %s stands in the first subnet, through a variable and an output", (address, _, expected) => {
  const modules = ["a", "b"].map((key) => ({ address: `module.app["${key}"].aws_instance.m`, ...MACHINE }));
  const asked = planOf([...NET, ...modules], {
    module_calls: {
      net: NET_CALL,
      app: {
        for_each_expression: { constant_value: {} },
        expressions: {
          subnet: references("module.net.subnets[0]", "module.net.subnets", "module.net"),
          groups: references("module.net.group", "module.net"),
        },
        module: { resources: [machines(references("var.subnet"), references("var.groups"))] },
      },
    },
  });
  expect(ask(asked, address, address.includes('"a"') ? 'app["b"].m' : 'app["a"].m', "ssh").verdict).toBe(
    expected,
  );
});

const inRow = (count: number) => {
  const expressions = {
    subnets: references("module.net.subnets", "module.net"),
    groups: references("module.net.group", "module.net"),
  };
  const resources = [machines(references("var.subnets", "count.index"), references("var.groups"))];
  const all = Array.from({ length: count }, (_, i) => ({
    address: `module.app.aws_instance.m[${i}]`,
    ...MACHINE,
  }));
  return planOf([...NET, ...all], {
    module_calls: { net: NET_CALL, app: { expressions, module: { resources } } },
  });
};

test("modules: the machine of each number stands in the subnet of that number, of a list that the caller gives", () => {
  expect(line(ask(inRow(2), "app.m[0]", "app.m[1]", "ssh"))).toBe("reachable: app.m[0] → app.m[1]");
  expect(ask(inRow(2), "app.m[1]", "app.m[0]", "ssh").verdict).toBe("blocked");
});

test("modules: of more machines than subnets nobody knows which share one", () => {
  expect(ask(inRow(3), "app.m[2]", "app.m[1]", "ssh").verdict).toBe("unknown");
});

test.each([
  ["one resource's instances", ["aws_subnet.s"], ["each.value.id", "each.value"], "reachable: x → y"],
  [
    "two of them",
    ["aws_subnet.s", "aws_subnet.t"],
    ["each.value.id", "each.value"],
    "unknown: aws_instance.x",
  ],
  ["a local value", ["local.s"], ["each.value.id", "each.value"], "unknown: aws_instance.x"],
  ["its keys", ["aws_subnet.s"], ["each.key"], "unknown: aws_instance.x"],
])("for_each over %s", (_, forEach, subnet, expected) => {
  const subnets = ["a", "b"].map((key, i) => ({ ...SUBNETS[i], address: `aws_subnet.s["${key}"]` }));
  const instances = ["a", "b"].map((key) => ({ address: `aws_instance.m["${key}"]`, ...MACHINE }));
  const machine = { ...machines(references(...subnet)), for_each_expression: references(...forEach) };
  const asked = planOf([...VPC, ...subnets, OPEN_IN, ...instances], {
    resources: [CONFIG.vpc, CONFIG.subnets, CONFIG.other, machine],
  });
  const said = line(ask(asked, 'm["a"]', 'm["b"]', "ssh"));
  expect(said.replace('m["a"]', "x").replace('m["b"]', "y")).toMatch(expected);
  if (expected.startsWith("reachable")) expect(ask(asked, 'm["b"]', 'm["a"]', "ssh").verdict).toBe("blocked");
});

test("the matrix names the machines whose place is not known", () => {
  const one = configured("aws_instance", "one", { subnet_id: references("aws_subnet.s", "local.which") });
  const asked = planOf([...VPC, ...SUBNETS, OPEN_IN, { address: "aws_instance.one", ...MACHINE }], {
    resources: [...Object.values(CONFIG), one],
  });
  const text = renderMatrix(matrixOf(asked));
  expect(text).toContain(
    "nothing reaches anything, but nothing is known of 1 resource without a known place, below",
  );
  expect(text).toMatch(/^ {2}one: aws_instance\.one\.subnet_id: known after apply, and may be any of /m);
  expect(matrixJson(matrixOf(asked))).toMatchObject({ unplaced: [{ name: "one" }] });
});
