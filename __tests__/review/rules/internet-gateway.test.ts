/** Internet gateways: public addresses, the state they are in, and route tables that stand at them. */
import { expect, test } from "@jest/globals";
import { fixText } from "../../../review/reach/packets/fix";
import type { Json } from "../../../terraform/json";
import { ask, askedOf, line } from "../asking";
import { nlb } from "../nlb";
import { type Change, ref, varied } from "../small-network";
import { AS_IT_IS, testRows, verdictOn } from "./rows";

const noAddress: Change = { aws_eip: { web: null } };
const detached: Change = { aws_internet_gateway: { v: { vpc_id: null } } };
const NO_ADDRESS = "blocked: IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS at web";

testRows([
  ["a public address", AS_IT_IS, "internet → web tcp/80", "reachable: igw → public → web"],
  ["no public address", noAddress, "web → internet tcp/443", NO_ADDRESS],
  ["the gateway is detached", detached, "web → internet tcp/443", "blocked: BAD_STATE_ROUTE at public"],
]);

test("whether a machine gets a public address, in a variable without a value", () => {
  const unset: Change = { aws_instance: { web: { associate_public_ip_address: "${var.unset}" } } };
  const asked = askedOf({ ...(varied(noAddress, unset) as object), variable: { unset: {} } });
  const verdict = ask(asked, "internet", "web", "tcp/22");
  expect(line(verdict)).toBe("unknown: aws_instance.web.associate_public_ip_address");
});

const database: Change = {
  aws_db_subnet_group: { d: { name: "d", subnet_ids: [ref("aws_subnet.private")] } },
  aws_db_instance: {
    sql: {
      db_subnet_group_name: ref("aws_db_subnet_group.d"),
      vpc_security_group_ids: [ref("aws_security_group.open")],
    },
  },
};

test.each<[string, Change, RegExp]>([
  ["db", {}, /^aws_instance\.db: give it an Elastic IP/],
  ["sql", database, /^aws_db_instance\.sql: .*SSH tunnel through a bastion/],
  ["nlb", nlb({ internal: true }), /^aws_lb\.nlb: internal = false/],
])("no public address: what to do about %s", (to, change, fix) => {
  const { blocker } = verdictOn(`internet → ${to} tcp/80`, change);
  expect(blocker?.code).toBe("IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS");
  expect(blocker?.fix === undefined ? "" : fixText(blocker.fix)).toMatch(fix);
});

const everywhere6 = { protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_blocks: ["::/0"] };
const egressOnly: Change = {
  aws_vpc: { v: { ipv6_cidr_block: "2600:1f00::/56" } },
  aws_subnet: { private: { ipv6_cidr_block: "2600:1f00::/64", assign_ipv6_address_on_creation: true } },
  aws_egress_only_internet_gateway: { e: { vpc_id: ref("aws_vpc.v") } },
  aws_route: {
    private: null,
    six: {
      route_table_id: ref("aws_route_table.private"),
      destination_ipv6_cidr_block: "::/0",
      egress_only_gateway_id: ref("aws_egress_only_internet_gateway.e"),
    },
  },
  aws_security_group: { open: { egress: [everywhere6], ingress: [everywhere6] } },
};

testRows([
  [
    "egress-only: IPv6 leaves without a NAT",
    egressOnly,
    "db → 2a00:1450::1 tcp/443",
    "reachable: db → private → aws_egress_only_internet_gateway.e",
  ],
  [
    "egress-only: nothing comes in",
    egressOnly,
    "2a00:1450::1 → db tcp/443",
    "blocked: NET_RETURN_PATH_BLOCKED at aws_egress_only_internet_gateway.e",
  ],
]);

/** A table at the gateway; its routes as blocks. */
const atGateway = (...route: readonly Json[]): Change => ({
  aws_route_table: { edge: { vpc_id: ref("aws_vpc.v"), route } },
  aws_route_table_association: {
    edge: { gateway_id: ref("aws_internet_gateway.v"), route_table_id: ref("aws_route_table.edge") },
  },
});
const toDb = (cidr: string): Change => atGateway({ cidr_block: cidr, instance_id: ref("aws_instance.db") });
const local = atGateway({ cidr_block: "10.0.0.0/24", gateway_id: "local" });
const middlebox = toDb("10.0.0.0/24");
const elsewhere: Change = {
  aws_route_table_association: {
    edge: { gateway_id: ref("aws_internet_gateway.v"), route_table_id: "rtb-1" },
  },
};
const TO_WEB = "reachable: igw → public → web";

testRows([
  ["a table without routes of its own", atGateway(), "internet → web tcp/22", TO_WEB],
  ["a table that states the local route", local, "internet → web tcp/22", TO_WEB],
  ["a table with a route to another subnet", toDb("10.0.9.0/24"), "internet → web tcp/22", TO_WEB],
  ["a table does not act inside the VPC", middlebox, "db → web tcp/22", "reachable: db → web"],
]);

test.each([
  ["the subnet, by way of a machine", middlebox, "internet → web tcp/22", "aws_route_table.edge"],
  ["replies to what went out", middlebox, "web → 203.0.113.9 tcp/22", "aws_route_table.edge"],
  ["replies to a NAT gateway", middlebox, "db → 203.0.113.9 tcp/22", "aws_route_table.edge"],
  ["a table elsewhere", elsewhere, "internet → web tcp/22", "aws_route_table_association.edge"],
])("not known, at the gateway's table: %s", (_, change, question, attribute) => {
  const verdict = verdictOn(question, change);
  expect(line(verdict)).toBe(`unknown: ${attribute}`);
  expect(verdict.blocker?.code).toBe("UNSUPPORTED_COMPONENT");
});

const inside: Change = {
  aws_security_group: {
    open: { ingress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["10.0.0.0/16"] }] },
  },
};

testRows([
  ["a group that admits the VPC", inside, "internet → web tcp/22", "blocked: ENI_SG_RULES_MISMATCH at web"],
  [
    "a middlebox may show an address of the VPC",
    [middlebox, inside],
    "internet → web tcp/22",
    "unknown: aws_route_table.edge",
  ],
]);
