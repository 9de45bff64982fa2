/** A small network as Terraform JSON, to be varied a line at a time: a public and a private subnet, a NAT gateway. */
import type { Json, JsonObject } from "../../terraform/json";

type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Json>>>>>>;

const id = (address: string): string => `\${${address}.id}`;
export const ref = id;

const BASE: Resources = {
  aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
  aws_internet_gateway: { v: { vpc_id: id("aws_vpc.v") } },
  aws_subnet: {
    public: { vpc_id: id("aws_vpc.v"), cidr_block: "10.0.0.0/24", availability_zone: "x-1a" },
    private: { vpc_id: id("aws_vpc.v"), cidr_block: "10.0.1.0/24", availability_zone: "x-1a" },
  },
  aws_route_table: { public: { vpc_id: id("aws_vpc.v") }, private: { vpc_id: id("aws_vpc.v") } },
  aws_route_table_association: {
    public: { subnet_id: id("aws_subnet.public"), route_table_id: id("aws_route_table.public") },
    private: { subnet_id: id("aws_subnet.private"), route_table_id: id("aws_route_table.private") },
  },
  aws_route: {
    public: {
      route_table_id: id("aws_route_table.public"),
      destination_cidr_block: "0.0.0.0/0",
      gateway_id: id("aws_internet_gateway.v"),
    },
    private: {
      route_table_id: id("aws_route_table.private"),
      destination_cidr_block: "0.0.0.0/0",
      nat_gateway_id: id("aws_nat_gateway.nat"),
    },
  },
  aws_eip: { nat: {}, web: { instance: id("aws_instance.web") } },
  aws_nat_gateway: { nat: { subnet_id: id("aws_subnet.public"), allocation_id: id("aws_eip.nat") } },
  aws_security_group: { open: { vpc_id: id("aws_vpc.v"), ingress: [anything()], egress: [anything()] } },
  aws_instance: {
    web: {
      subnet_id: id("aws_subnet.public"),
      private_ip: "10.0.0.10",
      vpc_security_group_ids: [id("aws_security_group.open")],
    },
    db: {
      subnet_id: id("aws_subnet.private"),
      private_ip: "10.0.1.10",
      vpc_security_group_ids: [id("aws_security_group.open")],
    },
  },
};

export function anything(cidr = "0.0.0.0/0"): JsonObject {
  return { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: [cidr] };
}

/** Resources by type and name; of a known one the attributes that change, or null to take it away. */
export type Change = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** The base with resources added, changed attribute by attribute, or (with null) taken away. */
export function varied(...changes: readonly Change[]): Json {
  const resource: Record<string, Record<string, Json>> = {};
  for (const [type, named] of Object.entries(BASE)) resource[type] = { ...named };
  for (const change of changes)
    for (const [type, named] of Object.entries(change))
      for (const [name, body] of Object.entries(named)) {
        const all = resource[type] ?? {};
        resource[type] = all;
        if (body === null) delete all[name];
        else all[name] = { ...(all[name] as JsonObject | undefined), ...(body as JsonObject) };
      }
  return { resource };
}

/** A rule of a network ACL. */
export function aclRule(
  number: number,
  action: "allow" | "deny",
  cidr: string,
  protocol = "-1",
  from = 0,
  to = 0,
): JsonObject {
  return { rule_no: number, action, cidr_block: cidr, protocol, from_port: from, to_port: to };
}

/** An ACL for one of the subnets. */
export function acl(
  subnet: "public" | "private",
  ingress: readonly JsonObject[],
  egress: readonly JsonObject[],
): Record<string, Record<string, Json>> {
  return {
    aws_network_acl: {
      [subnet]: { vpc_id: id("aws_vpc.v"), subnet_ids: [id(`aws_subnet.${subnet}`)], ingress, egress },
    },
  };
}

/** Rules of a security group: of `open`, which is every machine's, or of a new one. */
export function inGroup(name: string, rules: JsonObject): Change {
  return { aws_security_group: { [name]: { vpc_id: id("aws_vpc.v"), ...rules } } };
}

/** A machine in this group alone. */
export function member(machine: string, group: string): Change {
  return { aws_instance: { [machine]: { vpc_security_group_ids: [id(`aws_security_group.${group}`)] } } };
}

/** A rule that admits ssh from the members of a group. */
export function fromGroup(group: string): JsonObject {
  return {
    protocol: "tcp",
    from_port: 22,
    to_port: 22,
    security_groups: [id(`aws_security_group.${group}`)],
  };
}
