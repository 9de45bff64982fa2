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
