/** What each network promises of the way out of its private servers, for every prop that changes it; all of it is proved. */
import { expect, test } from "@jest/globals";
import type { App } from "cdktf";
import type { Zone } from "../../../modules/addressing/zone";
import type { Nat } from "../../../modules/nat/nat";
import { judgeWith } from "../../../modules/terraform/synthesis";
import { checkStack } from "../../../review/reach/promises";
import { Maintenance } from "../../../stacks/maintenance";
import { MultiSubnet, type MultiSubnetProps } from "../../../stacks/multi-subnet";
import { PrivateWeb } from "../../../stacks/private-web";
import { TwoTier } from "../../../stacks/two-tier";
import { faultsOf, names, synthesize, type Written } from "../../synthesis";

type Build = (app: App) => void;

const proved = (build: Build): Written => {
  const [written] = Object.values(
    synthesize((app) => {
      judgeWith(app, checkStack);
      build(app);
    }),
  );
  if (written === undefined) throw new Error("nothing was written");
  return written;
};

/** Promises of the ways out, `web_a: nat_a` or `web_a: NO_ROUTE_TO_DESTINATION`. */
const waysOut = ({ promises }: Written): readonly string[] =>
  promises.promises
    .filter(({ to }) => to === "internet")
    .map(({ from, via, code }) => `${from}: ${via ?? code}`);

const GATEWAY: Nat = { kind: "gateway" };
const INSTANCE: Nat = { kind: "instance" };
const NONE: Nat = { kind: "none" };
const NO_ROUTE = "NO_ROUTE_TO_DESTINATION";

const twoTier =
  (nat?: Nat): Build =>
  (app) =>
    new TwoTier(app, "two-tier", nat === undefined ? {} : { nat });
const privateWeb =
  (nat?: Nat): Build =>
  (app) =>
    new PrivateWeb(app, "private-web", nat === undefined ? {} : { nat });
const multiSubnet =
  (props: MultiSubnetProps = {}): Build =>
  (app) =>
    new MultiSubnet(app, "multi-subnet", props);

test.each<[what: string, build: Build, ...ways: string[]]>([
  ["two-tier", twoTier(), "db: nat_a"],
  ["two-tier, gateway", twoTier(GATEWAY), "db: nat_a"],
  ["two-tier, instance", twoTier(INSTANCE), "db: nat_a"],
  ["two-tier, none", twoTier(NONE), `db: ${NO_ROUTE}`],
  ["private-web", privateWeb(), "main: nat_a"],
  ["private-web, gateway", privateWeb(GATEWAY), "main: nat_a"],
  ["private-web, instance", privateWeb(INSTANCE), "main: nat_a"],
  ["private-web, none", privateWeb(NONE), `main: ${NO_ROUTE}`],
  ["multi-subnet", multiSubnet(), "web_a: nat_a", "web_c: nat_c"],
  [
    "multi-subnet, a zone more",
    multiSubnet({ zones: ["a", "c", "d"] }),
    "web_a: nat_a",
    "web_c: nat_c",
    "web_d: nat_d",
  ],
  ["multi-subnet, other zones", multiSubnet({ zones: ["b", "d"] }), "web_b: nat_b", "web_d: nat_d"],
  ["multi-subnet, turned", multiSubnet({ zones: ["d", "a"] }), "web_d: nat_d", "web_a: nat_a"],
  [
    "multi-subnet, another region",
    multiSubnet({ region: "eu-central-1", zones: ["a", "b"] }),
    "web_a: nat_a",
    "web_b: nat_b",
  ],
  [
    "multi-subnet, none chosen in one zone",
    multiSubnet({ zones: ["a", "c", "d"], nat: { a: GATEWAY, c: INSTANCE, d: NONE } }),
    "web_a: nat_a",
    "web_c: nat_c",
    `web_d: ${NO_ROUTE}`,
  ],
  [
    "multi-subnet, none",
    multiSubnet({ nat: { a: NONE, c: NONE } }),
    `web_a: ${NO_ROUTE}`,
    `web_c: ${NO_ROUTE}`,
  ],
  ["maintenance, whose servers have none and need none", (app) => new Maintenance(app, "maintenance")],
  ["maintenance, other zones", (app) => new Maintenance(app, "maintenance", { zones: ["b", "d"] })],
])("%s", (_, build, ...ways) => {
  expect(waysOut(proved(build))).toEqual(ways);
});

const KINDS: readonly Nat[] = [GATEWAY, INSTANCE, NONE];

test.each(KINDS.flatMap((a) => KINDS.map((c) => [a, c] as const)))("multi-subnet, %j and %j", (a, c) => {
  const way = (zone: Zone, { kind }: Nat) => `web_${zone}: ${kind === "none" ? NO_ROUTE : `nat_${zone}`}`;
  expect(waysOut(proved(multiSubnet({ nat: { a, c } })))).toEqual([way("a", a), way("c", c)]);
});

test("by default zone c has a NAT instance and every other a gateway, whichever zones come and go", () => {
  const { json } = proved(multiSubnet({ zones: ["b", "c", "d"] }));
  expect(names(json, "aws_nat_gateway").toSorted()).toEqual(["nat_b", "nat_d"]);
  expect(names(json, "aws_instance").filter((name) => name.startsWith("nat_"))).toEqual(["nat_c"]);
});

const nothingOf = (zone: string) =>
  `multi-subnet: nat: says nothing of zone ${zone}, whose private subnet would have no way out; write nat: { …, ${zone}: { kind: "gateway" } }, or ${zone}: { kind: "none" } if that is meant`;

test.each<[what: string, props: MultiSubnetProps, ...faults: string[]]>([
  ["of one zone", { zones: ["a", "c", "d"], nat: { a: GATEWAY, c: INSTANCE } }, nothingOf("d")],
  ["of two", { zones: ["d", "a", "c"], nat: { a: GATEWAY } }, nothingOf("c"), nothingOf("d")],
  ["of any", { nat: {} }, nothingOf("a"), nothingOf("c")],
  [
    "of one, and names another",
    { nat: { a: GATEWAY, d: GATEWAY } },
    "multi-subnet: network.nat: zone d is not in the network's zones; use one of a, c, or add the zone",
    nothingOf("c"),
  ],
])("a choice that says nothing %s is refused, with the fix", (_, props, ...faults) => {
  expect(faultsOf(multiSubnet(props))).toEqual(faults);
});
