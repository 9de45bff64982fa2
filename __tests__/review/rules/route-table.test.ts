/** Route tables: the longest prefix wins, no association means the main table, and targets that are not known. */
import { route } from "../second-vpc";
import { type Change, ref } from "../small-network";
import { testRows } from "./rows";

const noRoute: Change = { aws_route: { private: null } };
const longer = route("more", "public", "203.0.113.0/24", { nat_gateway_id: ref("aws_nat_gateway.nat") });
const main: Change = { aws_route_table_association: { public: null } };
const elsewhere: Change = { aws_route: { private: { nat_gateway_id: "${data.aws_nat_gateway.other.id}" } } };
const vpn: Change = {
  aws_vpn_gateway: { g: { vpc_id: ref("aws_vpc.v") } },
  aws_route: { private: { nat_gateway_id: null, gateway_id: ref("aws_vpn_gateway.g") } },
};
const NO_WAY_BACK = "blocked: NET_RETURN_PATH_BLOCKED";

testRows([
  ["no route", noRoute, "db → internet tcp/443", "blocked: NO_ROUTE_TO_DESTINATION at private"],
  ["a longer prefix wins", longer, "203.0.113.9 → web tcp/80", `${NO_WAY_BACK} at nat`],
  ["the main table has no way out", main, "internet → web tcp/80", `${NO_WAY_BACK} at main route table`],
  ["an unknown target", elsewhere, "db → internet tcp/443", "unknown: aws_route.private.nat_gateway_id"],
  ["a VPN gateway", vpn, "db → internet tcp/443", "unknown: aws_route_table.private"],
]);
