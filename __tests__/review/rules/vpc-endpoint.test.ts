/** VPC endpoints: a route to the service's own blocks, for the protocols that it speaks; interfaces told in parts. */
import { type Change, ref } from "../small-network";
import { testRows } from "./rows";

const S3 = "com.amazonaws.us-east-1.s3";
const gateway = (blocks: readonly string[]): Change => ({
  aws_vpc_endpoint: {
    s3: {
      vpc_id: ref("aws_vpc.v"),
      service_name: S3,
      vpc_endpoint_type: "Gateway",
      route_table_ids: [ref("aws_route_table.private")],
      cidr_blocks: blocks,
    },
  },
  aws_route: { private: null },
});
const endpoint = gateway(["52.216.0.0/15"]);
const RESTRICTED = `blocked: VPCE_GATEWAY_PROTOCOL_RESTRICTION at ${S3}`;
const NO_ROUTE = "blocked: NO_ROUTE_TO_DESTINATION at private";

testRows([
  ["the service", endpoint, "db → 52.216.1.1 tcp/443", `reachable: db → private → ${S3}`],
  ["the service, pinged", endpoint, "db → 52.216.1.1 ping", `reachable: db → private → ${S3}`],
  ["a protocol that it does not speak", endpoint, "db → 52.216.1.1 tcp/22", RESTRICTED],
  ["whatever is not the service", endpoint, "db → 198.51.100.1 tcp/443", NO_ROUTE],
]);

const untold = gateway([]);

testRows([
  [
    "an address that may be the service's",
    untold,
    "db → 52.216.1.1 tcp/443",
    "unknown: aws_vpc_endpoint.s3.cidr_blocks",
  ],
  ["an address that no service has", untold, "db → 172.20.0.9 tcp/443", NO_ROUTE],
  ["the internet", untold, "db → internet tcp/443", NO_ROUTE],
  [
    "the service by name, whichever its addresses",
    untold,
    "db → s3 tcp/443",
    `reachable: db → private → ${S3}`,
  ],
  [
    "the service by name, without a route",
    untold,
    "web → s3 tcp/443",
    "blocked: NO_ROUTE_TO_DESTINATION at public",
  ],
  ["the service begins nothing", untold, "s3 → db tcp/22", "blocked: NO_ROUTE_TO_DESTINATION at s3"],
]);

const inParts: Change = {
  aws_vpc_endpoint: {
    logs: {
      vpc_id: ref("aws_vpc.v"),
      service_name: "com.amazonaws.us-east-1.logs",
      vpc_endpoint_type: "Interface",
    },
  },
  aws_vpc_endpoint_subnet_association: {
    logs: { vpc_endpoint_id: ref("aws_vpc_endpoint.logs"), subnet_id: ref("aws_subnet.private") },
  },
};
const group = (replaces: boolean): Change => ({
  aws_security_group: {
    tls: {
      vpc_id: ref("aws_vpc.v"),
      ingress: [{ protocol: "tcp", from_port: 443, to_port: 443, cidr_blocks: ["10.0.0.0/16"] }],
    },
  },
  aws_vpc_endpoint_security_group_association: {
    logs: {
      vpc_endpoint_id: ref("aws_vpc_endpoint.logs"),
      security_group_id: ref("aws_security_group.tls"),
      replace_default_association: replaces,
    },
  },
});

testRows([
  [
    "its subnet by a resource of its own",
    inParts,
    "db → logs tcp/443",
    "blocked: ENI_SG_RULES_MISMATCH at logs",
  ],
  ["its group by a resource of its own", [inParts, group(true)], "db → logs tcp/443", "reachable: db → logs"],
  ["besides the default group", [inParts, group(false)], "db → logs tcp/443", "reachable: db → logs"],
]);
