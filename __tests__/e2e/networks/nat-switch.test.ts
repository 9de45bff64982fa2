/**
 * The kind of a NAT is changed in place, both ways, and a NAT instance is made anew for a zone that comes later: the
 * Elastic IP stays, and no route is left without a target.
 */
import { expect, test } from "@jest/globals";
import type { Zone } from "../../../modules/addressing/zone";
import type { Nat } from "../../../modules/nat/nat";
import { reviewPlan } from "../../../review/change/inputs";
import { OneNat } from "../../modules/nat/one-nat";
import { bringUp, expectGoneAfterDestroy, expectUnchanged, write } from "../terraform/life";
import { type Stage, tellStory } from "../terraform/story";
import { type ApplyEvent, changesOf, whenBegun, whenDone } from "../terraform/terraform-json";
import type { Plan } from "../terraform/workspace";
import { elasticAddressAt, interfaceAt, lookFromOutside, routesAt, userDataAt } from "./outside";

const GATEWAY = "aws_nat_gateway.nat_a";
const HOLD = "aws_eip_association.nat_a";
const ROUTE = "aws_route.private_a_internet";
const TABLE = "aws_route_table.private_a";
const MACHINE = "aws_instance.nat_a";
const INTERFACE = "aws_network_interface.nat_a";
const ADDRESS = "aws_eip.nat_a";

tellStory("NAT switch", "one-nat", (stage) => {
  let allocation: string | undefined;

  test("a gateway first", async () => {
    write(stage(), (app) => new OneNat(app, { kind: "gateway" }, ["a"]));
    await bringUp(stage());
    const outside = await lookFromOutside(stage());
    const { AllocationId, holder } = await elasticAddressAt(outside, ADDRESS);
    allocation = AllocationId;
    expect(holder).toBe("nat_gateway.nat_a");
    expect(await routesAt(outside, TABLE)).toEqual(["0.0.0.0/0 → nat_gateway.nat_a"]);
  });

  test("gateway → instance: the gateway lets go of the address before the instance takes it", async () => {
    const events = await switchTo(stage(), { kind: "instance" }, ["a"]);
    expectOrder([whenDone(events, "delete", GATEWAY), whenBegun(events, "create", HOLD)]);
    const outside = await lookFromOutside(stage());
    expect(await elasticAddressAt(outside, ADDRESS)).toMatchObject({
      AllocationId: allocation,
      holder: "instance.nat_a",
    });
    expect(await interfaceAt(outside, INTERFACE)).toMatchObject({ SourceDestCheck: false });
    expect(await routesAt(outside, TABLE)).toEqual(["0.0.0.0/0 → network_interface.nat_a"]);
  });

  test("a zone comes: a new instance that serves it takes over interface, address and route", async () => {
    const { workspace } = stage();
    const before = await lookFromOutside(stage());
    write(stage(), (app) => new OneNat(app, { kind: "instance" }, ["a", "c"]));
    const plan = await workspace.plan();
    const changes = changesOf(await workspace.show(plan));
    expect(changes.filter((change) => !change.startsWith("create "))).toEqual([
      `delete, create ${MACHINE}`,
      "update aws_cloudwatch_metric_alarm.nat_a", // watches the new instance
      `update ${TABLE}`, // its Name tag tells the zones apart now
    ]);
    await expectReviewed(stage(), plan);

    const events = await workspace.apply(plan);
    await expectUnchanged(stage());
    expectOrder([whenDone(events, "delete", MACHINE), whenBegun(events, "create", MACHINE)]);
    const outside = await lookFromOutside(stage());
    for (const address of [INTERFACE, HOLD, ROUTE])
      expect([address, outside.idOf(address)]).toEqual([address, before.idOf(address)]);
    expect(outside.idOf(MACHINE)).not.toBe(before.idOf(MACHINE));
    expect(await elasticAddressAt(outside, ADDRESS)).toMatchObject({
      AllocationId: allocation,
      holder: "instance.nat_a",
    });
    for (const table of [TABLE, "aws_route_table.private_c"])
      expect(await routesAt(outside, table)).toEqual(["0.0.0.0/0 → network_interface.nat_a"]);
    expect(await userDataAt(outside, MACHINE)).toContain("PRIVATE_CIDRS='10.0.64.0/21 10.0.80.0/21'");
  });

  test("instance → gateway: the instance lets go of the address before the gateway takes it", async () => {
    const events = await switchTo(stage(), { kind: "gateway" }, ["a", "c"]);
    expectOrder([whenDone(events, "delete", HOLD), whenBegun(events, "create", GATEWAY)]);
    const outside = await lookFromOutside(stage());
    expect(await elasticAddressAt(outside, ADDRESS)).toMatchObject({
      AllocationId: allocation,
      holder: "nat_gateway.nat_a",
    });
    expect(await routesAt(outside, TABLE)).toEqual(["0.0.0.0/0 → nat_gateway.nat_a"]);
  });

  test("destroy leaves nothing", () => expectGoneAfterDestroy(stage()));
});

/** Whoever reads the plan's review is told what stands still meanwhile. */
async function expectReviewed({ workspace }: Stage, plan: Plan): Promise<void> {
  const file = await workspace.keep("plan.json", plan);
  const [review] = reviewPlan({ plan: file, stack: workspace.folder }).networks;
  expect(review?.changes.filter(({ action }) => action === "replace")).toMatchObject([{ address: MACHINE }]);
  expect(review?.disruptions.map(({ text }) => text)).toEqual([
    "private_a has no way out until the new NAT instance is up",
  ]);
}

async function switchTo(stage: Stage, nat: Nat, zones: readonly Zone[]): Promise<readonly ApplyEvent[]> {
  write(stage, (app) => new OneNat(app, nat, zones));
  const events = await stage.workspace.apply();
  await expectUnchanged(stage);
  // The route is changed, not made anew: one moment less without a way out.
  expect(
    events.filter(
      ({ type, action, address }) => type === "apply_start" && address === ROUTE && action !== "update",
    ),
  ).toEqual([]);
  return events;
}

/** All happened, in this order. */
function expectOrder(times: readonly number[]): void {
  expect(times).not.toContain(-1);
  expect(times.toSorted((a, b) => a - b)).toEqual(times);
}
