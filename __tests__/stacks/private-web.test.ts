import { expect, test } from "@jest/globals";
import type { StackJson } from "../../modules/terraform/checks/stack-json";
import { PrivateWeb, type PrivateWebProps } from "../../stacks/private-web";
import { faultsOf, names, resource, synthesize } from "../synthesis";

function privateWeb(props: PrivateWebProps = {}): StackJson {
  return synthesize((app) => new PrivateWeb(app, "private-web", props))["private-web"]?.json ?? {};
}

const json = privateWeb();
const INGRESS = "aws_vpc_security_group_ingress_rule";

test.each([
  ["the VPC", "aws_vpc.network", { cidr_block: "10.0.0.0/16" }],
  [
    "the private subnet",
    "aws_subnet.private_a",
    { cidr_block: "10.0.0.0/20", availability_zone: "ap-northeast-1a" },
  ],
  [
    "the public subnet",
    "aws_subnet.public_a",
    { cidr_block: "10.0.16.0/20", availability_zone: "ap-northeast-1a" },
  ],
  [
    "the private default route",
    "aws_route.private_a_internet",
    { nat_gateway_id: "${aws_nat_gateway.nat_a.id}" },
  ],
  [
    "the public default route",
    "aws_route.public_internet",
    { gateway_id: "${aws_internet_gateway.network.id}" },
  ],
  [
    "main",
    "aws_instance.main",
    { subnet_id: "${aws_subnet.private_a.id}", vpc_security_group_ids: ["${aws_security_group.web.id}"] },
  ],
  [
    "the bastion",
    "aws_instance.bastion",
    { subnet_id: "${aws_subnet.public_a.id}", vpc_security_group_ids: ["${aws_security_group.pub_ssh.id}"] },
  ],
  ["the bastion's address", "aws_eip_association.bastion", { instance_id: "${aws_instance.bastion.id}" }],
  [
    "the bastion sleeps",
    "aws_ec2_instance_state.bastion",
    { instance_id: "${aws_instance.bastion.id}", state: "stopped" },
  ],
  [
    "ssh to the bastion",
    `${INGRESS}.pub_ssh_ssh_from_admin`,
    { for_each: "${toset(var.admin_cidrs)}", from_port: 22 },
  ],
  [
    "into web, from pub-ssh",
    `${INGRESS}.web_anything_from_pub_ssh`,
    { referenced_security_group_id: "${aws_security_group.pub_ssh.id}", ip_protocol: "-1" },
  ],
  [
    "out of web, anywhere",
    "aws_vpc_security_group_egress_rule.web_anything_to_anywhere",
    { cidr_ipv4: "0.0.0.0/0" },
  ],
  ["the group web by name", "aws_security_group.web", { tags: { Name: "plan-sg-web" } }],
  ["the group pub-ssh by name", "aws_security_group.pub_ssh", { tags: { Name: "plan-sg-pub-ssh" } }],
  ["the public table by name", "aws_route_table.public", { tags: { Name: "plan-rt-public" } }],
  ["the private table by name", "aws_route_table.private_a", { tags: { Name: "plan-rt-private" } }],
])("%s", (_, address, facts) => {
  expect(resource(json, address)).toMatchObject(facts);
});

test("nothing else comes in", () => {
  expect(names(json, INGRESS).toSorted()).toEqual(["pub_ssh_ssh_from_admin", "web_anything_from_pub_ssh"]);
});

test("awake, the bastion is started", () => {
  expect(resource(privateWeb({ bastionRunning: true }), "aws_ec2_instance_state.bastion")["state"]).toBe(
    "running",
  );
});

test("another prefix names everything anew", () => {
  const renamed = privateWeb({ project: "shop" });
  expect(resource(renamed, "aws_security_group.pub_ssh")["tags"]).toEqual({ Name: "shop-sg-pub-ssh" });
});

test("the classic mistake names the two nearest blocks", () => {
  expect(faultsOf((app) => new PrivateWeb(app, "private-web", { publicCidr: "10.0.1.0/20" }))).toEqual([
    "private-web: network.subnets.public.a: 10.0.1.0/20 is not the start of a /20 block; use 10.0.0.0/20 or 10.0.16.0/20",
  ]);
});
