import { expect, test } from "@jest/globals";
import type { StackJson } from "../../modules/terraform/checks/stack-json";
import { TwoTier, type TwoTierProps } from "../../stacks/two-tier";
import { asObject } from "../../terraform/json";
import { names, resource, synthesize } from "../synthesis";

function twoTier(props: TwoTierProps = {}): StackJson {
  return synthesize((app) => new TwoTier(app, "two-tier", props))["two-tier"]?.json ?? {};
}

const json = twoTier();
const INGRESS = "aws_vpc_security_group_ingress_rule";
const EGRESS = "aws_vpc_security_group_egress_rule";

test.each([
  ["the VPC", "aws_vpc.network", { cidr_block: "10.0.0.0/16", enable_dns_hostnames: true }],
  [
    "the public subnet",
    "aws_subnet.public_a",
    { cidr_block: "10.0.1.0/24", availability_zone: "ap-northeast-1a" },
  ],
  [
    "the private subnet",
    "aws_subnet.private_a",
    { cidr_block: "10.0.2.0/24", availability_zone: "ap-northeast-1a" },
  ],
  [
    "the public default route",
    "aws_route.public_internet",
    { destination_cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.network.id}" },
  ],
  [
    "the public subnet's table",
    "aws_route_table_association.public_a",
    { route_table_id: "${aws_route_table.public.id}" },
  ],
  [
    "the private default route",
    "aws_route.private_a_internet",
    { destination_cidr_block: "0.0.0.0/0", nat_gateway_id: "${aws_nat_gateway.nat_a.id}" },
  ],
  [
    "the private subnet's table",
    "aws_route_table_association.private_a",
    { route_table_id: "${aws_route_table.private_a.id}" },
  ],
  [
    "the NAT gateway",
    "aws_nat_gateway.nat_a",
    { subnet_id: "${aws_subnet.public_a.id}", allocation_id: "${aws_eip.nat_a.id}" },
  ],
  [
    "the web server",
    "aws_instance.web",
    {
      private_ip: "10.0.1.10",
      subnet_id: "${aws_subnet.public_a.id}",
      vpc_security_group_ids: ["${aws_security_group.web.id}"],
    },
  ],
  [
    "the web server's address",
    "aws_eip_association.web",
    { instance_id: "${aws_instance.web.id}", allocation_id: "${aws_eip.web.id}" },
  ],
  [
    "the database server",
    "aws_instance.db",
    {
      private_ip: "10.0.2.10",
      subnet_id: "${aws_subnet.private_a.id}",
      vpc_security_group_ids: ["${aws_security_group.db.id}"],
    },
  ],
  [
    "ssh to web",
    `${INGRESS}.web_ssh_from_admin`,
    { for_each: "${toset(var.admin_cidrs)}", ip_protocol: "tcp", from_port: 22, to_port: 22 },
  ],
  [
    "http to web",
    `${INGRESS}.web_http_from_anywhere`,
    { cidr_ipv4: "0.0.0.0/0", ip_protocol: "tcp", from_port: 80, to_port: 80 },
  ],
  ["http to web over IPv6", `${INGRESS}.web_http_from_anywhere_ipv6`, { cidr_ipv6: "::/0", from_port: 80 }],
  [
    "icmp to web",
    `${INGRESS}.web_all_icmp_from_anywhere`,
    { cidr_ipv4: "0.0.0.0/0", ip_protocol: "icmp", from_port: -1, to_port: -1 },
  ],
  [
    "ssh to db",
    `${INGRESS}.db_ssh_from_web`,
    { referenced_security_group_id: "${aws_security_group.web.id}", from_port: 22 },
  ],
  [
    "mysql to db",
    `${INGRESS}.db_mysql_from_web`,
    { referenced_security_group_id: "${aws_security_group.web.id}", from_port: 3306, to_port: 3306 },
  ],
  [
    "icmp to db",
    `${INGRESS}.db_all_icmp_from_web`,
    { referenced_security_group_id: "${aws_security_group.web.id}", ip_protocol: "icmp" },
  ],
  ["db goes out", `${EGRESS}.db_anything_to_anywhere`, { cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" }],
])("%s", (_, address, facts) => {
  expect(resource(json, address)).toMatchObject(facts);
});

test("nothing else comes in", () => {
  expect(names(json, INGRESS).toSorted()).toEqual([
    "db_all_icmp_from_web",
    "db_mysql_from_web",
    "db_ssh_from_web",
    "web_all_icmp_from_anywhere",
    "web_all_icmp_from_anywhere_ipv6",
    "web_http_from_anywhere",
    "web_http_from_anywhere_ipv6",
    "web_ssh_from_admin",
  ]);
});

test("the default group is closed, and the database has no public address", () => {
  const group = resource(json, "aws_default_security_group.network");
  expect([group["ingress"], group["egress"]]).toEqual([undefined, undefined]);
  expect(names(json, "aws_eip").toSorted()).toEqual(["nat_a", "web"]);
  expect(resource(json, "aws_instance.db")["associate_public_ip_address"]).toBeUndefined();
});

test("WordPress is configured for the database, and no password is in the JSON", () => {
  const web = String(resource(json, "aws_instance.web")["user_data"]);
  expect(web).toContain("export DB_HOST='10.0.2.10'");
  expect(web).toContain("export PASSWORD_PARAMETER='/two-tier/db/password'");
  expect(String(resource(json, "aws_instance.db")["user_data"])).toContain(
    "export CLIENT_ADDRESS='10.0.1.10'",
  );
  expect(JSON.stringify(json)).not.toMatch(/export \w*PASSWORD='/);
});

test("the database server waits for its way out", () => {
  expect(resource(json, "aws_instance.db")["depends_on"]).toEqual(["aws_route.private_a_internet"]);
  expect(resource(json, "aws_nat_gateway.nat_a")["depends_on"]).toContain("aws_internet_gateway.network");
});

test("with the NAT an instance, its interface forwards and the Elastic IP keeps its address", () => {
  const switched = twoTier({ nat: { kind: "instance" } });
  expect(resource(switched, "aws_network_interface.nat_a")).toMatchObject({
    source_dest_check: false,
    subnet_id: "${aws_subnet.public_a.id}",
  });
  expect(resource(switched, "aws_route.private_a_internet")).toMatchObject({
    network_interface_id: "${aws_network_interface.nat_a.id}",
  });
  expect(resource(switched, "aws_eip_association.nat_a")).toMatchObject({
    allocation_id: "${aws_eip.nat_a.id}",
  });
  expect(resource(switched, "aws_eip.nat_a")).toEqual(resource(json, "aws_eip.nat_a"));
  expect(names(switched, "aws_nat_gateway")).toEqual([]);
});

test("without a NAT the private subnet has no default route", () => {
  const closed = twoTier({ nat: { kind: "none" } });
  expect(names(closed, "aws_route")).toEqual(["public_internet"]);
  expect(names(closed, "aws_eip")).toEqual(["web"]);
});

test("with ping closed no rule admits ICMP", () => {
  const rules = Object.values(asObject(asObject(twoTier({ ping: "closed" })["resource"])[INGRESS])).map(
    asObject,
  );
  expect(rules.filter(({ ip_protocol }) => String(ip_protocol).startsWith("icmp"))).toEqual([]);
  expect(rules).not.toHaveLength(0);
});

test("with https open, 443 is open too", () => {
  expect(resource(twoTier({ https: "open" }), `${INGRESS}.web_https_from_anywhere`)).toMatchObject({
    from_port: 443,
    to_port: 443,
  });
});

test("what a prop sets is fixed, and what it leaves out is a variable", () => {
  const fixed = twoTier({ adminCidrs: ["2001:db8::/64", "203.0.113.7/32"], keyName: "mine" });
  expect(Object.keys(asObject(fixed["variable"]))).toEqual(["identity_file"]);
  expect(resource(fixed, `${INGRESS}.web_ssh_from_admin`)["for_each"]).toBe(
    '${toset(["2001:db8::/64", "203.0.113.7/32"])}',
  );
  expect(resource(fixed, "aws_instance.web")["key_name"]).toBe("mine");
  expect(Object.keys(asObject(json["variable"])).toSorted()).toEqual([
    "admin_cidrs",
    "identity_file",
    "key_name",
  ]);
});
