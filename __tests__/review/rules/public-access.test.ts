/** VPC Block Public Access: two modes, and what is excluded from them. */
import { type Change, ref } from "../small-network";
import { testRows } from "./rows";

function blocked(mode: string): Change {
  return { aws_vpc_block_public_access_options: { region: { internet_gateway_block_mode: mode } } };
}
function excluded(mode: string, part: Record<string, string>): Change {
  return {
    aws_vpc_block_public_access_exclusion: { part: { internet_gateway_exclusion_mode: mode, ...part } },
  };
}
const BOTH = blocked("block-bidirectional");
const IN = blocked("block-ingress");
const STOPPED = "blocked: VPC_BLOCK_PUBLIC_ACCESS_ENABLED at public";
const OUT = "reachable: db → private → nat → public → igw";
const IN_OPEN = "reachable: igw → public → web";
const SUBNET = { subnet_id: ref("aws_subnet.public") };

testRows([
  ["both ways", BOTH, "internet → web tcp/80", STOPPED],
  ["both ways", BOTH, "web → internet tcp/443", STOPPED],
  ["both ways, by NAT", BOTH, "db → internet tcp/443", STOPPED],
  ["both ways, inside the VPC", BOTH, "web → db tcp/22", "reachable: web → db"],
  ["what comes in", IN, "internet → web tcp/80", STOPPED],
  ["what comes in: replies to a public address do too", IN, "web → internet tcp/443", STOPPED],
  ["what comes in, by NAT", IN, "db → internet tcp/443", OUT],
  ["off", blocked("off"), "internet → web tcp/80", IN_OPEN],
  [
    "not known",
    blocked("${var.mode}"),
    "internet → web tcp/80",
    "unknown: aws_vpc_block_public_access_options.region.internet_gateway_block_mode",
  ],
  [
    "a VPC is excluded",
    [BOTH, excluded("allow-bidirectional", { vpc_id: ref("aws_vpc.v") })],
    "internet → web tcp/80",
    IN_OPEN,
  ],
  ["a subnet is excluded", [IN, excluded("allow-bidirectional", SUBNET)], "internet → web tcp/80", IN_OPEN],
  [
    "another subnet is excluded",
    [BOTH, excluded("allow-bidirectional", { subnet_id: ref("aws_subnet.private") })],
    "internet → web tcp/80",
    STOPPED,
  ],
  ["excluded for what goes out", [BOTH, excluded("allow-egress", SUBNET)], "db → internet tcp/443", OUT],
  ["excluded for what goes out", [BOTH, excluded("allow-egress", SUBNET)], "internet → web tcp/80", STOPPED],
  [
    "some subnet is excluded",
    [BOTH, excluded("allow-bidirectional", { subnet_id: "${data.aws_subnet.one.id}" })],
    "internet → web tcp/80",
    "unknown: aws_vpc_block_public_access_exclusion.part.subnet_id",
  ],
]);
