/** What is not resolved may be the thing asked about, and says nothing about anything else. */
import { acl, aclRule, anything, type Change, fromGroup, inGroup, member, ref } from "../small-network";
import { testRows } from "./rows";

const VPC = ref("aws_vpc.v");
const ALL = aclRule(200, "allow", "0.0.0.0/0");
const NO_HTTP = aclRule(90, "deny", "0.0.0.0/0", "tcp", 80, 80);

const tableOfSome: Change = {
  aws_route_table_association: {
    private: null,
    found: { subnet_id: "${data.aws_subnet.inner.id}", route_table_id: ref("aws_route_table.private") },
  },
};
const someTable: Change = {
  aws_route_table_association: { public: { route_table_id: "${data.aws_route_table.shared.id}" } },
};
const routeOfSome: Change = {
  aws_route: {
    odd: {
      route_table_id: "${data.aws_route_table.shared.id}",
      destination_cidr_block: "203.0.113.0/24",
      transit_gateway_id: "tgw-0123",
    },
  },
};
const routeToSomewhere: Change = {
  aws_route: {
    odd: {
      route_table_id: ref("aws_route_table.private"),
      destination_cidr_block: "${var.inspected}",
      network_interface_id: "eni-0123",
    },
  },
};
const aclOfSome: Change = {
  aws_network_acl: {
    strict: {
      vpc_id: VPC,
      subnet_ids: "${data.aws_subnets.inner.ids}",
      ingress: [NO_HTTP, ALL],
      egress: [ALL],
    },
  },
};
const noHttp = (acl: string): Change => ({
  aws_network_acl_rule: {
    no_http: {
      network_acl_id: acl,
      rule_number: 40,
      egress: false,
      protocol: "tcp",
      rule_action: "deny",
      cidr_block: "0.0.0.0/0",
      from_port: 80,
      to_port: 80,
    },
  },
});
const ruleOnSome = noHttp("${data.aws_network_acls.all.ids[0]}");
const ruleOfSome: Change = {
  ...inGroup("shut", { ingress: [], egress: [] }),
  aws_vpc_security_group_ingress_rule: {
    ssh: {
      security_group_id: "${data.aws_security_group.mine.id}",
      ip_protocol: "tcp",
      from_port: 22,
      to_port: 22,
      cidr_ipv4: "10.0.0.0/16",
    },
  },
};
const someGateway: Change = {
  aws_internet_gateway: { v: null },
  aws_route: { public: { gateway_id: "${data.aws_internet_gateway.v.id}" } },
};
const gatewayOfSome: Change = { aws_internet_gateway: { v: { vpc_id: "${data.aws_vpc.mine.id}" } } };
const mainOfSome: Change = {
  aws_route_table_association: { public: null },
  aws_main_route_table_association: {
    v: { vpc_id: VPC, route_table_id: "${data.aws_route_table.shared.id}" },
  },
};
const partOfRule = acl("public", [{ ...NO_HTTP, cidr_block: "${var.somebody}" }, ALL], [ALL]);
const partOfLaterRule = acl(
  "public",
  [ALL, { ...NO_HTTP, rule_no: 300, cidr_block: "${var.somebody}" }],
  [ALL],
);

testRows([
  [
    "a table's subnet",
    tableOfSome,
    "db → internet tcp/443",
    "unknown: aws_route_table_association.found.subnet_id",
  ],
  ["a table's subnet, inside the VPC", tableOfSome, "web → db tcp/22", "reachable: web → db"],
  [
    "a subnet with an association of its own",
    tableOfSome,
    "internet → web tcp/80",
    "reachable: igw → public → web",
  ],
  [
    "a subnet's table",
    someTable,
    "internet → web tcp/80",
    "unknown: aws_route_table_association.public.route_table_id",
  ],
  ["a subnet's table, inside the VPC", someTable, "db → web tcp/80", "reachable: db → web"],
  ["a route's table", routeOfSome, "203.0.113.9 → web tcp/80", "unknown: aws_route.odd.route_table_id"],
  [
    "a route's table, for other addresses",
    routeOfSome,
    "198.51.100.9 → web tcp/80",
    "reachable: igw → public → web",
  ],
  [
    "a route's block, before the local route",
    routeToSomewhere,
    "db → web tcp/22",
    "unknown: aws_route.odd.destination_cidr_block",
  ],
  ["an ACL's subnets", aclOfSome, "internet → web tcp/80", "unknown: aws_network_acl.strict.subnet_ids"],
  [
    "an ACL's subnets, what it lets pass",
    aclOfSome,
    "internet → web tcp/443",
    "reachable: igw → public → web",
  ],
  [
    "an ACL rule's ACL",
    ruleOnSome,
    "internet → web tcp/80",
    "unknown: aws_network_acl_rule.no_http.network_acl_id",
  ],
  ["an ACL rule's ACL, other ports", ruleOnSome, "internet → web tcp/443", "reachable: igw → public → web"],
  ["an ACL rule's block", partOfRule, "internet → web tcp/80", "unknown: aws_network_acl.public"],
  ["an ACL rule's block, other ports", partOfRule, "internet → web tcp/443", "reachable: igw → public → web"],
  [
    "an ACL rule that comes too late",
    partOfLaterRule,
    "internet → web tcp/80",
    "reachable: igw → public → web",
  ],
  [
    "a rule's group",
    [ruleOfSome, member("db", "shut")],
    "web → db tcp/22",
    "unknown: aws_vpc_security_group_ingress_rule.ssh.security_group_id",
  ],
  [
    "a rule's group, other ports",
    [ruleOfSome, member("db", "shut")],
    "web → db tcp/80",
    "blocked: ENI_SG_RULES_MISMATCH at db",
  ],
  ["a gateway", someGateway, "internet → web tcp/80", "unknown: aws_route.public.gateway_id"],
  [
    "a gateway, what the group stops",
    [someGateway, inGroup("shut", { ingress: [fromGroup("open")] }), member("web", "shut")],
    "internet → web tcp/80",
    "blocked: ENI_SG_RULES_MISMATCH at web",
  ],
  ["a gateway's VPC", gatewayOfSome, "internet → web tcp/80", "unknown: aws_internet_gateway.v.vpc_id"],
  [
    "the main table",
    mainOfSome,
    "internet → web tcp/80",
    "unknown: aws_main_route_table_association.v.route_table_id",
  ],
]);

const sameRoute: Change = {
  aws_route: {
    odd: {
      route_table_id: "${data.aws_route_table.shared.id}",
      destination_cidr_block: "0.0.0.0/0",
      transit_gateway_id: "tgw-0123",
    },
  },
};
const sameNumber = [acl("public", [{ ...ALL, rule_no: 40 }], [ALL]), ruleOnSome];

testRows([
  [
    "a route's table, which is not one that has such a route",
    sameRoute,
    "db → internet tcp/443",
    "reachable: db → private → nat → public → igw",
  ],
  [
    "an ACL rule's ACL, which is not one that has such a number",
    sameNumber,
    "internet → web tcp/80",
    "reachable: igw → public → web",
  ],
]);

const mainByVpc: Change = {
  aws_route_table_association: { public: null },
  aws_route: { public: { route_table_id: "${aws_vpc.v.main_route_table_id}" } },
};
const defaultAcl = noHttp("${aws_vpc.v.default_network_acl_id}");
const defaultGroup: Change = {
  aws_instance: { db: { vpc_security_group_ids: null } },
  aws_vpc_security_group_ingress_rule: {
    metrics: {
      security_group_id: "${aws_vpc.v.default_security_group_id}",
      ip_protocol: "tcp",
      from_port: 9090,
      to_port: 9090,
      cidr_ipv4: "10.0.0.0/24",
    },
  },
};

testRows([
  [
    "the main table by the VPC's name for it",
    mainByVpc,
    "internet → web tcp/80",
    "reachable: igw → public → web",
  ],
  [
    "the default ACL by the VPC's name for it",
    defaultAcl,
    "internet → web tcp/80",
    "blocked: SUBNET_ACL_RESTRICTION at default network ACL",
  ],
  ["the default ACL, other ports", defaultAcl, "internet → web tcp/443", "reachable: igw → public → web"],
  ["the default group by the VPC's name for it", defaultGroup, "web → db tcp/9090", "reachable: web → db"],
  [
    "the default group, other ports",
    defaultGroup,
    "web → db tcp/9091",
    "blocked: ENI_SG_RULES_MISMATCH at db",
  ],
]);

const blockOfSubnet: Change = { aws_subnet: { private: { cidr_block: "${var.block}" } } };
const blockOfVpc: Change = { aws_vpc: { v: { cidr_block: "${var.block}" } } };
const tableOfNoVpc: Change = { aws_route_table: { public: { vpc_id: "${data.aws_vpc.mine.id}" } } };
const itself: Change = inGroup("shut", {
  ingress: [{ protocol: "tcp", from_port: 22, to_port: 22, self: "${var.among_themselves}" }],
  egress: [anything()],
});
const themselves = [itself, member("db", "shut"), member("web", "shut")];

testRows([
  ["a subnet's block", blockOfSubnet, "web → db tcp/22", "reachable: web → db"],
  ["a VPC's block, known by its subnets", blockOfVpc, "web → db tcp/22", "reachable: web → db"],
  ["a VPC's block", blockOfVpc, "db → 198.51.100.9 tcp/443", "unknown: aws_vpc.v.cidr_block"],
  [
    "a VPC's block, to everybody else",
    blockOfVpc,
    "db → internet tcp/443",
    "reachable: db → private → nat → public → igw",
  ],
  ["a table's VPC, which its subnet tells", tableOfNoVpc, "db → web tcp/80", "reachable: db → web"],
  [
    "whether a rule means its own group",
    themselves,
    "web → db tcp/22",
    "unknown: aws_security_group.shut.self",
  ],
  [
    "whether a rule means its own group, other ports",
    themselves,
    "web → db tcp/80",
    "blocked: ENI_SG_RULES_MISMATCH at db",
  ],
]);

/** An address that AWS gives at apply is one of the internet's: no machine has it inside of the VPC. */
const office = "${aws_eip.office.public_ip}/32";
const eip: Change = { aws_eip: { office: {} } };
const ssh = { protocol: "tcp", from_port: 22, to_port: 22 };
const byEip = (cidr: string) => [
  eip,
  inGroup("shut", { ingress: [{ ...ssh, cidr_blocks: [cidr] }], egress: [anything()] }),
  member("db", "shut"),
];
const deniesEip = [eip, acl("private", [{ ...NO_HTTP, cidr_block: office }, ALL], [ALL])];
const listed = (entries: readonly { cidr: string }[]) => [
  eip,
  { aws_ec2_managed_prefix_list: { l: { name: "l", entry: entries } } },
  inGroup("shut", {
    ingress: [{ ...ssh, prefix_list_ids: [ref("aws_ec2_managed_prefix_list.l")] }],
    egress: [anything()],
  }),
  member("db", "shut"),
];
const both = listed([{ cidr: office }, { cidr: "10.0.0.0/28" }]);
const other = listed([{ cidr: "${var.block}" }, { cidr: "10.0.0.64/28" }]);

testRows([
  [
    "an Elastic IP is no machine of the VPC",
    byEip(office),
    "web → db tcp/22",
    "blocked: ENI_SG_RULES_MISMATCH at db",
  ],
  [
    "its whole neighbourhood may be",
    byEip("${aws_eip.office.public_ip}/8"),
    "web → db tcp/22",
    "unknown: aws_security_group.shut.ingress[0].cidr_blocks[0]",
  ],
  ["an ACL denies an Elastic IP", deniesEip, "web → db tcp/80", "reachable: web → db"],
  ["a list whose other entry is known", both, "web → db tcp/22", "reachable: web → db"],
  [
    "a list whose other entry does not hold it",
    listed([{ cidr: office }, { cidr: "10.0.0.64/28" }]),
    "web → db tcp/22",
    "blocked: ENI_SG_RULES_MISMATCH at db",
  ],
  [
    "a list whose entry may be any block",
    other,
    "web → db tcp/22",
    "unknown: aws_ec2_managed_prefix_list.l.entry",
  ],
]);

/** A machine of which nobody knows where it stands is in its groups all the same. */
const placeless = (group: string): readonly Change[] => [
  inGroup("ssh", {
    ingress: [{ ...ssh, cidr_blocks: ["0.0.0.0/0"] }],
    egress: [{ ...ssh, cidr_blocks: ["0.0.0.0/0"] }],
  }),
  {
    aws_instance: {
      stray: {
        subnet_id: "${data.aws_subnet.one.id}",
        vpc_security_group_ids: [ref(`aws_security_group.${group}`)],
      },
    },
  },
];
const inDefault: Change = { aws_instance: { stray: { subnet_id: "${data.aws_subnet.one.id}" } } };

testRows([
  ["a machine's subnet", placeless("ssh"), "web → stray tcp/22", "unknown: aws_instance.stray.subnet_id"],
  [
    "a machine's subnet, what its groups stop",
    placeless("ssh"),
    "web → stray tcp/80",
    "blocked: ENI_SG_RULES_MISMATCH at stray",
  ],
  [
    "a machine's subnet, what it may not send",
    placeless("ssh"),
    "stray → internet tcp/443",
    "blocked: ENI_SG_RULES_MISMATCH at stray",
  ],
  [
    "a machine's subnet, and its group",
    [inDefault],
    "web → stray tcp/80",
    "unknown: aws_instance.stray.subnet_id",
  ],
]);
