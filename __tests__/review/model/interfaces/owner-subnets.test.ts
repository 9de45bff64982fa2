/** Ends whose subnets are not known are ends all the same, and nothing about them is called blocked. */
import { expect, test } from "@jest/globals";
import type { JsonObject } from "../../../../terraform/json";
import { ask, askedOf } from "../../asking";
import { ref, varied } from "../../small-network";

test.each<[string, string, JsonObject]>([
  ["a load balancer", "aws_lb", { subnets: [ref("data.aws_subnet.there")] }],
  ["a load balancer by its addresses", "aws_lb", { subnet_mapping: [{ subnet_id: "subnet-1" }] }],
  ["a load balancer that says nothing", "aws_lb", { internal: true }],
  ["a database", "aws_db_instance", { db_subnet_group_name: "elsewhere" }],
  ["a database in the default place", "aws_db_instance", { engine: "mysql" }],
  ["a cluster", "aws_rds_cluster", { db_subnet_group_name: ref("data.aws_db_subnet_group.there") }],
  ["a NAT gateway", "aws_nat_gateway", { subnet_id: "subnet-1" }],
  ["an endpoint", "aws_vpc_endpoint", { vpc_endpoint_type: "Interface", subnet_ids: ["subnet-1"] }],
  ["machines that come and go", "aws_autoscaling_group", { vpc_zone_identifier: ["subnet-1"] }],
])("%s whose place is not known is an end all the same", (_, type, values) => {
  const asked = askedOf(varied({ [type]: { lost: values } }));
  expect(asked.network.unplaced.map(({ key }) => key)).toEqual([`${type}.lost`]);
  expect(ask(asked, "internet", "lost", "tcp/443").verdict).toBe("unknown");
});

test("what stands in one known subnet, and perhaps in others, is blocked only where it surely is", () => {
  const lb = { internal: true, subnets: [ref("aws_subnet.private"), "subnet-1"] };
  const asked = askedOf(varied({ aws_lb: { half: lb } }));
  const { verdict, members } = ask(asked, "internet", "half", "tcp/80");
  expect([verdict, members.map((each) => each.verdict)]).toEqual(["unknown", ["blocked", "unknown"]]);
});
