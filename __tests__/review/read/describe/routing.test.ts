/** Route tables as `aws ec2 describe-route-tables` tells them: a gateway stands among the associations. */
import { expect, test } from "@jest/globals";
import { buildNetwork } from "../../../../review/model/build";
import { queryable } from "../../../../review/reach/answer";
import { readDescribe } from "../../../../review/read/describe/describe";
import type { Json } from "../../../../terraform/json";
import { ask } from "../../asking";

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
  const everything = { RuleNumber: 100, RuleAction: "allow", Protocol: "-1", CidrBlock: "0.0.0.0/0" };
  const openAcl = {
    NetworkAclId: "acl-1",
    VpcId: "vpc-1",
    IsDefault: true,
    Associations: [{ SubnetId: "subnet-1" }],
    Entries: [
      { ...everything, Egress: false },
      { ...everything, Egress: true },
    ],
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
                NetworkAcls: [openAcl],
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
