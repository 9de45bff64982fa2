/**
 * Every explanation code of AWS's Reachability Analyzer: the small network that shows what becomes of it here, or why
 * it cannot occur.
 * @see https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
import type { BlockerCode } from "../../review/reach/packets/blocker-codes";
import { nlb, withoutTarget } from "../review/nlb";
import { route, secondVpc } from "../review/second-vpc";
import { acl, type Change, fromGroup, inGroup, member, ref } from "../review/small-network";

/** In the small network with these changes, the question is answered with this code; or none, if it is reachable. */
interface Shown {
  readonly network: string;
  readonly changes: readonly Change[];
  readonly question: string;
  readonly code: BlockerCode | "reachable";
}

export type ExplanationCode = Shown | { readonly never: string };

const FILTER = { never: "A question has no filters on the way; `--through` asks leg by leg." };
const CLASSIC = { never: "Classic load balancers are not modelled: `UNSUPPORTED_COMPONENT`." };
const GATEWAY_BALANCER = { never: "Gateway Load Balancers are not modelled: `UNSUPPORTED_COMPONENT`." };
const VPN = { never: "VPN connections are not modelled: what leads to one is unknown." };
const LONGEST = { never: "Not a reason of its own: of the route that wins it is told where it leads." };
const PRIVATE_AT_GATEWAY = {
  never: "The internet has public addresses only; a question from a private one is not about it.",
};

const peering = (isAccepted: boolean): readonly Change[] => {
  const through = { vpc_peering_connection_id: ref("aws_vpc_peering_connection.p") };
  return [
    secondVpc,
    {
      aws_vpc_peering_connection: {
        p: { vpc_id: ref("aws_vpc.v"), peer_vpc_id: ref("aws_vpc.w"), auto_accept: isAccepted },
      },
    },
    route("there", "private", "10.1.0.0/16", through),
    route("beyond", "private", "10.9.0.0/16", through),
    route("back", "far", "10.0.0.0/16", through),
  ];
};
const GATEWAY = ref("aws_ec2_transit_gateway.t");
const transit = (settings: Record<string, string>): readonly Change[] => {
  const attached = (vpc: string, subnet: string) => ({
    transit_gateway_id: GATEWAY,
    vpc_id: ref(`aws_vpc.${vpc}`),
    subnet_ids: [ref(`aws_subnet.${subnet}`)],
  });
  return [
    secondVpc,
    { aws_ec2_transit_gateway: { t: settings } },
    { aws_ec2_transit_gateway_vpc_attachment: { near: attached("v", "private"), far: attached("w", "far") } },
    route("there", "private", "10.1.0.0/16", { transit_gateway_id: GATEWAY }),
    route("back", "far", "10.0.0.0/16", { transit_gateway_id: GATEWAY }),
  ];
};
const natInstance = (checked: boolean): readonly Change[] => [
  {
    aws_route: {
      private: {
        nat_gateway_id: null,
        network_interface_id: "${aws_instance.web.primary_network_interface_id}",
      },
    },
  },
  { aws_instance: { web: { source_dest_check: checked } } },
];
const inZoneC: Change = { aws_subnet: { private: { availability_zone: "x-1c" } } };
const noGroup = [inGroup("shut", { ingress: [], egress: [] }), member("db", "shut")];
const onlySsh = [
  inGroup("ssh", { ingress: [{ protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks: ["0.0.0.0/0"] }] }),
  member("db", "ssh"),
];
const s3: Change = {
  aws_vpc_endpoint: {
    s3: {
      vpc_id: ref("aws_vpc.v"),
      service_name: "com.amazonaws.us-east-1.s3",
      vpc_endpoint_type: "Gateway",
      route_table_ids: [ref("aws_route_table.private")],
      cidr_blocks: ["52.216.0.0/15"],
    },
  },
};

export const EXPLANATION_CODES: Readonly<Record<string, ExplanationCode>> = {
  BAD_STATE: {
    network: "a NAT gateway without a public address",
    changes: [{ aws_nat_gateway: { nat: { allocation_id: null } } }],
    question: "db → internet tcp/443",
    code: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
  },
  BAD_STATE_ATTACHMENT: {
    network: "an internet gateway that is attached to no VPC",
    changes: [{ aws_internet_gateway: { v: { vpc_id: null } } }],
    question: "web → internet tcp/443",
    code: "BAD_STATE_ROUTE",
  },
  BAD_STATE_ROUTE: {
    network: "a peering connection that is not accepted",
    changes: peering(false),
    question: "db → far tcp/22",
    code: "BAD_STATE_ROUTE",
  },
  BAD_STATE_VPN: VPN,
  CANNOT_ROUTE: {
    network: "no default route",
    changes: [{ aws_route: { private: null } }],
    question: "db → internet tcp/443",
    code: "NO_ROUTE_TO_DESTINATION",
  },
  ELB_ACL_RESTRICTION: CLASSIC,
  ELB_INSTALLED_AZ_RESTRICTION: {
    network: "the target stands in a zone that the balancer has no subnet in",
    changes: [nlb(), inZoneC],
    question: "internet → nlb tcp/80",
    code: "NET_NO_TARGET",
  },
  ELB_LISTENER_PORT_RESTRICTION: CLASSIC,
  ELB_LISTENERS_MISMATCH: CLASSIC,
  ELB_NOT_CROSSZONE: {
    network: "the target stands in another zone than the node, and cross-zone load balancing is off",
    changes: [nlb(), inZoneC],
    question: "internet → nlb tcp/80",
    code: "NET_NO_TARGET",
  },
  ELBV2_LISTENER_HAS_NO_TG: {
    network: "a target group without targets",
    changes: [nlb(), withoutTarget],
    question: "internet → nlb tcp/80",
    code: "NET_NO_TARGET",
  },
  ELBV2_LISTENER_PORT_RESTRICTION: {
    network: "another port than the listener's",
    changes: [nlb()],
    question: "internet → nlb tcp/81",
    code: "ELBV2_LISTENERS_MISMATCH",
  },
  ELBV2_LISTENER_REQUIRES_TG_ACCEPT: {
    network: "another protocol than the target group's",
    changes: [nlb()],
    question: "internet → nlb udp/80",
    code: "ELBV2_LISTENERS_MISMATCH",
  },
  ELBV2_LISTENERS_MISMATCH: {
    network: "no listener for the port",
    changes: [nlb()],
    question: "internet → nlb tcp/443",
    code: "ELBV2_LISTENERS_MISMATCH",
  },
  ELBV2_NO_TARGETS_IN_AZ: {
    network: "no target in the node's zone",
    changes: [nlb(), inZoneC],
    question: "internet → nlb tcp/80",
    code: "NET_NO_TARGET",
  },
  ELBV2_SOURCE_ADDRESS_PRESERVATION: {
    network: "targets see the client, and their group admits the balancer's subnet alone",
    changes: [
      nlb(),
      inGroup("target", {
        ingress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["10.0.0.0/24"] }],
      }),
      member("db", "target"),
    ],
    question: "internet → nlb tcp/80",
    code: "ENI_SG_RULES_MISMATCH",
  },
  ENI_ADDRESS_RESTRICTION: { never: "A machine is asked by addresses that it has." },
  ENI_SG_RULES_MISMATCH: {
    network: "a group with a rule for another port",
    changes: onlySsh,
    question: "web → db tcp/80",
    code: "ENI_SG_RULES_MISMATCH",
  },
  ENI_SOURCE_DEST_CHECK_RESTRICTION: {
    network: "a route to a machine that forwards nothing",
    changes: natInstance(true),
    question: "db → internet tcp/443",
    code: "ENI_SOURCE_DEST_CHECK_RESTRICTION",
  },
  FIREWALL_RULES_RESTRICTION: { never: "Network Firewall is not modelled: `UNSUPPORTED_COMPONENT`." },
  GATEWAY_REJECTS_SPOOFED_TRAFFIC: { never: "Nobody is asked with an address that is not its own." },
  GWLB_DESTINATION_PORT_RESTRICTION: GATEWAY_BALANCER,
  GWLB_PROTOCOL_RESTRICTION: GATEWAY_BALANCER,
  HIGHER_PRIORITY_ROUTE: LONGEST,
  IGW_DESTINATION_ADDRESS_IN_VPC_CIDRS: {
    never: "What comes in is meant for an interface of the VPC, or not followed.",
  },
  IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS: {
    network: "a private address that only the default route leads to",
    changes: [],
    question: "web → 172.20.0.9 tcp/443",
    code: "NO_ROUTE_TO_DESTINATION",
  },
  IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS: {
    network: "a shared address that only the default route leads to",
    changes: [],
    question: "web → 100.64.0.9 tcp/443",
    code: "NO_ROUTE_TO_DESTINATION",
  },
  IGW_NAT_REFLECTION: {
    network: "one machine of the VPC calls another by its public address",
    changes: [{ aws_eip: { web: { public_ip: "203.0.113.7" } } }],
    question: "db → 203.0.113.7 tcp/80",
    code: "reachable",
  },
  IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS: {
    network: "a machine without a public address",
    changes: [],
    question: "internet → db tcp/22",
    code: "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
  },
  IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS: {
    network: "a machine without a public address in a public subnet",
    changes: [{ aws_eip: { web: null } }],
    question: "web → internet tcp/443",
    code: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
  },
  IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS: PRIVATE_AT_GATEWAY,
  IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS: PRIVATE_AT_GATEWAY,
  INGRESS_RTB_NO_PUBLIC_IP: {
    never: "What a route table at a gateway sends elsewhere is unknown: `UNSUPPORTED_COMPONENT`.",
  },
  INGRESS_RTB_TRAFFIC_REDIRECTION: {
    never: "What a route table at a gateway sends elsewhere is unknown: `UNSUPPORTED_COMPONENT`.",
  },
  MORE_SPECIFIC_ROUTE: LONGEST,
  NGW_DEST_ADDRESS_PRESERVATION: { never: "A NAT gateway is passed, and never an end of what passes it." },
  NGW_REQUIRES_SOURCE_IN_VPC: {
    never: "What comes by peering ends at its VPC's addresses: `DISCONNECTED_VPCS`.",
  },
  NGW_SOURCE_ADDRESS_REASSIGN: {
    network: "a rule for the machine's own address, which a NAT gateway has replaced",
    changes: [
      { aws_eip: { web: { public_ip: "203.0.113.7" } } },
      inGroup("known", {
        ingress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["10.0.1.10/32"] }],
      }),
      member("web", "known"),
    ],
    question: "db → 203.0.113.7 tcp/80",
    code: "ENI_SG_RULES_MISMATCH",
  },
  NO_POSSIBLE_DESTINATION: {
    network: "an address of the VPC that nobody has",
    changes: [{ aws_nat_gateway: { nat: { private_ip: "10.0.0.5" } } }],
    question: "web → 10.0.1.77 tcp/22",
    code: "UNASSOCIATED_COMPONENT",
  },
  NO_ROUTE_TO_DESTINATION: {
    network: "no route to the other VPC",
    changes: [secondVpc, { aws_route: { private: null } }],
    question: "db → far tcp/22",
    code: "NO_ROUTE_TO_DESTINATION",
  },
  PCX_REQUIRES_ADDRESS_IN_VPC_CIDR: {
    network: "a route by peering for addresses that the other VPC does not have",
    changes: peering(true),
    question: "db → 10.9.0.1 tcp/22",
    code: "DISCONNECTED_VPCS",
  },
  PROTOCOL_RESTRICTION: {
    network: "IPv4 to an egress-only gateway",
    changes: [
      {
        aws_egress_only_internet_gateway: { e: { vpc_id: ref("aws_vpc.v") } },
        aws_route: {
          private: {
            nat_gateway_id: null,
            egress_only_gateway_id: ref("aws_egress_only_internet_gateway.e"),
          },
        },
      },
    ],
    question: "db → internet tcp/443",
    code: "PROTOCOL_RESTRICTION",
  },
  REGIONAL_NGW_ROUTE_AZ_RESTRICTION: { never: "Regional NAT gateways are not modelled." },
  REMAP_EPHEMERAL_PORT: {
    network: "the ACL at a NAT gateway lets replies in to some ports only",
    changes: [
      acl(
        "public",
        [
          {
            rule_no: 1,
            action: "allow",
            cidr_block: "0.0.0.0/0",
            protocol: "tcp",
            from_port: 443,
            to_port: 443,
          },
        ],
        [{ rule_no: 1, action: "allow", cidr_block: "0.0.0.0/0", protocol: "-1", from_port: 0, to_port: 0 }],
      ),
    ],
    question: "db → internet tcp/443",
    code: "NET_RETURN_PATH_BLOCKED",
  },
  SG_HAS_NO_RULES: {
    network: "a group without rules",
    changes: noGroup,
    question: "web → db tcp/80",
    code: "SG_HAS_NO_RULES",
  },
  SG_REFERENCES_NOT_PRESERVED: {
    network: "a rule that names the sender's group, across a transit gateway",
    changes: [...transit({}), inGroup("far", { ingress: [fromGroup("open")] })],
    question: "db → far tcp/22",
    code: "SG_REFERENCES_NOT_PRESERVED",
  },
  SG_REFERENCING_SUPPORT: {
    network: "a rule that names the sender's group, across a transit gateway that does not carry such",
    changes: [
      ...transit({ security_group_referencing_support: "disable" }),
      inGroup("far", { ingress: [fromGroup("open")] }),
    ],
    question: "db → far tcp/22",
    code: "SG_REFERENCES_NOT_PRESERVED",
  },
  SUBNET_ACL_RESTRICTION: {
    network: "an ACL without rules",
    changes: [acl("private", [], [])],
    question: "web → db tcp/22",
    code: "SUBNET_ACL_RESTRICTION",
  },
  TARGET_ADDRESS_RESTRICTION: {
    network: "a balancer in front of no machine",
    changes: [nlb(), withoutTarget],
    question: "nlb → db tcp/8080",
    code: "TARGET_PORT_RESTRICTION",
  },
  TARGET_PORT_RESTRICTION: {
    network: "another port than the target's",
    changes: [nlb()],
    question: "nlb → db tcp/22",
    code: "TARGET_PORT_RESTRICTION",
  },
  TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION: {
    network: "an attachment without a route table of the transit gateway",
    changes: transit({ default_route_table_association: "disable" }),
    question: "db → far tcp/22",
    code: "NO_ROUTE_TO_DESTINATION",
  },
  TGW_ATTACH_VPC_AZ_RESTRICTION: {
    never: "Packets are followed in the zone that they came from where the attachment has a subnet there.",
  },
  TGW_BAD_STATE_VPN: VPN,
  TGW_ROUTE_AZ_RESTRICTION: {
    network: "an attachment without a subnet in the sender's zone",
    changes: [
      ...transit({}),
      { aws_ec2_transit_gateway_vpc_attachment: { near: { subnet_ids: [ref("aws_subnet.public")] } } },
      inZoneC,
    ],
    question: "db → far tcp/22",
    code: "NO_ROUTE_TO_DESTINATION",
  },
  TGW_RTB_BAD_STATE_ROUTE: {
    never: "A blackhole of a transit gateway's route table is told as `BAD_STATE_ROUTE`.",
  },
  TGW_RTB_CANNOT_ROUTE: LONGEST,
  TGW_RTB_HIGHER_PRIORITY_ROUTE: LONGEST,
  TGW_RTB_MORE_SPECIFIC_ROUTE: LONGEST,
  TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT: {
    network: "no propagation into the transit gateway's route table",
    changes: transit({ default_route_table_propagation: "disable" }),
    question: "db → far tcp/22",
    code: "NO_ROUTE_TO_DESTINATION",
  },
  TGW_RTB_ROUTES_ARE_UNKNOWN: { never: "What is not in the input is unknown: `NET_UNKNOWN_UNTIL_APPLY`." },
  UNKNOWN_DESTINATION: { never: "What is not in the input is unknown: `NET_UNKNOWN_UNTIL_APPLY`." },
  UNKNOWN_PEERED_SGS: {
    never: "Beyond a VPC that is not in the input it is unknown: `UNSUPPORTED_COMPONENT`.",
  },
  UNKNOWN_RESOURCE: { never: "What is not in the input is unknown: `NET_UNKNOWN_UNTIL_APPLY`." },
  VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS: VPN,
  VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS: VPN,
  VPC_BLOCK_PUBLIC_ACCESS_ENABLED: {
    network: "public access blocked in the region",
    changes: [
      {
        aws_vpc_block_public_access_options: {
          region: { internet_gateway_block_mode: "block-bidirectional" },
        },
      },
    ],
    question: "internet → web tcp/80",
    code: "VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
  },
  VPC_LOCAL_ROUTE_CIDR_RESTRICTION: {
    network: "local routes alone",
    changes: [{ aws_route: { private: null } }],
    question: "db → 198.51.100.9 tcp/443",
    code: "NO_ROUTE_TO_DESTINATION",
  },
  VPCE_GATEWAY_EGRESS_SOURCE_ADDRESS_RESTRICTION: { never: "A gateway endpoint begins no connections." },
  VPCE_GATEWAY_PROTOCOL_RESTRICTION: {
    network: "a gateway endpoint, asked for ssh",
    changes: [s3, { aws_route: { private: null } }],
    question: "db → 52.216.1.1 tcp/22",
    code: "VPCE_GATEWAY_PROTOCOL_RESTRICTION",
  },
  VPCE_INTRA_VPC_TRAFFIC: {
    network: "a gateway endpoint as the sender",
    changes: [s3],
    question: "s3 → db tcp/22",
    code: "NO_ROUTE_TO_DESTINATION",
  },
  VPCE_SERVICE_NOT_INSTALLED_IN_AZ: {
    never: "AWS makes no interface of an endpoint where the service is not.",
  },
  DISCONNECTED_VPCS: {
    network: "two VPCs with the same block, and nothing between them",
    changes: [
      secondVpc,
      {
        aws_vpc: { w: { cidr_block: "10.0.0.0/16" } },
        aws_subnet: { far: { cidr_block: "10.0.9.0/24" } },
        aws_instance: { far: { private_ip: "10.0.9.10" } },
      },
    ],
    question: "db → far tcp/22",
    code: "DISCONNECTED_VPCS",
  },
  NO_PATH: { never: "A blocker is always named." },
  NO_SOURCE_OR_DESTINATION: { never: "A name that nobody has is an error, with the nearest names." },
  UNASSOCIATED_COMPONENT: {
    network: "an address of the VPC that nobody has",
    changes: [{ aws_nat_gateway: { nat: { private_ip: "10.0.0.5" } } }],
    question: "10.0.1.77 → web tcp/22",
    code: "UNASSOCIATED_COMPONENT",
  },
  UNSUPPORTED_COMPONENT: {
    network: "a route to a VPN gateway",
    changes: [
      {
        aws_vpn_gateway: { g: { vpc_id: ref("aws_vpc.v") } },
        aws_route: { private: { nat_gateway_id: null, gateway_id: ref("aws_vpn_gateway.g") } },
      },
    ],
    question: "db → 172.20.0.9 tcp/443",
    code: "UNSUPPORTED_COMPONENT",
  },
  COMPONENT_FILTER_RESTRICTION: FILTER,
  COMPONENT_FILTER_RESTRICTION_REMOVED_COMPONENT: FILTER,
  FILTER_AT_DESTINATION_DESTINATION_ADDRESS: FILTER,
  FILTER_AT_DESTINATION_DESTINATION_PORT_RANGE: FILTER,
  FILTER_AT_DESTINATION_PROTOCOL: FILTER,
  FILTER_AT_DESTINATION_SOURCE_ADDRESS: FILTER,
  FILTER_AT_DESTINATION_SOURCE_PORT_RANGE: FILTER,
  FILTER_AT_SOURCE_DESTINATION_ADDRESS: FILTER,
  FILTER_AT_SOURCE_DESTINATION_PORT_RANGE: FILTER,
  FILTER_AT_SOURCE_PROTOCOL: FILTER,
  FILTER_AT_SOURCE_SOURCE_ADDRESS: FILTER,
  FILTER_AT_SOURCE_SOURCE_PORT_RANGE: FILTER,
  IGW_EXPECTS_PUBLIC_ADDRESS: FILTER,
};
