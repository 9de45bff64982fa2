/** What counts as a rename between two hand-offs, and what does not. */
import { expect, test } from "@jest/globals";
import { moduleOf } from "../../../handoff/module/configuration";
import { differenceBetween } from "../../../handoff/upgrade/difference";
import { contractOf } from "../../../handoff/upgrade/interface";
import { Network } from "../../../modules/network/network";
import { BaseStack } from "../../../modules/terraform/base-stack";
import { resourcesOf } from "../../../terraform/blocks";
import { between, built, type Resources } from "../sample";

const arrows = (before: Resources, after: Resources) =>
  between(before, after).addresses.renamed.map(({ from, to }) => `${from} -> ${to}`);

const VPC = { cidr_block: "10.0.0.0/16" };
const subnet = (cidr: string, vpc = "network") => ({ cidr_block: cidr, vpc_id: `\${aws_vpc.${vpc}.id}` });
const table = (name: string) => ({ vpc_id: "${aws_vpc.network.id}", tags: { Name: name } });
const link = (to: string, from: string) => ({
  subnet_id: `\${aws_subnet.${from}.id}`,
  route_table_id: `\${aws_route_table.${to}.id}`,
});

test.each<[string, Resources, Resources, readonly string[]]>([
  ["nothing changed", { "aws_vpc.network": VPC }, { "aws_vpc.network": VPC }, []],
  [
    "one changed its name",
    { "aws_vpc.network": VPC },
    { "aws_vpc.shop": VPC },
    ["aws_vpc.network -> aws_vpc.shop"],
  ],
  [
    "its Name tag and description with it",
    { "aws_eip.web": { domain: "vpc", tags: { Name: "shop-web" } } },
    { "aws_eip.site": { domain: "vpc", tags: { Name: "shop-site" } } },
    ["aws_eip.web -> aws_eip.site"],
  ],
  [
    "another setting changed as well",
    { "aws_vpc.network": VPC },
    { "aws_vpc.shop": { cidr_block: "10.1.0.0/16" } },
    [],
  ],
  ["another type", { "aws_eip.web": {} }, { "aws_vpc.web": {} }, []],
  ["one went, two equal ones came", { "aws_eip.a": {} }, { "aws_eip.b": {}, "aws_eip.c": {} }, []],
  ["two equal ones went, one came", { "aws_eip.a": {}, "aws_eip.b": {} }, { "aws_eip.c": {} }, []],
  [
    "two equal ones changed their names",
    { "aws_eip.a": {}, "aws_eip.b": {} },
    { "aws_eip.c": {}, "aws_eip.d": {} },
    [],
  ],
  [
    "what is referred to changed its name too",
    { "aws_vpc.network": VPC, "aws_subnet.a": subnet("10.0.0.0/24") },
    { "aws_vpc.shop": VPC, "aws_subnet.shop_a": subnet("10.0.0.0/24", "shop") },
    ["aws_subnet.a -> aws_subnet.shop_a", "aws_vpc.network -> aws_vpc.shop"],
  ],
  [
    "equal ones are told apart by those that refer to them",
    {
      "aws_vpc.network": VPC,
      "aws_subnet.a": subnet("10.0.0.0/24"),
      "aws_subnet.c": subnet("10.0.1.0/24"),
      "aws_route_table.a": table("a"),
      "aws_route_table.c": table("c"),
      "aws_route_table_association.a": link("a", "a"),
      "aws_route_table_association.c": link("c", "c"),
    },
    {
      "aws_vpc.network": VPC,
      "aws_subnet.a": subnet("10.0.0.0/24"),
      "aws_subnet.c": subnet("10.0.1.0/24"),
      "aws_route_table.way_a": table("way-a"),
      "aws_route_table.way_c": table("way-c"),
      "aws_route_table_association.a": link("way_a", "a"),
      "aws_route_table_association.c": link("way_c", "c"),
    },
    ["aws_route_table.a -> aws_route_table.way_a", "aws_route_table.c -> aws_route_table.way_c"],
  ],
  [
    "and by renamed ones that refer to them",
    {
      "aws_subnet.a": { cidr_block: "10.0.0.0/24" },
      "aws_subnet.c": { cidr_block: "10.0.1.0/24" },
      "aws_route_table.a": {},
      "aws_route_table.c": {},
      "aws_route_table_association.a": link("a", "a"),
      "aws_route_table_association.c": link("c", "c"),
    },
    {
      "aws_subnet.x": { cidr_block: "10.0.0.0/24" },
      "aws_subnet.y": { cidr_block: "10.0.1.0/24" },
      "aws_route_table.y": {},
      "aws_route_table.x": {},
      "aws_route_table_association.x": link("x", "x"),
      "aws_route_table_association.y": link("y", "y"),
    },
    [
      "aws_route_table.a -> aws_route_table.x",
      "aws_route_table.c -> aws_route_table.y",
      "aws_route_table_association.a -> aws_route_table_association.x",
      "aws_route_table_association.c -> aws_route_table_association.y",
      "aws_subnet.a -> aws_subnet.x",
      "aws_subnet.c -> aws_subnet.y",
    ],
  ],
  [
    "a rule of another group is another rule",
    {
      "aws_security_group.web": { a: 1 },
      "aws_security_group.db": { a: 2 },
      "aws_rule_x.one": { port: 80, group: "${aws_security_group.web.id}" },
    },
    {
      "aws_security_group.web": { a: 1 },
      "aws_security_group.db": { a: 2 },
      "aws_rule_x.two": { port: 80, group: "${aws_security_group.db.id}" },
    },
    [],
  ],
  [
    "a boot script that is told the new name",
    { "aws_instance.web": { user_data: "#!/bin/bash\nexport SERVER_NAME='web'\ntrue\n" } },
    { "aws_instance.site": { user_data: "#!/bin/bash\nexport SERVER_NAME='site'\ntrue\n" } },
    ["aws_instance.web -> aws_instance.site"],
  ],
])("%s", (_, before, after, expected) => {
  expect(arrows(before, after)).toEqual(expected);
});

class OneNetwork extends BaseStack {
  constructor(app: ConstructorParameters<typeof BaseStack>[0], network: string) {
    super(app, "shop");
    new Network(this, network, {
      cidr: "10.0.0.0/16",
      zones: ["a", "c"],
      nat: { a: { kind: "gateway" }, c: { kind: "gateway" } },
    });
  }
}

test("a whole network under another name: every resource is moved, none guessed", () => {
  const before = moduleOf(built("shop", (app) => new OneNetwork(app, "network")));
  const after = moduleOf(built("shop", (app) => new OneNetwork(app, "main")));
  const { addresses, breaking } = differenceBetween(contractOf(before), contractOf(after));
  const { renamed } = addresses;
  const name = (address: string) => address.replace(/\.main$/, ".network").replace(/\.main_/, ".");
  expect(addresses.added.filter((address) => !isTrail(address))).toEqual([]);
  expect(renamed.map(({ to }) => name(to))).toEqual(renamed.map(({ from }) => from));
  expect(renamed.length + addresses.added.length).toBe(resourcesOf(after.main).length);
  expect(breaking.filter((sentence) => !isTrail(sentence))).toEqual([]);
});

/** Equal notes that nothing single refers to: they hold no resource of AWS. */
const isTrail = (text: string): boolean => text.includes("terraform_data.");
