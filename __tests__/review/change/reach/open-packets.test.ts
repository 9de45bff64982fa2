/** IPv4 and IPv6 are told apart: what opens over one alone is not hidden by what the other has open. */
import { expect, test } from "@jest/globals";
import type { JsonObject } from "../../../../terraform/json";
import { created, HTTP, ingress, kept, type Planned, planOf, SERVER, SSH } from "../plans";
import { delta } from "../reviewed-plan";

const IPV6: Readonly<Record<string, JsonObject>> = {
  "aws_vpc.main": { ipv6_cidr_block: "2001:db8::/56" },
  "aws_subnet.public": { ipv6_cidr_block: "2001:db8::/64" },
  "aws_instance.web": { ipv6_addresses: ["2001:db8::10"] },
};

/** The server with IPv6. */
const DUAL: readonly Planned[] = [
  ...SERVER.map(({ address, before }) => kept(address, { ...before, ...IPV6[address] })),
  kept("aws_route.ipv6", {
    route_table_id: "rtb-1",
    destination_ipv6_cidr_block: "::/0",
    gateway_id: "igw-1",
  }),
  ingress("out6", { cidr_ipv6: "::/0", ip_protocol: "-1" }, "egress"),
];

test("what opens over IPv6 alone is not hidden by what IPv4 has open", () => {
  const ssh = created(ingress("ssh6", { ...SSH, cidr_ipv4: null, cidr_ipv6: "::/0" }));
  expect(delta(planOf([...DUAL, ingress("http", HTTP), ssh]))).toEqual(["+ internet → web tcp/22 over IPv6"]);
});

test("nor between two machines, nor is an administrator implied in everybody who has the other family", () => {
  const db = kept("aws_instance.db", {
    subnet_id: "subnet-1",
    private_ip: "10.0.0.20",
    ipv6_addresses: ["2001:db8::20"],
    vpc_security_group_ids: ["sg-2"],
  });
  const group = kept("aws_security_group.db", { id: "sg-2", vpc_id: "vpc-1", name: "db" });
  const rule = (name: string, source: JsonObject) =>
    ingress(name, { ...SSH, security_group_id: "sg-2", cidr_ipv4: null, ...source });
  const from4 = rule("db4", { cidr_ipv4: "10.0.0.10/32" });
  const from6 = created(rule("db6", { cidr_ipv6: "2001:db8::10/128" }));
  expect(delta(planOf([...DUAL, group, db, from4, from6]))).toEqual(["+ web → db tcp/22 over IPv6"]);

  const everybody = created(ingress("all6", { ...SSH, cidr_ipv4: null, cidr_ipv6: "::/0" }));
  const admin = created(ingress("admin", { ...SSH, cidr_ipv4: "198.51.100.0/24" }));
  expect(delta(planOf([...DUAL, everybody, admin]))).toEqual([
    "+ 198.51.100.0/24 → web tcp/22",
    "+ internet → web tcp/22 over IPv6",
  ]);
});
