import { expect, test } from "@jest/globals";
import { asObject } from "../../../terraform/json";
import { names, resource, synthesize } from "../../synthesis";
import { EveryOption } from "./every-option";

const json = synthesize((app) => new EveryOption(app))["every-option"]?.json ?? {};
const INGRESS = "aws_vpc_security_group_ingress_rule";
const EGRESS = "aws_vpc_security_group_egress_rule";

test.each([
  [
    "one NAT serves both zones, a",
    "aws_route.shop_private_a_internet",
    { network_interface_id: "${aws_network_interface.shop_nat_b.id}" },
  ],
  [
    "one NAT serves both zones, b",
    "aws_route.shop_private_b_internet",
    { network_interface_id: "${aws_network_interface.shop_nat_b.id}" },
  ],
  [
    "its group admits each zone by name",
    `${INGRESS}.shop_nat_b_anything_from_private_a`,
    { cidr_ipv4: "10.20.64.0/21" },
  ],
  [
    "an x86 type gets an x86 image",
    "aws_instance.shop_nat_b",
    { instance_type: "t3.nano", ami: "${data.aws_ssm_parameter.al2023_x86_64.insecure_value}" },
  ],
  ["an image of one's own is taken", "aws_instance.tools", { ami: "ami-0123456789abcdef0" }],
  [
    "the bastion stops at night",
    "aws_scheduler_schedule.bastion_nightly_stop",
    { schedule_expression: "cron(30 22 * * ? *)", schedule_expression_timezone: "Asia/Tokyo" },
  ],
  [
    "it may be stopped by nobody's key but its own",
    "aws_iam_role_policy.bastion_nightly_stop",
    { role: "${aws_iam_role.bastion_nightly_stop.name}" },
  ],
  [
    "Session Manager opens shells on it",
    "aws_iam_role_policy_attachment.bastion_session_manager",
    { policy_arn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" },
  ],
  [
    "through its profile",
    "aws_instance.bastion",
    { iam_instance_profile: "${aws_iam_instance_profile.bastion.name}", key_name: "mine" },
  ],
  ["a fixed server keeps its address", "aws_instance.web_a", { private_ip: "10.20.64.10" }],
  [
    "S3 has a route of its own",
    "aws_vpc_endpoint.shop_s3",
    { vpc_endpoint_type: "Gateway", service_name: "com.amazonaws.eu-west-1.s3" },
  ],
  [
    "SSM is inside the VPC",
    "aws_vpc_endpoint.shop_endpoint_ssmmessages",
    {
      vpc_endpoint_type: "Interface",
      private_dns_enabled: true,
      subnet_ids: ["${aws_subnet.shop_private_a.id}", "${aws_subnet.shop_private_b.id}"],
    },
  ],
  [
    "for the VPC alone",
    `${INGRESS}.shop_endpoint_https_from_vpc`,
    { cidr_ipv4: "10.20.0.0/16", from_port: 443 },
  ],
  [
    "flow logs are kept",
    "aws_flow_log.shop_flow_logs",
    { traffic_type: "REJECT", vpc_id: "${aws_vpc.shop.id}" },
  ],
  ["for a week", "aws_cloudwatch_log_group.shop_flow_logs", { retention_in_days: 7 }],
  ["the fleet scales", "aws_autoscaling_group.fleet", { min_size: 2, max_size: 4, health_check_type: "ELB" }],
  [
    "from a template",
    "aws_launch_template.fleet",
    {
      image_id: "${data.aws_ssm_parameter.al2023_x86_64.insecure_value}",
      metadata_options: { http_tokens: "required" },
    },
  ],
  [
    "behind the balancer",
    "aws_autoscaling_attachment.alb",
    { autoscaling_group_name: "${aws_autoscaling_group.fleet.name}" },
  ],
  [
    "which is protected",
    "aws_lb.alb",
    { enable_deletion_protection: true, access_logs: { bucket: "logs", enabled: true, prefix: "alb" } },
  ],
  ["and checks health", "aws_lb_target_group.alb", { health_check: { path: "/health", matcher: "200-299" } }],
  [
    "the endpoint opens ssh, outwards",
    `${EGRESS}.door_ssh_to_web`,
    { referenced_security_group_id: "${aws_security_group.web.id}", from_port: 22 },
  ],
  [
    "and inwards",
    `${INGRESS}.web_ssh_from_door`,
    { referenced_security_group_id: "${aws_security_group.door.id}" },
  ],
  ["a named block", `${INGRESS}.cache_http_from_office`, { cidr_ipv4: "192.0.2.0/24" }],
  [
    "an IPv6 block, with ICMPv6's own echo",
    `${INGRESS}.cache_ping_from_2001_db8_1_48`,
    { cidr_ipv6: "2001:db8:1::/48", ip_protocol: "icmpv6", from_port: 128, to_port: -1 },
  ],
  [
    "a range of ports",
    `${INGRESS}.cache_udp_11211_11214_from_fleet`,
    { ip_protocol: "udp", from_port: 11211, to_port: 11214 },
  ],
  ["echo requests", `${INGRESS}.web_ping_from_bastion`, { ip_protocol: "icmp", from_port: 8, to_port: -1 }],
  ["out only as declared", `${EGRESS}.cache_https_to_anywhere`, { cidr_ipv4: "0.0.0.0/0", from_port: 443 }],
  [
    "the database in its own tier",
    "aws_db_subnet_group.db",
    { subnet_ids: ["${aws_subnet.shop_data_a.id}", "${aws_subnet.shop_data_b.id}"] },
  ],
  [
    "with a standby",
    "aws_db_instance.db",
    { multi_az: true, backup_retention_period: 14, allocated_storage: 50 },
  ],
])("%s", (_, address, facts) => {
  expect(resource(json, address)).toMatchObject(facts);
});

test("an isolated tier has a table without a way out", () => {
  expect(names(json, "aws_route_table")).toContain("shop_data_a");
  expect(names(json, "aws_route").toSorted()).toEqual([
    "shop_private_a_internet",
    "shop_private_b_internet",
    "shop_public_internet",
  ]);
});

test("the launch template's user data is the boot script", () => {
  const text = Buffer.from(
    String(resource(json, "aws_launch_template.fleet")["user_data"]),
    "base64",
  ).toString();
  expect(text).toMatch(/^#!\/bin\/bash\nexport PROJECT='shop'\nexport SERVER_NAME='fleet'\n/);
});

test("the s3 state needs a Terraform that knows its lock", () => {
  expect(asObject(json["terraform"])["required_version"]).toBe(">= 1.10.0");
});
