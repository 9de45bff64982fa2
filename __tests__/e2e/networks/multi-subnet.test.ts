/** The network `multi-subnet`, built by the real Terraform: a load balancer, and both kinds of NAT. */
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetHealthCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect, test } from "@jest/globals";
import { MultiSubnet } from "../../../stacks/multi-subnet";
import { expectTakenOver } from "../handoff/handed-over";
import { bringUp, expectGoneAfterDestroy, expectUnchanged, write } from "../terraform/life";
import { ADMIN_CIDRS, tellStory } from "../terraform/story";
import { bootFilesOf } from "./boot-scripts";
import {
  elasticAddressAt,
  groupsOf,
  instanceAt,
  interfaceAt,
  lookFromOutside,
  routesAt,
  rulesAt,
} from "./outside";
import { expectReadersAgree } from "./readers-agree";
import { testReviews } from "./reviewed-plans";

const OUT = ["out all to 0.0.0.0/0", "out all to ::/0"];

tellStory("multi-subnet", "multi-subnet", (stage) => {
  test("is built, and found unchanged", async () => {
    write(stage(), (app) => new MultiSubnet(app, "multi-subnet"));
    await bringUp(stage());
    await expectUnchanged(stage());
  });

  test("configuration, plan, state and AWS's own answers are read as the same network", async () => {
    await expectReadersAgree(stage());
  });

  test("its hand-off takes over the state, and finds nothing to change", () =>
    expectTakenOver(stage(), "multi-subnet"));

  test("each zone's private subnet sends through a NAT of its own kind", async () => {
    const outside = await lookFromOutside(stage());
    expect(await routesAt(outside, "aws_route_table.private_a")).toEqual(["0.0.0.0/0 → nat_gateway.nat_a"]);
    expect(await routesAt(outside, "aws_route_table.private_c")).toEqual([
      "0.0.0.0/0 → network_interface.nat_c",
    ]);
    expect(await routesAt(outside, "aws_route_table.public")).toEqual([
      "0.0.0.0/0 → internet_gateway.network",
    ]);
  });

  test("the NAT instance forwards: its check is off, its address is on its interface, its group is open to its subnet", async () => {
    const outside = await lookFromOutside(stage());
    const nat = await instanceAt(outside, "aws_instance.nat_c");
    const card = await interfaceAt(outside, "aws_network_interface.nat_c");
    expect(card).toMatchObject({ SourceDestCheck: false, Attachment: { InstanceId: nat.InstanceId } });
    expect(nat.SourceDestCheck).toBe(false);
    expect(nat.State?.Name).toBe("running");
    expect(await elasticAddressAt(outside, "aws_eip.nat_c")).toMatchObject({
      PublicIp: nat.PublicIpAddress,
    });
    expect(await rulesAt(outside, "aws_security_group.nat_c")).toEqual(["in all from 10.0.80.0/21", ...OUT]);
  });

  test("web servers are reached by the load balancer and the bastion alone", async () => {
    const outside = await lookFromOutside(stage());
    for (const zone of ["a", "c"]) {
      const web = await instanceAt(outside, `aws_instance.web_${zone}`);
      expect(groupsOf(outside, web)).toEqual(["security_group.web"]);
      expect(web.PublicIpAddress).toBeUndefined();
      expect(outside.nameOf(web.SubnetId)).toBe(`subnet.private_${zone}`);
    }
    expect(await rulesAt(outside, "aws_security_group.web")).toEqual([
      "in tcp/22 from security_group.bastion",
      "in tcp/80 from security_group.alb",
      ...OUT,
    ]);
    expect(await rulesAt(outside, "aws_security_group.bastion")).toEqual([
      ...ADMIN_CIDRS.map((cidr) => `in tcp/22 from ${cidr}`),
      ...OUT,
    ]);
  });

  test("the load balancer stands in public subnets of two zones, and sends to both web servers", async () => {
    const outside = await lookFromOutside(stage());
    const { balancing } = stage().account;
    const { LoadBalancers: [balancer] = [] } = await balancing.send(new DescribeLoadBalancersCommand());
    expect(balancer?.Scheme).toBe("internet-facing");
    const subnets = balancer?.AvailabilityZones?.map((zone) => outside.nameOf(zone.SubnetId));
    expect(subnets?.toSorted()).toEqual(["subnet.public_a", "subnet.public_c"]);
    expect(balancer?.SecurityGroups?.map(outside.nameOf)).toEqual(["security_group.alb"]);
    expect(await rulesAt(outside, "aws_security_group.alb")).toEqual([
      "in tcp/80 from 0.0.0.0/0",
      "in tcp/80 from ::/0",
      "out tcp/80 to security_group.web",
    ]);
    const { Listeners = [] } = await balancing.send(
      new DescribeListenersCommand({ LoadBalancerArn: balancer?.LoadBalancerArn ?? "" }),
    );
    expect(Listeners).toMatchObject([{ Port: 80, Protocol: "HTTP" }]);
    const TargetGroupArn = outside.idOf("aws_lb_target_group.alb");
    const health = await balancing.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
    const targets = health.TargetHealthDescriptions?.map(
      ({ Target }) => `${outside.nameOf(Target?.Id)}:${Target?.Port}`,
    );
    expect(targets?.sort()).toEqual(["instance.web_a:80", "instance.web_c:80"]);
  });

  test("the boot scripts arrive unchanged", async () => {
    expect(await bootFilesOf(stage())).toEqual({
      "aws_instance.nat_c": ["nat/boot/nat.sh"],
      "aws_instance.web_a": ["compute/boot/wait-for-network.sh", "compute/boot/web.sh"],
      "aws_instance.web_c": ["compute/boot/wait-for-network.sh", "compute/boot/web.sh"],
    });
  });

  testReviews(stage, "multi-subnet");

  test("destroy leaves nothing", () => expectGoneAfterDestroy(stage()));
});
