/** VPC peering: routes on both sides, no transit, and group references that survive it. */
import { route, secondVpc } from "../second-vpc";
import { type Change, fromGroup, inGroup, ref } from "../small-network";
import { testRows } from "./rows";

const connection = (isAccepted: boolean): Change => ({
  aws_vpc_peering_connection: {
    p: { vpc_id: ref("aws_vpc.v"), peer_vpc_id: ref("aws_vpc.w"), auto_accept: isAccepted },
  },
});
const through = { vpc_peering_connection_id: ref("aws_vpc_peering_connection.p") };
const peer = [secondVpc, connection(true)];
const there = route("there", "private", "10.1.0.0/16", through);
const back = route("back", "far", "10.0.0.0/16", through);
const both = [...peer, there, back];
const beyond = [...both, route("beyond", "private", "10.9.0.0/16", through)];
const pending = [...both, connection(false)];
const byGroup = [...both, inGroup("far", { ingress: [fromGroup("open")] })];
const TO_FAR = "reachable: db → private → p → far";

testRows([
  ["routes there and back", both, "db → far tcp/22", TO_FAR],
  ["no route back", [...peer, there], "db → far tcp/22", "blocked: NET_RETURN_PATH_BLOCKED at far"],
  ["no route there", [...peer, back], "db → 10.1.0.10 tcp/22", "blocked: NO_ROUTE_TO_DESTINATION at igw"],
  ["not accepted", pending, "db → far tcp/22", "blocked: BAD_STATE_ROUTE at p"],
  ["not transitive", beyond, "db → 10.9.0.1 tcp/22", "blocked: DISCONNECTED_VPCS at p"],
  ["a group of the other VPC", byGroup, "db → far tcp/22", TO_FAR],
]);
