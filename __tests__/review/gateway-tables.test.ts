/** Route tables at internet gateways: whom they leave alone, and whose packets they send nobody knows where. */
import { expect, test } from "@jest/globals";
import { buildNetwork } from "../../review/model/build";
import { queryable } from "../../review/reach/answer";
import { readDescribe } from "../../review/read/describe/describe";
import type { Json } from "../../terraform/json";
import { type Change, ref, varied } from "./small-network";
import { ask, askedOf, line } from "./stacks";

/** A table at the gateway; its routes as blocks. */
const atGateway = (...route: readonly Json[]): Change => ({
  aws_route_table: { edge: { vpc_id: ref("aws_vpc.v"), route } },
  aws_route_table_association: {
    edge: { gateway_id: ref("aws_internet_gateway.v"), route_table_id: ref("aws_route_table.edge") },
  },
});
const toDb = (cidr: string): Json => ({ cidr_block: cidr, instance_id: ref("aws_instance.db") });

test.each<[string, Change, string, string, string]>([
  ["no routes of its own", atGateway(), "internet", "web", "reachable: igw → public → web"],
  [
    "a local route stated",
    atGateway({ cidr_block: "10.0.0.0/24", gateway_id: "local" }),
    "internet",
    "web",
    "reachable: igw → public → web",
  ],
  ["the subnet, by way of a machine", atGateway(toDb("10.0.0.0/24")), "internet", "web", "unknown: edge"],
  ["another subnet", atGateway(toDb("10.0.9.0/24")), "internet", "web", "reachable: igw → public → web"],
  ["replies to what went out", atGateway(toDb("10.0.0.0/24")), "web", "203.0.113.9", "unknown: edge"],
  ["replies to a NAT gateway", atGateway(toDb("10.0.0.0/24")), "db", "203.0.113.9", "unknown: edge"],
  ["inside the VPC", atGateway(toDb("10.0.0.0/24")), "db", "web", "reachable: db → web"],
  [
    "a table that is not in the input",
    {
      aws_route_table_association: {
        edge: { gateway_id: ref("aws_internet_gateway.v"), route_table_id: "rtb-1" },
      },
    },
    "internet",
    "web",
    "unknown: aws_route_table_association.edge",
  ],
])("a route table at the internet gateway, %s", (_, change, from, to, expected) => {
  const verdict = ask(askedOf(varied(change)), from, to, "tcp/22");
  expect(line(verdict).replace("aws_route_table.edge", "edge")).toBe(expected);
  if (verdict.verdict === "unknown") expect(verdict.blocker?.code).toBe("UNSUPPORTED_COMPONENT");
});

test("a middlebox may show another address than the client's: the groups of the target prove nothing", () => {
  const inside: Change = {
    aws_security_group: {
      open: { ingress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["10.0.0.0/16"] }] },
    },
  };
  expect(ask(askedOf(varied(inside)), "internet", "web", "tcp/22").verdict).toBe("blocked");
  const asked = askedOf(varied(atGateway(toDb("10.0.0.0/24")), inside));
  expect(ask(asked, "internet", "web", "tcp/22").verdict).toBe("unknown");
});

test("describe-route-tables tells the gateway among the associations", () => {
  const permission = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
  const tables = (more: readonly Json[]): Json => [
    {
      RouteTableId: "rtb-main",
      VpcId: "vpc-1",
      Associations: [{ Main: true }],
      Routes: [
        { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local" },
        { DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1" },
      ],
    },
    {
      RouteTableId: "rtb-edge",
      VpcId: "vpc-1",
      Associations: [{ Main: false, GatewayId: "igw-1" }],
      Routes: [{ DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local" }, ...more],
    },
  ];
  const web = {
    InstanceId: "i-web",
    SubnetId: "subnet-1",
    PrivateIpAddress: "10.0.0.10",
    PublicIpAddress: "52.0.0.1",
    SecurityGroups: [{ GroupId: "sg-1" }],
  };
  const verdictWith = (more: readonly Json[]) =>
    ask(
      queryable(
        buildNetwork(
          readDescribe([
            {
              place: "dump",
              json: {
                Vpcs: [{ VpcId: "vpc-1", CidrBlock: "10.0.0.0/16" }],
                Subnets: [{ SubnetId: "subnet-1", VpcId: "vpc-1", CidrBlock: "10.0.0.0/24" }],
                InternetGateways: [
                  { InternetGatewayId: "igw-1", Attachments: [{ State: "available", VpcId: "vpc-1" }] },
                ],
                SecurityGroups: [
                  {
                    GroupId: "sg-1",
                    VpcId: "vpc-1",
                    IpPermissions: [permission],
                    IpPermissionsEgress: [permission],
                  },
                ],
                RouteTables: tables(more),
                Reservations: [{ Instances: [web] }],
              },
            },
          ]),
        ),
      ),
      "internet",
      "i-web",
      "tcp/22",
    );
  expect(verdictWith([]).verdict).toBe("reachable");
  const firewall = { DestinationCidrBlock: "10.0.0.0/24", GatewayId: "vpce-1" };
  expect(verdictWith([firewall])).toMatchObject({
    verdict: "unknown",
    blocker: { code: "UNSUPPORTED_COMPONENT", text: expect.stringContaining("rtb-edge") },
  });
});
