/** The network `private-web`, built by the real Terraform: its bastion asleep, its address kept. */
import { expect, test } from "@jest/globals";
import { PrivateWeb } from "../../../stacks/private-web";
import { expectTakenOver } from "../handoff/handed-over";
import { bringUp, expectGoneAfterDestroy, expectUnchanged, write } from "../terraform/life";
import { ADMIN_CIDRS, tellStory } from "../terraform/story";
import { bootFilesOf } from "./boot-scripts";
import { elasticAddressAt, groupsOf, instanceAt, lookFromOutside, routesAt, rulesAt } from "./outside";
import { expectReadersAgree } from "./readers-agree";
import { testReviews } from "./reviewed-plans";

tellStory("private-web", "private-web", (stage) => {
  test("is built, and found unchanged", async () => {
    write(stage(), (app) => new PrivateWeb(app, "private-web"));
    await bringUp(stage());
    await expectUnchanged(stage());
  });

  test("configuration, plan, state and AWS's own answers are read as the same network", async () => {
    await expectReadersAgree(stage());
  });

  test("its hand-off takes over the state, and finds nothing to change", () =>
    expectTakenOver(stage(), "private-web"));

  test("the bastion sleeps, and keeps its address", async () => {
    const outside = await lookFromOutside(stage());
    const bastion = await instanceAt(outside, "aws_instance.bastion");
    const { PublicIp, holder } = await elasticAddressAt(outside, "aws_eip.bastion");
    expect(bastion.State?.Name).toBe("stopped");
    expect(holder).toBe("instance.bastion");
    expect(PublicIp).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  });

  test("the server is out of sight, and sends through the NAT gateway", async () => {
    const outside = await lookFromOutside(stage());
    const main = await instanceAt(outside, "aws_instance.main");
    expect(groupsOf(outside, main)).toEqual(["security_group.web"]);
    expect(main.PublicIpAddress).toBeUndefined();
    expect(await routesAt(outside, "aws_route_table.private_a")).toEqual(["0.0.0.0/0 → nat_gateway.nat_a"]);
    expect(await routesAt(outside, "aws_route_table.public")).toEqual([
      "0.0.0.0/0 → internet_gateway.network",
    ]);
    expect(await elasticAddressAt(outside, "aws_eip.nat_a")).toMatchObject({ holder: "nat_gateway.nat_a" });
  });

  test("the groups admit what they should, and no more", async () => {
    const outside = await lookFromOutside(stage());
    expect(await rulesAt(outside, "aws_security_group.pub_ssh")).toEqual([
      ...ADMIN_CIDRS.map((cidr) => `in tcp/22 from ${cidr}`),
      "out all to 0.0.0.0/0",
      "out all to ::/0",
    ]);
    expect(await rulesAt(outside, "aws_security_group.web")).toEqual([
      "in all from security_group.pub_ssh",
      "out all to 0.0.0.0/0",
      "out all to ::/0",
    ]);
    expect(await rulesAt(outside, "aws_default_security_group.network")).toEqual([]);
  });

  test("the boot scripts arrive unchanged", async () => {
    expect(await bootFilesOf(stage())).toEqual({
      "aws_instance.main": ["compute/boot/wait-for-network.sh", "compute/boot/web.sh"],
    });
  });

  testReviews(stage, "private-web");

  test("destroy leaves nothing", () => expectGoneAfterDestroy(stage()));
});
