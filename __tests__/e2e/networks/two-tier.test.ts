/** The network `two-tier`, built by the real Terraform; and what somebody deletes behind its back comes back. */
import {
  DeleteRouteCommand,
  DescribeSecurityGroupRulesCommand,
  RevokeSecurityGroupIngressCommand,
} from "@aws-sdk/client-ec2";
import { expect, test } from "@jest/globals";
import { TwoTier } from "../../../stacks/two-tier";
import { bringUp, expectGoneAfterDestroy, expectUnchanged, write } from "../terraform/life";
import { ADMIN_CIDRS, tellStory } from "../terraform/story";
import { changesOf } from "../terraform/terraform-json";
import { bootFilesOf } from "./boot-scripts";
import {
  elasticAddressAt,
  groupsOf,
  instanceAt,
  lookFromOutside,
  type Outside,
  routesAt,
  rulesAt,
} from "./outside";
import { expectReadersAgree } from "./readers-agree";
import { testReviews } from "./reviewed-plans";

const WEB_RULES = [
  "in icmp from 0.0.0.0/0",
  "in icmpv6 from ::/0",
  ...ADMIN_CIDRS.map((cidr) => `in tcp/22 from ${cidr}`),
  "in tcp/80 from 0.0.0.0/0",
  "in tcp/80 from ::/0",
  "out all to 0.0.0.0/0",
  "out all to ::/0",
];
const PRIVATE_ROUTES = ["0.0.0.0/0 → nat_gateway.nat_a"];

tellStory("two-tier", "two-tier", (stage) => {
  test("is built, and found unchanged", async () => {
    write(stage(), (app) => new TwoTier(app, "two-tier"));
    await bringUp(stage());
    await expectUnchanged(stage());
  });

  test("configuration, plan, state and AWS's own answers are read as the same network", async () => {
    await expectReadersAgree(stage());
  });

  test("the web server has its addresses, and its group admits what it should", async () => {
    const outside = await lookFromOutside(stage());
    const web = await instanceAt(outside, "aws_instance.web");
    const address = await elasticAddressAt(outside, "aws_eip.web");
    expect(web).toMatchObject({ PrivateIpAddress: "10.0.1.10", SourceDestCheck: true });
    expect(address).toMatchObject({ holder: "instance.web", PublicIp: web.PublicIpAddress });
    expect(groupsOf(outside, web)).toEqual(["security_group.web"]);
    expect(await rulesAt(outside, "aws_security_group.web")).toEqual(WEB_RULES);
  });

  test("the database server is reached from the web server alone, and sends through the NAT gateway", async () => {
    const outside = await lookFromOutside(stage());
    const db = await instanceAt(outside, "aws_instance.db");
    expect(db.PrivateIpAddress).toBe("10.0.2.10");
    expect(db.PublicIpAddress).toBeUndefined();
    expect(groupsOf(outside, db)).toEqual(["security_group.db"]);
    expect(await rulesAt(outside, "aws_security_group.db")).toEqual([
      "in icmp from security_group.web",
      "in tcp/22 from security_group.web",
      "in tcp/3306 from security_group.web",
      "out all to 0.0.0.0/0",
      "out all to ::/0",
    ]);
    expect(await routesAt(outside, "aws_route_table.private_a")).toEqual(PRIVATE_ROUTES);
    expect(await routesAt(outside, "aws_route_table.public")).toEqual([
      "0.0.0.0/0 → internet_gateway.network",
    ]);
  });

  test("the boot scripts arrive unchanged", async () => {
    expect(await bootFilesOf(stage())).toEqual({
      "aws_instance.db": ["compute/boot/wait-for-network.sh", "compute/boot/mariadb.sh"],
      "aws_instance.web": ["compute/boot/wait-for-network.sh", "compute/boot/wordpress.sh"],
    });
  });

  test("a rule and a route deleted behind Terraform's back are planned, and come back", async () => {
    const outside = await lookFromOutside(stage());
    await deleteHttpRule(outside);
    await deletePrivateRoute(outside);
    expect(await routesAt(outside, "aws_route_table.private_a")).toEqual([]);
    expect(await rulesAt(outside, "aws_security_group.web")).not.toContain("in tcp/80 from 0.0.0.0/0");

    const { workspace } = stage();
    const plan = await workspace.plan();
    expect(changesOf(await workspace.show(plan))).toEqual([
      "create aws_route.private_a_internet",
      "create aws_vpc_security_group_ingress_rule.web_http_from_anywhere",
    ]);
    await workspace.apply(plan);
    await expectUnchanged(stage());
    expect(await routesAt(outside, "aws_route_table.private_a")).toEqual(PRIVATE_ROUTES);
    expect(await rulesAt(outside, "aws_security_group.web")).toEqual(WEB_RULES);
  });

  testReviews(stage, "two-tier");

  test("destroy leaves nothing", () => expectGoneAfterDestroy(stage()));
});

async function deleteHttpRule({ account, idOf }: Outside): Promise<void> {
  const GroupId = idOf("aws_security_group.web");
  const Filters = [{ Name: "group-id", Values: [GroupId] }];
  const { SecurityGroupRules = [] } = await account.ec2.send(
    new DescribeSecurityGroupRulesCommand({ Filters }),
  );
  const rule = SecurityGroupRules.find(
    ({ FromPort, CidrIpv4 }) => FromPort === 80 && CidrIpv4 === "0.0.0.0/0",
  );
  const SecurityGroupRuleIds = [rule?.SecurityGroupRuleId ?? "there is no such rule"];
  await account.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds }));
}

async function deletePrivateRoute({ account, idOf }: Outside): Promise<void> {
  const RouteTableId = idOf("aws_route_table.private_a");
  await account.ec2.send(new DeleteRouteCommand({ RouteTableId, DestinationCidrBlock: "0.0.0.0/0" }));
}
