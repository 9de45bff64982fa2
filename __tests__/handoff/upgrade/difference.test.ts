/** What an upgrade says: what changed for users, what breaks, and which moves the module carries. */
import { expect, test } from "@jest/globals";
import { differenceBetween } from "../../../handoff/upgrade/difference";
import type { ModuleContract } from "../../../handoff/upgrade/interface";
import { between, fileOf, handedOver, jsonOf, interfaceWith as of, type Resources, stackOf } from "../sample";

const VPC = { cidr_block: "10.0.0.0/16" };

test.each<[string, Resources, Resources, readonly string[]]>([
  [
    "an address went",
    { "aws_vpc.network": VPC, "aws_eip.web": {} },
    { "aws_vpc.network": VPC },
    ["`aws_eip.web` is destroyed."],
  ],
  [
    "a group was renamed",
    { "aws_security_group.web": { name_prefix: "shop-web-", description: "Role web" } },
    { "aws_security_group.site": { name_prefix: "shop-site-", description: "Role site" } },
    [
      "`aws_security_group.site` is replaced, and its rules with it: AWS cannot change its `name_prefix` and `description` in place.",
    ],
  ],
  [
    "a subnet got another block",
    { "aws_subnet.a": { cidr_block: "10.0.0.0/24" } },
    { "aws_subnet.a": { cidr_block: "10.0.1.0/24" } },
    ["`aws_subnet.a` is replaced: AWS cannot change its `cidr_block` in place."],
  ],
  [
    "a machine is to run another boot script, and a second one keeps what it ran first",
    {
      "aws_instance.nat": { user_data: "one", user_data_replace_on_change: true },
      "aws_instance.web": { user_data: "one" },
    },
    {
      "aws_instance.nat": { user_data: "two", user_data_replace_on_change: true },
      "aws_instance.web": { user_data: "two" },
    },
    ["`aws_instance.nat` is replaced: AWS cannot change its `user_data` in place."],
  ],
  [
    "what a machine refers to only changed its name",
    {
      "aws_subnet.a": { cidr_block: "10.0.0.0/24" },
      "aws_instance.web": { subnet_id: "${aws_subnet.a.id}" },
    },
    {
      "aws_subnet.b": { cidr_block: "10.0.0.0/24" },
      "aws_instance.web": { subnet_id: "${aws_subnet.b.id}" },
    },
    [],
  ],
  ["an address came", { "aws_vpc.network": VPC }, { "aws_vpc.network": VPC, "aws_eip.web": {} }, []],
])("what breaks when %s", (_, before, after, expected) => {
  expect(between(before, after).breaking).toEqual(expected);
});

test("inputs and outputs: a new one that must be set, one that is gone, one of another type", () => {
  const before = of(
    {},
    {
      variable: { a: { type: "string" }, b: { type: "string", default: "x" }, c: { type: "string" } },
      output: { url: { value: "1" } },
    },
  );
  const after = of(
    {},
    { variable: { a: { type: "number" }, b: { type: "string", default: "y" }, d: { type: "string" } } },
  );
  const { inputs, outputs, breaking } = differenceBetween(before, after);
  expect({ inputs, outputs, breaking }).toEqual({
    inputs: {
      added: ["d"],
      removed: ["c"],
      renamed: [],
      changed: [
        { name: "a", key: "type", was: "string", is: "number" },
        { name: "b", key: "default", was: '"x"', is: '"y"' },
      ],
    },
    outputs: { added: [], removed: ["url"], renamed: [], changed: [] },
    breaking: [
      "Input `d` must be set.",
      "Input `c` is gone: leave it out.",
      "Input `a`: type was `string`, is `number`.",
      "Output `url` is gone.",
    ],
  });
});

test("an input and an output under new names", () => {
  const input = (name: string) => ({
    [name]: { type: "string", description: "Who", validation: [{ condition: `\${var.${name} != ""}` }] },
  });
  const { inputs, outputs, breaking } = differenceBetween(
    of({}, { variable: input("who"), output: { url: { value: "1" }, a: { value: "2" }, b: { value: "2" } } }),
    of({}, { variable: input("owner"), output: { link: { value: "1" }, c: { value: "2" } } }),
  );
  expect(inputs.renamed).toEqual([{ from: "who", to: "owner" }]);
  expect(outputs).toMatchObject({
    renamed: [{ from: "url", to: "link" }],
    removed: ["a", "b"],
    added: ["c"],
  });
  expect(breaking).toEqual([
    "Input `who` is called `owner` now.",
    "Output `a` is gone.",
    "Output `b` is gone.",
    "Output `url` is called `link` now.",
  ]);
});

test("earlier moves stay for those who skip a version, until their old name is in use again", () => {
  const first = { "aws_eip.a": { domain: "vpc" } };
  const second = { "aws_eip.b": { domain: "vpc" } };
  const third = { "aws_eip.c": { domain: "vpc" } };
  const moved = (resources: Resources, previous: ModuleContract): ModuleContract => ({
    ...of(resources),
    moves: differenceBetween(previous, of(resources)).moves,
  });
  const later = moved(third, moved(second, of(first)));
  expect(later.moves).toEqual([
    { from: "aws_eip.a", to: "aws_eip.b" },
    { from: "aws_eip.b", to: "aws_eip.c" },
  ]);
  const reused = { "aws_eip.c": { domain: "vpc" }, "aws_eip.a": { domain: "standard" } };
  expect(moved(reused, later).moves).toEqual([{ from: "aws_eip.b", to: "aws_eip.c" }]);
});

test("CHANGES.md and moved.tf.json", () => {
  const before = of({ "aws_vpc.network": VPC, "aws_eip.old": { domain: "vpc" } });
  const handoff = handedOver(stackOf({ "aws_vpc.shop": VPC }), before);
  expect(jsonOf(handoff, "moved.tf.json")).toEqual({
    moved: [{ from: "aws_vpc.network", to: "aws_vpc.shop" }],
  });
  expect(fileOf(handoff, "CHANGES.md")).toBe(`# Changes since the previous hand-off

**This is a breaking change.**

## Breaking

- \`aws_eip.old\` is destroyed.

## Addresses

- Removed: \`aws_eip.old\`
- Renamed: \`aws_vpc.network\` to \`aws_vpc.shop\`
`);
});

test("without a previous hand-off there is neither", () => {
  expect(handedOver(stackOf({ "aws_vpc.shop": VPC })).upgrade).toEqual({});
});
