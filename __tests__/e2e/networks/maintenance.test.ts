/** The network `maintenance`, built by the real Terraform: a sleeping bastion, a managed database, one shared group. */
import { DescribeDBInstancesCommand, DescribeDBSubnetGroupsCommand } from "@aws-sdk/client-rds";
import { expect, test } from "@jest/globals";
import { Maintenance } from "../../../stacks/maintenance";
import { expectTakenOver } from "../handoff/handed-over";
import { bringUp, expectGoneAfterDestroy, expectUnchanged, write } from "../terraform/life";
import { ADMIN_CIDRS, tellStory } from "../terraform/story";
import { bootFilesOf } from "./boot-scripts";
import { elasticAddressAt, groupsOf, instanceAt, lookFromOutside, rulesAt } from "./outside";
import { expectReadersAgree } from "./readers-agree";
import { testReviews } from "./reviewed-plans";

tellStory("maintenance", "maintenance", (stage) => {
  test("is built, and found unchanged", async () => {
    write(stage(), (app) => new Maintenance(app, "maintenance", { databaseProtection: "off" }));
    await bringUp(stage());
    await expectUnchanged(stage());
  });

  test("configuration, plan, state and AWS's own answers are read as the same network", async () => {
    await expectReadersAgree(stage());
  });

  test("its hand-off takes over the state, and finds nothing to change", () =>
    expectTakenOver(stage(), "maintenance"));

  test("the bastion sleeps, and keeps its address", async () => {
    const outside = await lookFromOutside(stage());
    const bastion = await instanceAt(outside, "aws_instance.bastion");
    expect(bastion.State?.Name).toBe("stopped");
    expect(await elasticAddressAt(outside, "aws_eip.bastion")).toMatchObject({
      holder: "instance.bastion",
    });
    expect(groupsOf(outside, bastion)).toEqual(["default_security_group.network", "security_group.ssh"]);
    expect(await rulesAt(outside, "aws_security_group.ssh")).toEqual([
      ...ADMIN_CIDRS.map((cidr) => `in tcp/22 from ${cidr}`),
      "out all to 0.0.0.0/0",
      "out all to ::/0",
    ]);
  });

  test("the app is open on port 80 alone, but to members of the default group", async () => {
    const outside = await lookFromOutside(stage());
    const app = await instanceAt(outside, "aws_instance.app");
    expect(groupsOf(outside, app)).toEqual(["default_security_group.network", "security_group.web"]);
    expect(await elasticAddressAt(outside, "aws_eip.app")).toMatchObject({ PublicIp: app.PublicIpAddress });
    expect(await rulesAt(outside, "aws_security_group.web")).toEqual([
      "in tcp/80 from 0.0.0.0/0",
      "in tcp/80 from ::/0",
      "out all to 0.0.0.0/0",
      "out all to ::/0",
    ]);
    expect(await rulesAt(outside, "aws_default_security_group.network")).toEqual([
      "in all from default_security_group.network",
      "out all to 0.0.0.0/0",
      "out all to ::/0",
    ]);
  });

  test("the database is in private subnets of two zones, encrypted, for members of the default group", async () => {
    const outside = await lookFromOutside(stage());
    const { rds } = stage().account;
    const { DBInstances: [db] = [] } = await rds.send(new DescribeDBInstancesCommand());
    expect(db).toMatchObject({ Engine: "mysql", PubliclyAccessible: false, StorageEncrypted: true });
    expect(db?.MasterUserSecret?.SecretArn).toMatch(/^arn:aws:secretsmanager:/);
    const members = db?.VpcSecurityGroups?.map((group) => outside.nameOf(group.VpcSecurityGroupId));
    expect(members).toEqual(["default_security_group.network"]);
    const { DBSubnetGroups: [group] = [] } = await rds.send(new DescribeDBSubnetGroupsCommand());
    const subnets = group?.Subnets?.map((subnet) => outside.nameOf(subnet.SubnetIdentifier));
    expect(subnets?.toSorted()).toEqual(["subnet.private_a", "subnet.private_c"]);
  });

  test("the boot scripts arrive unchanged", async () => {
    expect(await bootFilesOf(stage())).toEqual({
      "aws_instance.app": ["compute/boot/wait-for-network.sh", "compute/boot/web.sh"],
    });
  });

  testReviews(stage, "maintenance");

  test("destroy leaves nothing", () => expectGoneAfterDestroy(stage()));
});
