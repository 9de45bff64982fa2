/** The kind of a NAT is changed in place, both ways: its Elastic IP stays, and no route is left without a target. */
import { expect, test } from "@jest/globals";
import type { App } from "cdktf";
import type { Nat } from "../../modules/nat/nat";
import { Network } from "../../modules/network/network";
import { BaseStack } from "../../modules/terraform/base-stack";
import { bringUp, expectGoneAfterDestroy, expectUnchanged, write } from "./life";
import { elasticAddressAt, interfaceAt, lookFromOutside, routesAt } from "./outside";
import { type Stage, tellStory } from "./story";
import { type ApplyEvent, whenBegun, whenDone } from "./terraform-json";

class OneZone extends BaseStack {
  constructor(app: App, nat: Nat) {
    super(app, "one-zone");
    new Network(this, "network", { cidr: "10.0.0.0/16", zones: ["a"], nat: { a: nat } });
  }
}

const GATEWAY = "aws_nat_gateway.nat_a";
const HOLD = "aws_eip_association.nat_a";
const ROUTE = "aws_route.private_a_internet";
const TABLE = "aws_route_table.private_a";

tellStory("NAT switch", "one-zone", (stage) => {
  let allocation: string | undefined;

  test("a gateway first", async () => {
    write(stage(), (app) => new OneZone(app, { kind: "gateway" }));
    await bringUp(stage());
    const outside = await lookFromOutside(stage());
    const { AllocationId, holder } = await elasticAddressAt(outside, "aws_eip.nat_a");
    allocation = AllocationId;
    expect(holder).toBe("nat_gateway.nat_a");
    expect(await routesAt(outside, TABLE)).toEqual(["0.0.0.0/0 → nat_gateway.nat_a"]);
  });

  test("gateway → instance: the gateway lets go of the address before the instance takes it", async () => {
    const events = await switchTo(stage(), { kind: "instance" });
    expectOrder([whenDone(events, "delete", GATEWAY), whenBegun(events, "create", HOLD)]);
    const outside = await lookFromOutside(stage());
    expect(await elasticAddressAt(outside, "aws_eip.nat_a")).toMatchObject({
      AllocationId: allocation,
      holder: "instance.nat_a",
    });
    expect(await interfaceAt(outside, "aws_network_interface.nat_a")).toMatchObject({
      SourceDestCheck: false,
    });
    expect(await routesAt(outside, TABLE)).toEqual(["0.0.0.0/0 → network_interface.nat_a"]);
  });

  test("instance → gateway: the instance lets go of the address before the gateway takes it", async () => {
    const events = await switchTo(stage(), { kind: "gateway" });
    expectOrder([whenDone(events, "delete", HOLD), whenBegun(events, "create", GATEWAY)]);
    const outside = await lookFromOutside(stage());
    expect(await elasticAddressAt(outside, "aws_eip.nat_a")).toMatchObject({
      AllocationId: allocation,
      holder: "nat_gateway.nat_a",
    });
    expect(await routesAt(outside, TABLE)).toEqual(["0.0.0.0/0 → nat_gateway.nat_a"]);
  });

  test("destroy leaves nothing", () => expectGoneAfterDestroy(stage()));
});

async function switchTo(stage: Stage, nat: Nat): Promise<readonly ApplyEvent[]> {
  write(stage, (app) => new OneZone(app, nat));
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
