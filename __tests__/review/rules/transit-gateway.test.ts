/** Transit gateways: association, propagation, routes to attachments, and what stands behind one that is not known. */
import type { Json, JsonObject } from "../../../terraform/json";
import { route, secondVpc } from "../second-vpc";
import { type Change, fromGroup, inGroup, ref } from "../small-network";
import { testRows } from "./rows";

const GATEWAY = ref("aws_ec2_transit_gateway.t");
const gateway = (settings: JsonObject): Change => ({ aws_ec2_transit_gateway: { t: settings } });
const attachment = (name: string, vpc: string, subnet: string, more: JsonObject = {}): Change => ({
  aws_ec2_transit_gateway_vpc_attachment: {
    [name]: {
      transit_gateway_id: GATEWAY,
      vpc_id: ref(`aws_vpc.${vpc}`),
      subnet_ids: [ref(`aws_subnet.${subnet}`)],
      ...more,
    },
  },
});
const there: readonly Change[] = [
  secondVpc,
  gateway({}),
  attachment("near", "v", "private"),
  attachment("far", "w", "far"),
  route("there", "private", "10.1.0.0/16", { transit_gateway_id: GATEWAY }),
];
const both = [...there, route("back", "far", "10.0.0.0/16", { transit_gateway_id: GATEWAY })];
const unpropagated = [...both, gateway({ default_route_table_propagation: "disable" })];
const unassociated = [...both, gateway({ default_route_table_association: "disable" })];
const byGroup = [...both, inGroup("far", { ingress: [fromGroup("open")] })];

testRows([
  ["there and back", both, "db → far tcp/22", "reachable: db → private → near → far"],
  ["no route back", there, "db → far tcp/22", "blocked: NET_RETURN_PATH_BLOCKED at far"],
  ["no propagation", unpropagated, "db → far tcp/22", "blocked: NO_ROUTE_TO_DESTINATION at t default"],
  ["no association", unassociated, "db → far tcp/22", "blocked: NO_ROUTE_TO_DESTINATION at near"],
  ["no group references", byGroup, "db → far tcp/22", "blocked: SG_REFERENCES_NOT_PRESERVED at far"],
]);

const TABLE = ref("aws_ec2_transit_gateway_route_table.t");

/** The private subnet's way to 172.16.0.0/12: a transit gateway whose own table leads to this attachment. */
const leadsTo = (target: Json): readonly Change[] => [
  gateway({}),
  attachment("v", "v", "private", {
    transit_gateway_default_route_table_association: false,
    transit_gateway_default_route_table_propagation: false,
  }),
  {
    aws_ec2_transit_gateway_route_table: { t: { transit_gateway_id: GATEWAY } },
    aws_ec2_transit_gateway_route_table_association: {
      v: {
        transit_gateway_attachment_id: ref("aws_ec2_transit_gateway_vpc_attachment.v"),
        transit_gateway_route_table_id: TABLE,
      },
    },
    aws_ec2_transit_gateway_route: {
      far: {
        destination_cidr_block: "172.16.0.0/12",
        transit_gateway_attachment_id: target,
        transit_gateway_route_table_id: TABLE,
      },
    },
  },
  route("far", "private", "172.16.0.0/12", { transit_gateway_id: GATEWAY }),
];
const vpn: readonly Change[] = [
  ...leadsTo("${aws_vpn_connection.office.transit_gateway_attachment_id}"),
  { aws_vpn_connection: { office: { transit_gateway_id: GATEWAY } } },
];
const another = leadsTo("tgw-attach-1");

testRows([
  [
    "a transit route to a VPN",
    vpn,
    "db → 172.16.9.9 tcp/443",
    "unknown: aws_ec2_transit_gateway_route_table.t",
  ],
  [
    "to an attachment of somebody else's",
    another,
    "db → 172.16.9.9 tcp/443",
    "unknown: aws_ec2_transit_gateway_route_table.t",
  ],
  [
    "what the transit table has no route to",
    another,
    "db → 172.32.0.9 tcp/443",
    "reachable: db → private → nat → public → igw",
  ],
  ["other ways out", another, "db → 198.51.100.7 tcp/443", "reachable: db → private → nat → public → igw"],
]);

/** The far VPC at a transit gateway of its own, which is peered with the near one's. */
const OTHER = ref("aws_ec2_transit_gateway.u");
const PEERING = ref("aws_ec2_transit_gateway_peering_attachment.p");
const routeOf = (gateway: string, cidr: string): JsonObject => ({
  destination_cidr_block: cidr,
  transit_gateway_attachment_id: PEERING,
  transit_gateway_route_table_id: `\${aws_ec2_transit_gateway.${gateway}.association_default_route_table_id}`,
});
const peered = (isAccepted: boolean): readonly Change[] => [
  secondVpc,
  { aws_ec2_transit_gateway: { t: {}, u: {} } },
  attachment("near", "v", "private"),
  attachment("far", "w", "far", { transit_gateway_id: OTHER }),
  {
    aws_ec2_transit_gateway_peering_attachment: {
      p: { transit_gateway_id: GATEWAY, peer_transit_gateway_id: OTHER, peer_region: "x-2" },
    },
    aws_ec2_transit_gateway_route: { there: routeOf("t", "10.1.0.0/16"), back: routeOf("u", "10.0.0.0/16") },
  },
  isAccepted
    ? {
        aws_ec2_transit_gateway_peering_attachment_accepter: {
          p: { transit_gateway_attachment_id: PEERING },
        },
      }
    : {},
  route("there", "private", "10.1.0.0/16", { transit_gateway_id: GATEWAY }),
  route("back", "far", "10.0.0.0/16", { transit_gateway_id: OTHER }),
];
const oneWay = [...peered(true), { aws_ec2_transit_gateway_route: { back: null } }];
const otherSide: Change = {
  aws_ec2_transit_gateway_peering_attachment: { p: { peer_transit_gateway_id: "tgw-elsewhere" } },
};
const carrying = (
  near: JsonObject,
  gateways: JsonObject = { security_group_referencing_support: "enable" },
) => [...byGroup, gateway(gateways), attachment("near", "v", "private", near)];

testRows([
  ["peered, there and back", peered(true), "db → far tcp/22", "reachable: db → private → near → p → far"],
  ["peered, and no route back", oneWay, "db → far tcp/22", "blocked: NET_RETURN_PATH_BLOCKED at u default"],
  [
    "peered, accepted by nobody here",
    peered(false),
    "db → far tcp/22",
    "unknown: aws_ec2_transit_gateway_peering_attachment.p",
  ],
  [
    "peered with one that is not here",
    [...peered(true), otherSide],
    "db → far tcp/22",
    "unknown: aws_ec2_transit_gateway_peering_attachment.p",
  ],
  ["groups carried", carrying({}), "db → far tcp/22", "reachable: db → private → near → far"],
  [
    "groups not carried by one attachment",
    carrying({ security_group_referencing_support: "disable" }),
    "db → far tcp/22",
    "blocked: SG_REFERENCES_NOT_PRESERVED at far",
  ],
]);

const office: Change = { aws_vpn_connection: { office: { transit_gateway_id: GATEWAY } } };
const toOffice = route("office", "private", "172.20.0.0/16", { transit_gateway_id: GATEWAY });
const learning = [...both, office, toOffice];
const unlearned = [...learning, gateway({ default_route_table_propagation: "disable" })];
const someAttachment: Change = {
  aws_ec2_transit_gateway_route_table_association: {
    any: {
      transit_gateway_attachment_id: "${data.aws_ec2_transit_gateway_attachment.one.id}",
      transit_gateway_route_table_id: TABLE,
    },
  },
  aws_ec2_transit_gateway_route_table: { t: { transit_gateway_id: GATEWAY } },
};
const someVpc: Change = {
  aws_ec2_transit_gateway_vpc_attachment: { near: { vpc_id: "${data.aws_vpc.mine.id}" } },
};
const learnt: Change = {
  aws_vpn_gateway: { office: { vpc_id: ref("aws_vpc.v") } },
  aws_route_table: {
    private: { vpc_id: ref("aws_vpc.v"), propagating_vgws: [ref("aws_vpn_gateway.office")] },
  },
};

testRows([
  ["what a VPN announces", learning, "db → 172.20.0.9 tcp/443", "unknown: aws_vpn_connection.office"],
  ["what a VPC has is its own", learning, "db → far tcp/22", "reachable: db → private → near → far"],
  [
    "a VPN that announces nothing",
    unlearned,
    "db → 172.20.0.9 tcp/443",
    "blocked: NO_ROUTE_TO_DESTINATION at t default",
  ],
  [
    "an association of some attachment",
    [...both, someAttachment],
    "db → far tcp/22",
    "unknown: aws_ec2_transit_gateway_route_table_association.any.transit_gateway_attachment_id",
  ],
  [
    "an attachment of some VPC",
    [...both, someVpc],
    "db → far tcp/22",
    "unknown: aws_ec2_transit_gateway_vpc_attachment.near.vpc_id",
  ],
  [
    "what a VPN gateway propagates",
    learnt,
    "db → 172.20.0.9 tcp/443",
    "unknown: aws_route_table.private.propagating_vgws",
  ],
  ["not to everybody else", learnt, "db → internet tcp/443", "reachable: db → private → nat → public → igw"],
  ["not inside the VPC", learnt, "web → db tcp/22", "reachable: web → db"],
]);
