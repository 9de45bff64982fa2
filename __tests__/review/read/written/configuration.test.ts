/** Files of Terraform beside a plan: what they say takes the place of what the plan lists, where they are what it was made of. */
import { expect, test } from "@jest/globals";
import type { Json, JsonObject } from "../../../../terraform/json";
import { ask, line } from "../../asking";
import { configured, OUT, type Planned, planOf, port, references, SITE, to } from "../plan/hand-made-plan";

const FILE = `
# Two lamps and two keepers on three rocks.
locals {
  rocks = aws_subnet.rock[*].id
  watch = { dawn = "keeper", dusk = "guest" }
}
resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "rock" {
  count      = 3
  vpc_id     = aws_vpc.v.id // one for all
  cidr_block = "10.0.\${count.index}.0/24"
}
resource "aws_security_group" "of" {
  for_each = toset(["keeper", "guest"])
  vpc_id   = aws_vpc.v.id
}
resource "aws_security_group" "lamp" {
  vpc_id = aws_vpc.v.id
  ingress {
    protocol        = "tcp"
    from_port       = 443
    to_port         = 443
    security_groups = [aws_security_group.of["guest"].id]
  }
  ingress {
    protocol        = "tcp"
    from_port       = 22
    to_port         = 22
    security_groups = [for name in values(local.watch) : aws_security_group.of[name].id if name != "guest"]
  }
}
resource "aws_network_acl" "shut" {
  vpc_id     = aws_vpc.v.id
  subnet_ids = [aws_subnet.rock[2].id]
}
resource "aws_instance" "lamp" {
  count                  = 2
  subnet_id              = aws_subnet.rock[count.index + 1].id
  vpc_security_group_ids = [aws_security_group.lamp.id]
}
resource "aws_instance" "on" {
  for_each               = local.watch
  subnet_id              = element(local.rocks, 3)
  vpc_security_group_ids = [aws_security_group.of[each.value].id]
}
`;

const IN = { known: { egress: [OUT] }, unknown: { vpc_id: true, ingress: true } };
const MACHINE = { unknown: { subnet_id: true, vpc_security_group_ids: true, private_ip: true } };
const PLANNED: readonly Planned[] = [
  SITE,
  ...[0, 1, 2].map((i) => ({
    address: `aws_subnet.rock[${i}]`,
    known: { cidr_block: `10.0.${i}.0/24` },
    unknown: { vpc_id: true },
  })),
  ...["guest", "keeper"].map((name) => ({ address: `aws_security_group.of["${name}"]`, ...IN })),
  {
    address: "aws_security_group.lamp",
    known: { ingress: [port(22), port(443)] },
    unknown: { vpc_id: true, ingress: [{ security_groups: true }, { security_groups: true }] },
  },
  {
    address: "aws_network_acl.shut",
    unknown: { vpc_id: true, subnet_ids: true, ingress: true, egress: true },
  },
  ...[0, 1].map((i) => ({ address: `aws_instance.lamp[${i}]`, ...MACHINE })),
  ...["dawn", "dusk"].map((name) => ({ address: `aws_instance.on["${name}"]`, ...MACHINE })),
];

const repeated = (block: JsonObject, count?: Json, forEach?: Json): JsonObject => ({
  ...block,
  ...(count === undefined ? {} : { count_expression: { constant_value: count } }),
  ...(forEach === undefined ? {} : { for_each_expression: forEach }),
});
const VPC = to("aws_vpc.v");
const ROOT: JsonObject = {
  resources: [
    configured("aws_vpc", "v", { cidr_block: { constant_value: "10.0.0.0/16" } }),
    repeated(configured("aws_subnet", "rock", { vpc_id: VPC, cidr_block: references("count.index") }), 3),
    repeated(configured("aws_security_group", "of", { vpc_id: VPC }), undefined, {
      constant_value: ["guest", "keeper"],
    }),
    configured("aws_security_group", "lamp", {
      vpc_id: VPC,
      ingress: references(
        'aws_security_group.of["guest"].id',
        'aws_security_group.of["guest"]',
        "aws_security_group.of",
        "local.watch",
        "aws_security_group.of",
      ),
    }),
    configured("aws_network_acl", "shut", {
      vpc_id: VPC,
      subnet_ids: references("aws_subnet.rock[2].id", "aws_subnet.rock[2]", "aws_subnet.rock"),
    }),
    repeated(
      configured("aws_instance", "lamp", {
        subnet_id: references("aws_subnet.rock", "count.index"),
        vpc_security_group_ids: to("aws_security_group.lamp"),
      }),
      2,
    ),
    repeated(
      configured("aws_instance", "on", {
        subnet_id: references("local.rocks"),
        vpc_security_group_ids: references("aws_security_group.of", "each.value"),
      }),
      undefined,
      references("local.watch"),
    ),
  ],
};

const DUSK = 'on["dusk"]';
const DAWN = 'on["dawn"]';

test.each([
  [DUSK, "lamp[0]", "tcp/443", "reachable"],
  [DUSK, "lamp[0]", "tcp/22", "blocked"],
  [DAWN, "lamp[0]", "tcp/22", "reachable"],
  [DAWN, "lamp[0]", "tcp/443", "blocked"],
  // It stands on the rock that the ACL shuts.
  [DUSK, "lamp[1]", "tcp/443", "blocked"],
])("%s → %s %s is %s", (from, dest, traffic, expected) => {
  expect(ask(planOf(PLANNED, ROOT, {}, FILE), from, dest, traffic).verdict).toBe(expected);
});

test.each([
  ["without the file", undefined],
  ["another port that is asked about", FILE.replaceAll("= 443", "= 8443")],
  ["another constant index", FILE.replace("rock[2]", "rock[1]")],
  ["another reference", FILE.replace("local.rocks, 3", "local.watch, 3")],
  ["another attribute", FILE.replace("subnet_ids ", "tags ")],
  ["one resource more", `${FILE}resource "aws_eip" "more" {}\n`],
  ["one block more", FILE.replace("# Two", 'data "aws_region" "now" {}\n# Two')],
  ["other values where the plan knows them", FILE.replace(`"10.0.\${`, `"10.9.\${`)],
])("%s: the file says nothing", (_, sources) => {
  expect(ask(planOf(PLANNED, ROOT, {}, sources), DUSK, "lamp[0]", "tcp/443").verdict).toBe("unknown");
});

test("two blocks with the same ports: whichever is whose, each group has its rule", () => {
  const same = FILE.replaceAll(/(from|to)_port( +)= 22/g, "$1_port$2= 443");
  const resources = PLANNED.map((each) =>
    each.address === "aws_security_group.lamp"
      ? { ...each, known: { ingress: [port(443), port(443)] } }
      : each,
  );
  const asked = planOf(resources, ROOT, {}, same);
  expect(line(ask(asked, DUSK, "lamp[0]", "tcp/22"))).toMatch(/^blocked/);
  for (const from of [DUSK, DAWN]) expect(ask(asked, from, "lamp[0]", "tcp/443").verdict).toBe("reachable");
});

test("a plan for some resources does not tell how many there are of others: the file says nothing", () => {
  const asked = planOf(PLANNED, ROOT, {}, FILE, { complete: false });
  expect(ask(asked, DUSK, "lamp[0]", "tcp/443").verdict).toBe("unknown");
});

test("what a data source was read as decides a condition", () => {
  const file = FILE.replace(
    "aws_subnet.rock[2].id",
    "data.aws_vpc.old.default ? aws_subnet.rock[2].id : aws_subnet.rock[1].id",
  );
  const said = references(
    "data.aws_vpc.old.default",
    "data.aws_vpc.old",
    ...["aws_subnet.rock[2]", "aws_subnet.rock[1]"].flatMap((each) => [
      `${each}.id`,
      each,
      "aws_subnet.rock",
    ]),
  );
  const read = (isDefault: boolean): JsonObject => ({
    prior_state: {
      values: {
        root_module: {
          resources: [
            {
              address: "data.aws_vpc.old",
              mode: "data",
              type: "aws_vpc",
              name: "old",
              values: { default: isDefault },
            },
          ],
        },
      },
    },
  });
  const data = 'data "aws_vpc" "old" {}\n';
  const root = {
    resources: [
      ...(ROOT["resources"] as readonly JsonObject[]).map((each) =>
        each["name"] === "shut"
          ? configured("aws_network_acl", "shut", { vpc_id: VPC, subnet_ids: said })
          : each,
      ),
      { address: "data.aws_vpc.old", mode: "data", type: "aws_vpc", name: "old", expressions: {} },
    ],
  };
  const verdict = (isDefault: boolean, dest: string) =>
    ask(planOf(PLANNED, root, {}, data + file, read(isDefault)), DUSK, dest, "tcp/443").verdict;
  expect([verdict(true, "lamp[0]"), verdict(true, "lamp[1]")]).toEqual(["reachable", "blocked"]);
  expect([verdict(false, "lamp[0]"), verdict(false, "lamp[1]")]).toEqual(["blocked", "reachable"]);
});
