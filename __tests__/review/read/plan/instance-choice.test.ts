/** Which instance an index chooses, where a plan lists references alone: one where no other fits, else nobody knows. */
import { expect, test } from "@jest/globals";
import { chosenKey, partAt } from "../../../../review/read/plan/instance-choice";
import { ask } from "../../asking";
import { configured, OUT, planOf, port, references, SITE, to } from "./hand-made-plan";

const rows = (count: number) => new Set(Array.from({ length: count }, (_, i) => `[${i}]`));
const named = (...names: readonly string[]) => new Set(names.map((name) => `["${name}"]`));

test.each([
  ["as many on either side", ["count.index"], 3, 3, "[1]"],
  ["fewer: an offset would fit", ["count.index"], 3, 2, undefined],
  ["more: they share, in an order that is not told", ["count.index"], 2, 3, undefined],
  ["something beside it", ["count.index", "var.shift"], 3, 3, undefined],
  ["nothing", [], 3, 3, undefined],
])("count: %s", (_, index, all, own, expected) => {
  const repeated = { key: "[1]", siblings: rows(own), valueFor: () => undefined };
  expect(chosenKey(index, rows(all), repeated)).toBe(expected);
});

const SHIFTS: Readonly<Record<string, string>> = { early: "north", late: "south", night: "nowhere" };

test.each([
  ["its own key", "each.key", named("early", "late"), ["early", "late"], '["early"]'],
  ["its own key, which not all have", "each.key", named("early", "noon"), ["early", "late"], undefined],
  ["a value that is a key", "each.value", named("north", "south"), ["early", "late"], '["north"]'],
  [
    "a value that is none for one of them",
    "each.value",
    named("north", "south"),
    ["early", "night"],
    undefined,
  ],
])("for_each: %s", (_, reference, keys, siblings, expected) => {
  const chosen = chosenKey([reference], keys, {
    key: '["early"]',
    siblings: named(...siblings),
    valueFor: (_each, key) => {
      const name = key.slice(2, -2);
      return reference === "each.key" ? name : SHIFTS[name];
    },
  });
  expect(chosen).toBe(expected);
});

test.each([
  [".to", "east"],
  [".ports[1]", 8443],
  ['["to"]', "east"],
  [".none.deeper", undefined],
  [".ports[7]", undefined],
])("the part %s", (path, expected) => {
  expect(partAt({ to: "east", ports: [443, 8443] }, path)).toBe(expected);
});

test("an ACL of a resource's instances may be of some of them: inside of one subnet it is asked by nobody", () => {
  const berths = [0, 1].map((i) => ({
    address: `aws_subnet.berth[${i}]`,
    known: { cidr_block: `10.0.${i}.0/24` },
    unknown: { vpc_id: true },
  }));
  const boats = ["a", "b", "c"].map((name) => ({
    address: `aws_instance.${name}`,
    unknown: { subnet_id: true, vpc_security_group_ids: true, private_ip: true },
  }));
  const open = { egress: [OUT], ingress: [port(80, { cidr_blocks: ["10.0.0.0/16"] })] };
  const in0 = references("aws_subnet.berth[0].id", "aws_subnet.berth[0]", "aws_subnet.berth");
  const in1 = references("aws_subnet.berth[1].id", "aws_subnet.berth[1]", "aws_subnet.berth");
  const asked = planOf(
    [
      SITE,
      ...berths,
      { address: "aws_security_group.g", known: open, unknown: { vpc_id: true } },
      {
        address: "aws_network_acl.n",
        unknown: { vpc_id: true, subnet_ids: true, ingress: true, egress: true },
      },
      ...boats,
    ],
    {
      resources: [
        configured("aws_vpc", "v", {}),
        configured("aws_subnet", "berth", { vpc_id: to("aws_vpc.v") }),
        configured("aws_security_group", "g", { vpc_id: to("aws_vpc.v") }),
        configured("aws_network_acl", "n", {
          vpc_id: to("aws_vpc.v"),
          subnet_ids: references("aws_subnet.berth"),
        }),
        ...boats.map(({ address }, i) =>
          configured("aws_instance", address.slice("aws_instance.".length), {
            subnet_id: i === 2 ? in1 : in0,
            vpc_security_group_ids: to("aws_security_group.g"),
          }),
        ),
      ],
    },
  );
  expect(ask(asked, "a", "b", "tcp/80").verdict).toBe("reachable");
  expect(ask(asked, "a", "c", "tcp/80").verdict).toBe("unknown");
  expect(ask(asked, "a", "c", "tcp/81").verdict).toBe("blocked");
});
