/** Which tests a hand-off gets; that they hold, and fail for broken networks, the end-to-end tests show with Terraform. */
import { expect, test } from "@jest/globals";
import { moduleOf } from "../../../handoff/module/configuration";
import type { Stack } from "../../../handoff/module/stack";
import { statedPromises, unstatedPromises } from "../../../handoff/proof/promises";
import type { ReachPromise } from "../../../net/promise";
import { Maintenance } from "../../../stacks/maintenance";
import { MultiSubnet } from "../../../stacks/multi-subnet";
import { PrivateWeb } from "../../../stacks/private-web";
import { TwoTier } from "../../../stacks/two-tier";
import { arrayAt, type Json, objectAt } from "../../../terraform/json";
import { EveryOption } from "../../modules/every-option/every-option";
import { built, fileOf, handedOver, jsonOf } from "../sample";

const FOUR = [
  built("two-tier", (app) => new TwoTier(app, "two-tier")),
  built("private-web", (app) => new PrivateWeb(app, "private-web")),
  built("multi-subnet", (app) => new MultiSubnet(app, "multi-subnet")),
  built("maintenance", (app) => new Maintenance(app, "maintenance")),
] as const;

test.each(FOUR.map((stack) => [stack.name, stack] as const))(
  "%s: every promise is stated in a run",
  (_, stack) => {
    const module = moduleOf(stack);
    expect(unstatedPromises(module)).toEqual([]);
    expect(statedPromises(module)).toHaveLength(stack.promises.promises.length);
  },
);

const runs = (text: string) => [...text.matchAll(/^run "([^"]+)"/gm)].map(([, name]) => name);
const [, , multiSubnet] = FOUR;

test("runs are named after what they promise, and routes, NAT and groups have one each", () => {
  const handoff = handedOver(multiSubnet);
  expect(runs(fileOf(handoff, "tests/promises.tftest.hcl"))).toContain(
    "web_c_reaches_internet_with_tcp_443_through_nat_c",
  );
  expect(runs(fileOf(handoff, "tests/routes.tftest.hcl"))).toEqual([
    "subnets_have_their_way_out",
    "nat_passes_packets_on",
  ]);
  expect(runs(fileOf(handoff, "tests/groups.tftest.hcl"))).toEqual(["groups_have_these_rules_only"]);
});

const adminCidrsIn = (json: Json) => objectAt(objectAt(json, "variable"), "admin_cidrs");

test("administrators are refused by the module as by the stack, and its own tests try it", () => {
  const handoff = handedOver(multiSubnet);
  const input = adminCidrsIn(jsonOf(handoff, "variables.tf.json"));
  expect(input).toEqual(adminCidrsIn(multiSubnet.json));
  expect(arrayAt(input, "validation")).toHaveLength(3);
  expect(
    runs(fileOf(handoff, "tests/inputs.tftest.hcl")).filter((name) => name?.endsWith("administrator")),
  ).toEqual([
    "refuses_everybody_as_administrator",
    "refuses_everybody_in_two_halves_as_administrator",
    "refuses_nobody_as_administrator",
  ]);
  expect(fileOf(handoff, "README.md")).toContain("in all at most a /8 of IPv4 and a /32 of IPv6.");
});

const withPromise = (promise: ReachPromise): Stack => ({
  ...multiSubnet,
  promises: { ...multiSubnet.promises, promises: [promise] },
});

test.each<[string, ReachPromise]>([
  [
    "hop by hop through a machine",
    { from: "admin", to: "web_a", traffic: "tcp/22", verdict: "reachable", via: "bastion" },
  ],
  [
    "of a role that several machines have",
    { from: "web", to: "internet", traffic: "tcp/443", verdict: "reachable" },
  ],
])("a promise %s is not stated, and the file and the README say so", (_, promise) => {
  const module = moduleOf(withPromise(promise));
  expect(unstatedPromises(module)).toEqual([promise]);
  expect(fileOf(handedOver(withPromise(promise)), "README.md")).toContain("(1 of them are beyond that)");
});

test("a fleet without a single machine of its own still gets the tests of routes and groups", () => {
  const handoff = handedOver(built("every-option", (app) => new EveryOption(app)));
  expect(Object.keys(handoff.files).filter((path) => path.startsWith("tests/"))).toEqual([
    "tests/routes.tftest.hcl",
    "tests/groups.tftest.hcl",
    "tests/inputs.tftest.hcl",
  ]);
});
