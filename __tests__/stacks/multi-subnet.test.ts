import { expect, test } from "@jest/globals";
import type { StackJson } from "../../modules/terraform/checks/stack-json";
import { MultiSubnet, type MultiSubnetProps } from "../../stacks/multi-subnet";
import { addresses, names, resource, synthesize } from "../synthesis";

function multiSubnet(props: MultiSubnetProps = {}): StackJson {
  return synthesize((app) => new MultiSubnet(app, "multi-subnet", props))["multi-subnet"]?.json ?? {};
}

const json = multiSubnet();
const INGRESS = "aws_vpc_security_group_ingress_rule";
const CERTIFICATE = "arn:aws:acm:ap-northeast-1:123456789012:certificate/0f1e2d3c";

test.each([
  [
    "private_a leaves by the gateway",
    "aws_route.private_a_internet",
    { nat_gateway_id: "${aws_nat_gateway.nat_a.id}" },
  ],
  ["the gateway stands in public_a", "aws_nat_gateway.nat_a", { subnet_id: "${aws_subnet.public_a.id}" }],
  [
    "private_c leaves by the instance",
    "aws_route.private_c_internet",
    { network_interface_id: "${aws_network_interface.nat_c.id}" },
  ],
  [
    "the instance forwards",
    "aws_network_interface.nat_c",
    {
      source_dest_check: false,
      subnet_id: "${aws_subnet.public_c.id}",
      security_groups: ["${aws_security_group.nat_c.id}"],
    },
  ],
  [
    "it runs on that interface",
    "aws_instance.nat_c",
    { network_interface: [{ device_index: 0, network_interface_id: "${aws_network_interface.nat_c.id}" }] },
  ],
  [
    "it has a public address",
    "aws_eip_association.nat_c",
    { network_interface_id: "${aws_network_interface.nat_c.id}", allocation_id: "${aws_eip.nat_c.id}" },
  ],
  [
    "the address is there before first boot",
    "aws_instance.nat_c",
    { depends_on: ["aws_eip_association.nat_c"] },
  ],
  [
    "it admits what it serves",
    `${INGRESS}.nat_c_anything_from_private_c`,
    { cidr_ipv4: "10.0.80.0/21", ip_protocol: "-1" },
  ],
  [
    "it sends anywhere",
    "aws_vpc_security_group_egress_rule.nat_c_anything_to_anywhere",
    { cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" },
  ],
  [
    "it recovers",
    "aws_cloudwatch_metric_alarm.nat_c",
    {
      alarm_actions: ["arn:aws:automate:ap-northeast-1:ec2:recover"],
      metric_name: "StatusCheckFailed_System",
    },
  ],
  [
    "the bastion",
    "aws_instance.bastion",
    { subnet_id: "${aws_subnet.public_a.id}", instance_type: "t4g.nano" },
  ],
  ["ssh to the bastion", `${INGRESS}.bastion_ssh_from_admin`, { for_each: "${toset(var.admin_cidrs)}" }],
  [
    "the balancer",
    "aws_lb.alb",
    {
      internal: false,
      load_balancer_type: "application",
      drop_invalid_header_fields: true,
      subnets: ["${aws_subnet.public_a.id}", "${aws_subnet.public_c.id}"],
    },
  ],
  [
    "the listener",
    "aws_lb_listener.alb_http",
    {
      port: 80,
      protocol: "HTTP",
      default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.alb.arn}" }],
    },
  ],
  [
    "the targets",
    "aws_lb_target_group.alb",
    { port: 80, protocol: "HTTP", target_type: "instance", lifecycle: { create_before_destroy: true } },
  ],
  [
    "web_a is a target",
    "aws_lb_target_group_attachment.alb_web_a",
    { target_id: "${aws_instance.web_a.id}", port: 80 },
  ],
  [
    "web_c is a target",
    "aws_lb_target_group_attachment.alb_web_c",
    { target_id: "${aws_instance.web_c.id}", port: 80 },
  ],
  ["http to the balancer", `${INGRESS}.alb_http_from_anywhere`, { cidr_ipv4: "0.0.0.0/0", from_port: 80 }],
  [
    "the balancer sends to web alone",
    "aws_vpc_security_group_egress_rule.alb_http_to_web",
    { referenced_security_group_id: "${aws_security_group.web.id}", from_port: 80 },
  ],
  [
    "web_a",
    "aws_instance.web_a",
    { subnet_id: "${aws_subnet.private_a.id}", vpc_security_group_ids: ["${aws_security_group.web.id}"] },
  ],
  [
    "web_c",
    "aws_instance.web_c",
    { subnet_id: "${aws_subnet.private_c.id}", vpc_security_group_ids: ["${aws_security_group.web.id}"] },
  ],
  [
    "http to web",
    `${INGRESS}.web_http_from_alb`,
    { referenced_security_group_id: "${aws_security_group.alb.id}", from_port: 80, to_port: 80 },
  ],
  [
    "ssh to web",
    `${INGRESS}.web_ssh_from_bastion`,
    { referenced_security_group_id: "${aws_security_group.bastion.id}", from_port: 22 },
  ],
])("%s", (_, address, facts) => {
  expect(resource(json, address)).toMatchObject(facts);
});

test("nothing else comes in, or out of the balancer", () => {
  expect(names(json, INGRESS).toSorted()).toEqual([
    "alb_http_from_anywhere",
    "alb_http_from_anywhere_ipv6",
    "bastion_ssh_from_admin",
    "nat_c_anything_from_private_c",
    "web_http_from_alb",
    "web_ssh_from_bastion",
  ]);
  expect(names(json, "aws_vpc_security_group_egress_rule").filter((name) => name.startsWith("alb_"))).toEqual(
    ["alb_http_to_web"],
  );
});

test("the NAT instance says nothing of the check itself, and takes no key", () => {
  expect(resource(json, "aws_instance.nat_c")).not.toHaveProperty("source_dest_check");
  expect(resource(json, "aws_instance.nat_c")).not.toHaveProperty("key_name");
});

test("with a certificate it serves HTTPS, and redirects", () => {
  const secure = multiSubnet({ certificateArn: CERTIFICATE });
  expect(resource(secure, "aws_lb_listener.alb_https")).toMatchObject({
    port: 443,
    protocol: "HTTPS",
    certificate_arn: CERTIFICATE,
    ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
  });
  expect(resource(secure, "aws_lb_listener.alb_http")).toMatchObject({
    default_action: [
      { type: "redirect", redirect: { port: "443", protocol: "HTTPS", status_code: "HTTP_301" } },
    ],
  });
  expect(names(secure, INGRESS)).toContain("alb_https_from_anywhere");
});

test("removing a zone renames nothing and moves nothing", () => {
  const three = multiSubnet({ zones: ["a", "c", "d"] });
  const kept = addresses(json);
  expect(addresses(three)).toEqual(expect.arrayContaining([...kept]));
  const moved = kept.filter(
    (address) => JSON.stringify(resource(three, address)) !== JSON.stringify(resource(json, address)),
  );
  expect(moved).toEqual(["aws_lb.alb"]); // it stands in one zone more
});

test("the order of zones changes only where the bastion stands", () => {
  const turned = multiSubnet({ zones: ["c", "a"] });
  expect(addresses(turned).toSorted()).toEqual(addresses(json).toSorted());
  const changed = addresses(json).filter(
    (address) => JSON.stringify(resource(turned, address)) !== JSON.stringify(resource(json, address)),
  );
  expect(changed).toEqual(["aws_instance.bastion"]);
});

test("instances require IMDSv2, encrypt their disks, and keep their image", () => {
  for (const name of names(json, "aws_instance")) {
    expect(resource(json, `aws_instance.${name}`)).toMatchObject({
      metadata_options: { http_tokens: "required", http_put_response_hop_limit: 1 },
      root_block_device: { encrypted: true, volume_type: "gp3" },
      lifecycle: { ignore_changes: ["ami"] },
    });
  }
});
