/** Lists and conditions whose references cannot be told apart: of several resources named, which is meant is not known. */
import { expect, test } from "@jest/globals";
import type { JsonObject } from "../../../../terraform/json";
import { ask } from "../../asking";
import { configured, OUT, planOf, port, references, SITE, SUBNET, to, twice } from "./hand-made-plan";

const ROLES = ["clerk", "chief"];
const byKey = (index: string, forEach = "local.roles") =>
  planOf(
    [
      SITE,
      SUBNET,
      ...ROLES.map((role, i) => ({
        address: `aws_security_group.role["${role}"]`,
        known: { egress: [OUT], ingress: [port(8000 + i, { cidr_blocks: ["10.0.0.0/16"] })] },
        unknown: { vpc_id: true },
      })),
      ...ROLES.map((role) => ({
        address: `aws_instance.role["${role}"]`,
        unknown: { subnet_id: true, vpc_security_group_ids: true, private_ip: true },
      })),
    ],
    {
      resources: [
        configured("aws_vpc", "v", {}),
        configured("aws_subnet", "s", { vpc_id: to("aws_vpc.v") }),
        configured("aws_security_group", "role", { vpc_id: to("aws_vpc.v") }),
        {
          ...configured("aws_instance", "role", {
            subnet_id: to("aws_subnet.s"),
            vpc_security_group_ids: references("aws_security_group.role", index),
          }),
          for_each_expression: references(forEach),
        },
      ],
    },
  );

test.each([
  ["each.key", "tcp/8001", "reachable"],
  ["each.key", "tcp/8000", "blocked"],
  ["each.value.group", "tcp/8001", "unknown"],
  ["each.value.group", "tcp/8000", "unknown"],
  ["each.value.group", "tcp/22", "blocked"],
])("a group by %s: %s is %s", (index, traffic, expected) => {
  expect(ask(byKey(index), 'role["clerk"]', 'role["chief"]', traffic).verdict).toBe(expected);
});

test("of groups that a for expression chooses from, which it takes is not known", () => {
  const asked = byKey("aws_security_group.role");
  expect(ask(asked, 'role["clerk"]', 'role["chief"]', "tcp/8001").verdict).toBe("unknown");
  expect(ask(asked, 'role["clerk"]', 'role["chief"]', "tcp/22").verdict).toBe("blocked");
});

test("the groups that a machine may be in are known", () => {
  const { network } = byKey("each.value.group");
  const groups = [...network.interfaces.values()].map(({ maybeGroups }) => maybeGroups);
  expect(groups).toEqual(ROLES.map(() => ROLES.map((role) => `aws_security_group.role["${role}"]`)));
});

// Conditions and parts: of several resources named, one is meant.

const inModule = (expression: JsonObject, call: JsonObject) =>
  planOf(
    [
      SITE,
      SUBNET,
      ...["shut", "open"].map((name, i) => ({
        address: `aws_security_group.${name}`,
        known: { egress: [OUT], ingress: i === 0 ? [] : [port(80, { cidr_blocks: ["10.0.0.0/16"] })] },
        unknown: { vpc_id: true },
      })),
      { address: "aws_instance.guest", unknown: { subnet_id: true, vpc_security_group_ids: true } },
      { address: "module.m.aws_instance.i", unknown: { subnet_id: true, vpc_security_group_ids: true } },
    ],
    {
      resources: [
        configured("aws_vpc", "v", {}),
        configured("aws_subnet", "s", { vpc_id: to("aws_vpc.v") }),
        ...["shut", "open"].map((name) =>
          configured("aws_security_group", name, { vpc_id: to("aws_vpc.v") }),
        ),
        configured("aws_instance", "guest", {
          subnet_id: to("aws_subnet.s"),
          vpc_security_group_ids: to("aws_security_group.open"),
        }),
      ],
      module_calls: {
        m: {
          expressions: { place: to("aws_subnet.s"), ...call },
          module: {
            resources: [
              configured("aws_instance", "i", {
                subnet_id: references("var.place"),
                vpc_security_group_ids: expression,
              }),
            ],
            variables: { place: {}, groups: {}, extra: { default: [] }, isOpen: { default: false } },
          },
        },
      },
    },
  );
const BOTH = references(...twice("aws_security_group.shut"), ...twice("aws_security_group.open"));

test.each<[string, JsonObject, JsonObject, string]>([
  ["all of a list", references("var.groups"), { groups: BOTH }, "reachable"],
  [
    "a list and what else there may be, by default nothing",
    references("var.groups", "var.extra"),
    { groups: BOTH },
    "reachable",
  ],
  ["an element of a list", references("var.groups[0]", "var.groups"), { groups: BOTH }, "unknown"],
  ["an element of an object", references("var.groups.first", "var.groups"), { groups: BOTH }, "unknown"],
  ["by a switch", references("var.isOpen", "var.groups"), { groups: BOTH }, "unknown"],
  ["by what it is called for", references("each.key", "var.groups"), { groups: BOTH }, "unknown"],
  ["by its number", references("count.index", "var.groups"), { groups: BOTH }, "unknown"],
  ["by the workspace", references("terraform.workspace", "var.groups"), { groups: BOTH }, "unknown"],
  [
    "one group, and another that somebody else made",
    references("var.groups", "var.extra"),
    { groups: to("aws_security_group.shut"), extra: { constant_value: ["sg-0123456789abcdef0"] } },
    "unknown",
  ],
  [
    "one group, whatever the switch",
    references("var.isOpen", "var.groups"),
    { groups: to("aws_security_group.shut") },
    "blocked",
  ],
])("groups of a module: %s", (_, expression, call, expected) => {
  expect(ask(inModule(expression, call), "guest", "module.m.aws_instance.i", "tcp/80").verdict).toBe(
    expected,
  );
});
