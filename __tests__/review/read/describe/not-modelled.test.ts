/** What is not modelled in the output of `aws … describe` and the like, whatever the command. */
import { expect, test } from "@jest/globals";
import { buildNetwork } from "../../../../review/model/build";
import { queryable } from "../../../../review/reach/answer";
import { readDescribe } from "../../../../review/read/describe/describe";
import type { JsonObject } from "../../../../terraform/json";
import { ask } from "../../asking";

const DUMP: JsonObject = {
  Vpcs: [{ VpcId: "vpc-1", CidrBlock: "10.0.0.0/16" }],
  Subnets: [{ SubnetId: "subnet-1", VpcId: "vpc-1", CidrBlock: "10.0.1.0/24" }],
};
const eni = (more: JsonObject): JsonObject => ({
  NetworkInterfaces: [
    { NetworkInterfaceId: "eni-1", SubnetId: "subnet-1", PrivateIpAddress: "10.0.1.7", ...more },
  ],
});

test.each<[string, JsonObject, string, readonly string[]]>([
  [
    "functions",
    { Functions: [{ FunctionName: "f", VpcConfig: { SubnetIds: ["subnet-1"] } }] },
    "a",
    ["Functions f"],
  ],
  [
    "functions outside of any VPC",
    { Functions: [{ FunctionName: "f", VpcConfig: { SubnetIds: [] } }] },
    "a",
    [],
  ],
  [
    "a service by its ARN",
    {
      services: [
        {
          serviceName: "s",
          serviceArn: "arn:1",
          networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"] } },
        },
      ],
    },
    "a",
    ["arn:1"],
  ],
  [
    "one thing in an object",
    { cluster: { name: "k", resourcesVpcConfig: { subnetIds: ["subnet-1"] } } },
    "a",
    ["cluster k"],
  ],
  [
    "one thing without a list",
    { BrokerName: "b", SubnetIds: ["subnet-1"], Users: [{ Username: "u" }] },
    "broker.json",
    ["broker b"],
  ],
  [
    "groups of subnets",
    { CacheSubnetGroups: [{ CacheSubnetGroupName: "g", Subnets: [{ SubnetIdentifier: "subnet-1" }] }] },
    "a",
    [],
  ],
  ["a plan that lies there", { format_version: "1.2", planned_values: { subnet_id: "subnet-1" } }, "a", []],
  [
    "an interface that a service has",
    eni({ RequesterManaged: true, Description: "EFS mount target" }),
    "a",
    ["eni-1"],
  ],
  ["an interface of a kind of its own", eni({ InterfaceType: "lambda" }), "a", ["eni-1"]],
  ["an interface of a machine", eni({ Attachment: { InstanceId: "i-1" } }), "a", []],
  [
    "an interface of a known endpoint",
    {
      ...eni({ InterfaceType: "vpc_endpoint" }),
      VpcEndpoints: [
        {
          VpcEndpointId: "vpce-1",
          VpcEndpointType: "Interface",
          SubnetIds: ["subnet-1"],
          NetworkInterfaceIds: ["eni-1"],
        },
      ],
    },
    "a",
    [],
  ],
  ["an interface of a transit gateway", eni({ InterfaceType: "transit_gateway" }), "a", []],
])("a dump with %s", (_, json, file, named) => {
  const input = readDescribe([
    { place: "net.json", json: DUMP },
    { place: file, json },
  ]);
  expect(buildNetwork(input).unmodelled.map(({ key }) => key)).toEqual(named);
});

test("an interface of an owner not told has its own address, and nobody knows what answers there", () => {
  const files = [{ place: "net.json", json: { ...DUMP, ...eni({ RequesterManaged: true }) } }];
  const asked = queryable(buildNetwork(readDescribe(files)));
  expect(ask(asked, "internet", "10.0.1.7", "tcp/80").blocker?.code).toBe("UNSUPPORTED_COMPONENT");
  expect(ask(asked, "internet", "10.0.1.8", "tcp/80").verdict).toBe("blocked");
});
