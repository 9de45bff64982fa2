/** A NAT instance forwards for what its boot script names: whatever changes that must make a new machine, and only that. */
import { expect, test } from "@jest/globals";
import type { App } from "cdktf";
import type { StackJson } from "../../../modules/terraform/checks/stack-json";
import { MultiSubnet } from "../../../stacks/multi-subnet";
import { asObject } from "../../../terraform/json";
import { addresses, resource, synthesize } from "../../synthesis";
import { EveryOption } from "../every-option/every-option";
import { OneNat } from "./one-nat";

const INSTANCE = { kind: "instance" } as const;
const DATA = { name: "data", kind: "private", slot: 2 } as const;

const written = (build: (app: App) => void): StackJson => Object.values(synthesize(build))[0]?.json ?? {};
const first = written((app) => new OneNat(app, INSTANCE, ["a"]));

const LATER: readonly (readonly [what: string, served: string, later: StackJson])[] = [
  ["a zone", "10.0.64.0/21 10.0.80.0/21", written((app) => new OneNat(app, INSTANCE, ["a", "c"]))],
  [
    "a private tier",
    "10.0.64.0/21 10.0.128.0/21",
    written((app) => new OneNat(app, INSTANCE, ["a"], { tiers: [DATA] })),
  ],
  [
    "another private block",
    "10.0.200.0/24",
    written((app) => new OneNat(app, INSTANCE, ["a"], { subnets: { private: { a: "10.0.200.0/24" } } })),
  ],
];

test.each(LATER)("%s is served by a machine made anew", (_, served, later) => {
  const machine = resource(later, "aws_instance.nat_a");
  expect(machine["user_data"]).toContain(`export PRIVATE_CIDRS='${served}'\n`);
  expect(resource(first, "aws_instance.nat_a")["user_data"]).not.toBe(machine["user_data"]);
  expect(machine["user_data_replace_on_change"]).toBe(true);
});

test("from a NAT for each zone to one for all is such a change, too", () => {
  const each = written((app) => new OneNat(app, INSTANCE, ["a", "c"], { nat: { a: INSTANCE, c: INSTANCE } }));
  const all = written((app) => new OneNat(app, INSTANCE, ["a", "c"]));
  const [before, after] = [each, all].map((json) => resource(json, "aws_instance.nat_a"));
  expect(before?.["user_data"]).not.toBe(after?.["user_data"]);
  expect(before?.["user_data_replace_on_change"]).toBe(true);
});

test.each([
  "aws_network_interface.nat_a",
  "aws_eip.nat_a",
  "aws_route.private_a_internet",
  "terraform_data.nat_a_address",
])("%s stays as it is", (address) => {
  for (const [, , later] of LATER) expect(resource(later, address)).toEqual(resource(first, address));
});

test("the address is on the same interface", () => {
  const held = (json: StackJson) => {
    const { depends_on, ...rest } = resource(json, "aws_eip_association.nat_a");
    return rest;
  };
  for (const [, , later] of LATER) expect(held(later)).toEqual(held(first));
});

/** Terraform makes everything that such a resource refers to before it destroys the old one, too. */
test.each([
  ["one-nat", written((app) => new OneNat(app, INSTANCE, ["a", "c"])), "aws_instance.nat_a"],
  ["multi-subnet", written((app) => new MultiSubnet(app, "multi-subnet")), "aws_instance.nat_c"],
  ["every-option", written((app) => new EveryOption(app)), "aws_instance.shop_nat_b"],
])("%s: the old machine lets go of the interface before the new one takes it", (_, json, machine) => {
  const early = addresses(json).filter(
    (address) => asObject(resource(json, address)["lifecycle"])["create_before_destroy"] === true,
  );
  expect(early).not.toEqual([]);
  const reached = new Set(early);
  for (const address of reached) for (const each of namedIn(json, address)) reached.add(each);
  expect(reached).not.toContain(machine);
});

/** The resources that a block refers to. */
function namedIn(json: StackJson, address: string): readonly string[] {
  const text = JSON.stringify(resource(json, address));
  return addresses(json).filter((each) => each !== address && new RegExp(`\\b${each}\\b`).test(text));
}
