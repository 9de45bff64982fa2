/** NAT gateways: what they pass, where they must stand, and that nobody comes in through one. */
import type { Change } from "../small-network";
import { ref } from "../small-network";
import { AS_IT_IS, testRows } from "./rows";

const nat = (settings: Change[string][string]): Change => ({ aws_nat_gateway: { nat: settings } });
const noAddress = nat({ allocation_id: null });
const inPrivate = nat({ subnet_id: ref("aws_subnet.private") });
const somewhere = nat({ subnet_id: "subnet-1" });
const behind: Change = { aws_eip: { db: { instance: ref("aws_instance.db") } } };
const OUT = "db → private → nat → public → igw";
const NO_ADDRESS = "blocked: IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS at nat";

testRows([
  ["lets out", AS_IT_IS, "db → internet tcp/443", `reachable: ${OUT}`],
  ["passes tcp, udp and icmp only", AS_IT_IS, "db → internet all", `reachable in part: ${OUT}`],
  ["lets nobody in", AS_IT_IS, "internet → nat all", "blocked: NET_NAT_TAKES_NOTHING_UNASKED at nat"],
  ["without a public address", noAddress, "db → internet tcp/443", NO_ADDRESS],
  ["in a private subnet", inPrivate, "db → internet tcp/443", "blocked: NO_ROUTE_TO_DESTINATION at nat"],
  ["in a subnet not known", somewhere, "db → 198.51.100.7 tcp/443", "unknown: aws_nat_gateway.nat"],
  ["a public address behind it", behind, "internet → db tcp/22", "blocked: NET_RETURN_PATH_BLOCKED at nat"],
]);
