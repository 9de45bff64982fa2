/** Gateway endpoints: a route to the service's own blocks, for the protocols that it speaks. */
import { type Change, ref } from "../small-network";
import { testRows } from "./rows";

const S3 = "com.amazonaws.us-east-1.s3";
const endpoint: Change = {
  aws_vpc_endpoint: {
    s3: {
      vpc_id: ref("aws_vpc.v"),
      service_name: S3,
      vpc_endpoint_type: "Gateway",
      route_table_ids: [ref("aws_route_table.private")],
      cidr_blocks: ["52.216.0.0/15"],
    },
  },
  aws_route: { private: null },
};
const RESTRICTED = `blocked: VPCE_GATEWAY_PROTOCOL_RESTRICTION at ${S3}`;
const NO_ROUTE = "blocked: NO_ROUTE_TO_DESTINATION at private";

testRows([
  ["the service", endpoint, "db → 52.216.1.1 tcp/443", `reachable: db → private → ${S3}`],
  ["the service, pinged", endpoint, "db → 52.216.1.1 ping", `reachable: db → private → ${S3}`],
  ["a protocol that it does not speak", endpoint, "db → 52.216.1.1 tcp/22", RESTRICTED],
  ["whatever is not the service", endpoint, "db → 198.51.100.1 tcp/443", NO_ROUTE],
]);
