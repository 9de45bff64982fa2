/** What AWS does with a packet, rule by rule: one change to a small network, one question, one line. */

import { expect, test } from "@jest/globals";
import { buildNetwork } from "../../review/model/build";
import { fixText } from "../../review/reach/packets/fix";
import { readConfig } from "../../review/read/config/configuration";
import { acl, aclRule, anything, type Change, ref, varied } from "./small-network";
import { ask, askedOf, line } from "./stacks";

const ALL = aclRule(100, "allow", "0.0.0.0/0");
const EPHEMERAL = aclRule(100, "allow", "0.0.0.0/0", "tcp", 1024, 65_535);
const inGroup = (name: string, rules: object): Change => ({
  aws_security_group: { [name]: { vpc_id: ref("aws_vpc.v"), ...rules } },
});
const member = (machine: string, group: string): Change => ({
  aws_instance: { [machine]: { vpc_security_group_ids: [ref(`aws_security_group.${group}`)] } },
});
const fromGroup = (group: string): object => ({
  protocol: "tcp",
  from_port: 22,
  to_port: 22,
  security_groups: [ref(`aws_security_group.${group}`)],
});

test.each<[string, Change, string, string, string, string]>([
  ["as it is", {}, "internet", "web", "tcp/80", "reachable: igw → public → web"],
  ["as it is", {}, "db", "internet", "tcp/443", "reachable: db → private → nat → public → igw"],
  ["as it is", {}, "db", "internet", "all", "reachable in part: db → private → nat → public → igw"],
  ["as it is", {}, "internet", "nat", "all", "blocked: NET_NAT_TAKES_NOTHING_UNASKED at nat"],
  [
    "no egress rules",
    inGroup("open", { egress: [] }),
    "web",
    "internet",
    "tcp/443",
    "blocked: SG_HAS_NO_RULES at web",
  ],
  [
    "two halves are the internet",
    inGroup("open", { ingress: [{ ...anything("0.0.0.0/1"), cidr_blocks: ["0.0.0.0/1", "128.0.0.0/1"] }] }),
    "internet",
    "web",
    "tcp/80",
    "reachable: igw → public → web",
  ],
  [
    "half of the internet",
    inGroup("open", { ingress: [anything("0.0.0.0/1")] }),
    "internet",
    "web",
    "tcp/80",
    "reachable in part: igw → public → web",
  ],
  [
    "somebody's own block",
    inGroup("open", { ingress: [anything("203.0.113.0/24")] }),
    "internet",
    "web",
    "tcp/80",
    "blocked in part: ENI_SG_RULES_MISMATCH at web",
  ],
  [
    "somebody's own block",
    inGroup("open", { ingress: [anything("203.0.113.0/24")] }),
    "203.0.113.9",
    "web",
    "tcp/80",
    "reachable: igw → public → web",
  ],
  [
    "tcp 0 to 0 is port 0",
    inGroup("open", { ingress: [{ protocol: "tcp", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }] }),
    "internet",
    "web",
    "tcp/80",
    "blocked: ENI_SG_RULES_MISMATCH at web",
  ],
  [
    "an ACL without rules",
    acl("private", [], []),
    "web",
    "db",
    "tcp/22",
    "blocked: SUBNET_ACL_RESTRICTION at private",
  ],
  [
    "an ACL lets in and nothing back",
    acl("private", [ALL], []),
    "web",
    "db",
    "tcp/22",
    "blocked: NET_RETURN_PATH_BLOCKED at private",
  ],
  [
    "an ACL lets replies back",
    acl("private", [ALL], [EPHEMERAL]),
    "web",
    "db",
    "tcp/22",
    "reachable: web → db",
  ],
  [
    "an ACL lets some replies back",
    acl("private", [ALL], [aclRule(1, "allow", "0.0.0.0/0", "tcp", 49_152, 65_535)]),
    "web",
    "db",
    "tcp/22",
    "reachable in part: web → db",
  ],
  [
    "the lowest number decides",
    acl("private", [ALL, aclRule(1, "deny", "10.0.0.0/24", "tcp", 22, 22)], [ALL]),
    "web",
    "db",
    "tcp/22",
    "blocked: SUBNET_ACL_RESTRICTION at private",
  ],
  [
    "the ACL of the NAT's subnet",
    acl("public", [aclRule(1, "deny", "0.0.0.0/0", "tcp", 443, 443), ALL], [ALL]),
    "db",
    "internet",
    "tcp/443",
    "blocked: SUBNET_ACL_RESTRICTION at public",
  ],
  [
    "an ACL does not act inside a subnet",
    {
      ...acl("private", [], []),
      aws_instance: {
        two: {
          subnet_id: ref("aws_subnet.private"),
          vpc_security_group_ids: [ref("aws_security_group.open")],
        },
      },
    },
    "db",
    "two",
    "tcp/22",
    "reachable: db → two",
  ],
  [
    "no NAT's public address",
    { aws_nat_gateway: { nat: { allocation_id: null } } },
    "db",
    "internet",
    "tcp/443",
    "blocked: IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS at nat",
  ],
  [
    "the NAT in the private subnet",
    { aws_nat_gateway: { nat: { subnet_id: ref("aws_subnet.private") } } },
    "db",
    "internet",
    "tcp/443",
    "blocked: NO_ROUTE_TO_DESTINATION at nat",
  ],
  [
    "a public address behind a NAT",
    { aws_eip: { db: { instance: ref("aws_instance.db") } } },
    "internet",
    "db",
    "tcp/22",
    "blocked: NET_RETURN_PATH_BLOCKED at nat",
  ],
  [
    "no public address",
    { aws_eip: { web: null } },
    "web",
    "internet",
    "tcp/443",
    "blocked: IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS at web",
  ],
  [
    "no route",
    { aws_route: { private: null } },
    "db",
    "internet",
    "tcp/443",
    "blocked: NO_ROUTE_TO_DESTINATION at private",
  ],
  [
    "the gateway is detached",
    { aws_internet_gateway: { v: { vpc_id: null } } },
    "web",
    "internet",
    "tcp/443",
    "blocked: BAD_STATE_ROUTE at public",
  ],
  [
    "a longer prefix wins",
    {
      aws_route: {
        more: {
          route_table_id: ref("aws_route_table.public"),
          destination_cidr_block: "203.0.113.0/24",
          nat_gateway_id: ref("aws_nat_gateway.nat"),
        },
      },
    },
    "203.0.113.9",
    "web",
    "tcp/80",
    "blocked: NET_RETURN_PATH_BLOCKED at nat",
  ],
  [
    "no association: the main table, which has no way out",
    { aws_route_table_association: { public: null } },
    "internet",
    "web",
    "tcp/80",
    "blocked: NET_RETURN_PATH_BLOCKED at main route table",
  ],
  [
    "a target that the input does not have",
    { aws_route: { private: { nat_gateway_id: "${data.aws_nat_gateway.other.id}" } } },
    "db",
    "internet",
    "tcp/443",
    "unknown: aws_route.private.nat_gateway_id",
  ],
  [
    "a VPN gateway",
    {
      aws_vpn_gateway: { g: { vpc_id: ref("aws_vpc.v") } },
      aws_route: { private: { nat_gateway_id: null, gateway_id: ref("aws_vpn_gateway.g") } },
    },
    "db",
    "internet",
    "tcp/443",
    "unknown: aws_route_table.private",
  ],
])("%s: %# %s", (_, change, from, to, traffic, expected) => {
  expect(line(ask(askedOf(varied(change)), from, to, traffic))).toBe(expected);
});

const peer = {
  aws_vpc: { w: { cidr_block: "10.1.0.0/16" } },
  aws_subnet: { far: { vpc_id: ref("aws_vpc.w"), cidr_block: "10.1.0.0/24" } },
  aws_vpc_peering_connection: {
    p: { vpc_id: ref("aws_vpc.v"), peer_vpc_id: ref("aws_vpc.w"), auto_accept: true },
  },
  aws_route_table: { far: { vpc_id: ref("aws_vpc.w") } },
  aws_route_table_association: {
    far: { subnet_id: ref("aws_subnet.far"), route_table_id: ref("aws_route_table.far") },
  },
  aws_security_group: { far: { vpc_id: ref("aws_vpc.w"), ingress: [anything()], egress: [anything()] } },
  aws_instance: {
    far: {
      subnet_id: ref("aws_subnet.far"),
      private_ip: "10.1.0.10",
      vpc_security_group_ids: [ref("aws_security_group.far")],
    },
  },
} satisfies Change;
const there: Change = {
  aws_route: {
    there: {
      route_table_id: ref("aws_route_table.private"),
      destination_cidr_block: "10.1.0.0/16",
      vpc_peering_connection_id: ref("aws_vpc_peering_connection.p"),
    },
  },
};
const back: Change = {
  aws_route: {
    back: {
      route_table_id: ref("aws_route_table.far"),
      destination_cidr_block: "10.0.0.0/16",
      vpc_peering_connection_id: ref("aws_vpc_peering_connection.p"),
    },
  },
};
const beyond: Change = {
  aws_route: {
    beyond: {
      route_table_id: ref("aws_route_table.private"),
      destination_cidr_block: "10.9.0.0/16",
      vpc_peering_connection_id: ref("aws_vpc_peering_connection.p"),
    },
  },
};

test.each<[string, readonly Change[], string, string, string]>([
  ["routes there and back", [peer, there, back], "db", "far", "reachable: db → private → p → far"],
  ["no route back", [peer, there], "db", "far", "blocked: NET_RETURN_PATH_BLOCKED at far"],
  ["no route there", [peer, back], "db", "10.1.0.10", "blocked: NO_ROUTE_TO_DESTINATION at igw"],
  [
    "not accepted",
    [peer, there, back, { aws_vpc_peering_connection: { p: { auto_accept: false } } }],
    "db",
    "far",
    "blocked: BAD_STATE_ROUTE at p",
  ],
  ["not transitive", [peer, there, back, beyond], "db", "10.9.0.1", "blocked: DISCONNECTED_VPCS at p"],
  [
    "a group of the other VPC",
    [peer, there, back, inGroup("far", { ingress: [fromGroup("open")] })],
    "db",
    "far",
    "reachable: db → private → p → far",
  ],
])("peering, %s", (_, changes, from, to, expected) => {
  expect(line(ask(askedOf(varied(...changes)), from, to, "tcp/22"))).toBe(expected);
});

const attachment = (name: string, vpc: string, subnet: string): Change => ({
  aws_ec2_transit_gateway_vpc_attachment: {
    [name]: {
      transit_gateway_id: ref("aws_ec2_transit_gateway.t"),
      vpc_id: ref(vpc),
      subnet_ids: [ref(subnet)],
    },
  },
});
const transit: readonly Change[] = [
  { ...peer, aws_vpc_peering_connection: {}, aws_ec2_transit_gateway: { t: {} } },
  attachment("near", "aws_vpc.v", "aws_subnet.private"),
  attachment("far", "aws_vpc.w", "aws_subnet.far"),
  {
    aws_route: {
      there: {
        route_table_id: ref("aws_route_table.private"),
        destination_cidr_block: "10.1.0.0/16",
        transit_gateway_id: ref("aws_ec2_transit_gateway.t"),
      },
    },
  },
];
const transitBack: Change = {
  aws_route: {
    back: {
      route_table_id: ref("aws_route_table.far"),
      destination_cidr_block: "10.0.0.0/16",
      transit_gateway_id: ref("aws_ec2_transit_gateway.t"),
    },
  },
};

test.each<[string, readonly Change[], string]>([
  ["there and back", [...transit, transitBack], "reachable: db → private → near → far"],
  ["no route back", transit, "blocked: NET_RETURN_PATH_BLOCKED at far"],
  [
    "no propagation",
    [
      ...transit,
      transitBack,
      { aws_ec2_transit_gateway: { t: { default_route_table_propagation: "disable" } } },
    ],
    "blocked: NO_ROUTE_TO_DESTINATION at t default",
  ],
  [
    "no association",
    [
      ...transit,
      transitBack,
      { aws_ec2_transit_gateway: { t: { default_route_table_association: "disable" } } },
    ],
    "blocked: NO_ROUTE_TO_DESTINATION at near",
  ],
  [
    "group references do not survive",
    [...transit, transitBack, inGroup("far", { ingress: [fromGroup("open")] })],
    "blocked: SG_REFERENCES_NOT_PRESERVED at far",
  ],
])("transit gateway, %s", (_, changes, expected) => {
  expect(line(ask(askedOf(varied(...changes)), "db", "far", "tcp/22"))).toBe(expected);
});

const nlb = (more: object = {}, group: object = {}): Change => ({
  aws_lb: { nlb: { load_balancer_type: "network", subnets: [ref("aws_subnet.public")], ...more } },
  aws_lb_target_group: { t: { port: 8080, protocol: "TCP", ...group } },
  aws_lb_listener: {
    l: {
      load_balancer_arn: "${aws_lb.nlb.arn}",
      port: 80,
      protocol: "TCP",
      default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.t.arn}" }],
    },
  },
  aws_lb_target_group_attachment: {
    a: { target_group_arn: "${aws_lb_target_group.t.arn}", target_id: ref("aws_instance.db") },
  },
});
const onlyFrom = (cidr: string): Change => ({
  ...inGroup("target", { ingress: [anything(cidr)], egress: [anything()] }),
  ...member("db", "target"),
});

test.each<[string, readonly Change[], string, string, string]>([
  ["a listener and a target", [nlb()], "internet", "tcp/80", "reachable: igw → public → nlb → db"],
  ["no listener", [nlb()], "internet", "tcp/443", "blocked: ELBV2_LISTENERS_MISMATCH at nlb"],
  [
    "no target",
    [nlb(), { aws_lb_target_group_attachment: { a: null } }],
    "internet",
    "tcp/80",
    "blocked: NET_NO_TARGET at nlb",
  ],
  [
    "instances see the client",
    [nlb(), onlyFrom("0.0.0.0/0")],
    "internet",
    "tcp/80",
    "reachable: igw → public → nlb → db",
  ],
  [
    "instances see the client, not the balancer",
    [nlb(), onlyFrom("10.0.0.0/24")],
    "internet",
    "tcp/80",
    "blocked: ENI_SG_RULES_MISMATCH at db",
  ],
  [
    "addresses see the balancer",
    [nlb({}, { preserve_client_ip: false }), onlyFrom("10.0.0.0/24")],
    "internet",
    "tcp/80",
    "reachable: igw → public → nlb → db",
  ],
  [
    "a target in another zone",
    [nlb(), { aws_subnet: { private: { availability_zone: "x-1c" } } }],
    "internet",
    "tcp/80",
    "blocked: NET_NO_TARGET at nlb",
  ],
  [
    "a target in another zone, across zones",
    [
      nlb({ enable_cross_zone_load_balancing: true }),
      { aws_subnet: { private: { availability_zone: "x-1c" } } },
    ],
    "internet",
    "tcp/80",
    "reachable: igw → public → nlb → db",
  ],
  [
    "a target does not reach itself",
    [nlb({ internal: true })],
    "db",
    "tcp/80",
    "blocked: NET_TARGET_REACHES_ITSELF at nlb",
  ],
])("network load balancer, %s", (_, changes, from, traffic, expected) => {
  expect(line(ask(askedOf(varied(...changes)), from, "nlb", traffic))).toBe(expected);
});

const six: Change = {
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
  aws_security_group: {
    open: {
      egress: [{ protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_blocks: ["::/0"] }],
      ingress: [{ protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_blocks: ["::/0"] }],
    },
  },
};

test("IPv6 leaves through an egress-only gateway without a NAT, and nothing comes in", () => {
  const asked = askedOf(varied(six));
  expect(ask(asked, "db", "2a00:1450::1", "tcp/443").verdict).toBe("reachable");
  expect(ask(asked, "2a00:1450::1", "db", "tcp/443").verdict).toBe("blocked");
});

const endpoint: Change = {
  aws_vpc_endpoint: {
    s3: {
      vpc_id: ref("aws_vpc.v"),
      service_name: "com.amazonaws.us-east-1.s3",
      vpc_endpoint_type: "Gateway",
      route_table_ids: [ref("aws_route_table.private")],
      cidr_blocks: ["52.216.0.0/15"],
    },
  },
  aws_route: { private: null },
};

test.each([
  ["52.216.1.1", "tcp/443", "reachable: db → private → com.amazonaws.us-east-1.s3"],
  ["52.216.1.1", "ping", "reachable: db → private → com.amazonaws.us-east-1.s3"],
  ["52.216.1.1", "tcp/22", "blocked: VPCE_GATEWAY_PROTOCOL_RESTRICTION at com.amazonaws.us-east-1.s3"],
  ["198.51.100.1", "tcp/443", "blocked: NO_ROUTE_TO_DESTINATION at private"],
])("gateway endpoint: %s %s", (to, traffic, expected) => {
  expect(line(ask(askedOf(varied(endpoint)), "db", to, traffic))).toBe(expected);
});

test("a group is named by private addresses: a member's public one does not match", () => {
  const asked = askedOf(
    varied(inGroup("door", { ingress: [fromGroup("open")], egress: [anything()] }), member("web", "door"), {
      aws_eip: { web: { public_ip: "52.0.0.1" } },
    }),
  );
  expect(line(ask(asked, "db", "web", "tcp/22"))).toBe("reachable: db → web");
  expect(ask(asked, "db", "52.0.0.1", "tcp/22").verdict).toBe("blocked");
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
  const { blocker } = ask(askedOf(varied(change)), "internet", to, "tcp/80");
  expect(blocker).toMatchObject({
    code: "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
  });
  expect(blocker?.fix === undefined ? "" : fixText(blocker.fix)).toMatch(fix);
});

test("inline rules mixed with standalone rules are told", () => {
  const mixed = varied({
    aws_vpc_security_group_ingress_rule: {
      r: {
        security_group_id: ref("aws_security_group.open"),
        ip_protocol: "tcp",
        from_port: 1,
        to_port: 1,
        cidr_ipv4: "10.0.0.0/8",
      },
    },
  });
  expect(buildNetwork(readConfig(mixed)).warnings).toEqual([
    "aws_security_group.open: inline rules mixed with standalone rules overwrite each other; use one kind",
  ]);
});

test("the default group admits its members, unless it is closed", () => {
  const bare = (name: string): Change => ({ aws_instance: { [name]: { vpc_security_group_ids: null } } });
  expect(line(ask(askedOf(varied(bare("web"), bare("db"))), "web", "db", "tcp/22"))).toBe(
    "reachable: web → db",
  );
  const closed: Change = { aws_default_security_group: { v: { vpc_id: ref("aws_vpc.v") } } };
  expect(line(ask(askedOf(varied(bare("web"), bare("db"), closed)), "web", "db", "tcp/22"))).toBe(
    "blocked: SG_HAS_NO_RULES at web",
  );
});
