/** Targets and rules of load balancers, as the AWS command line writes them: whose targets they are the file's name says. */
import { expect, test } from "@jest/globals";
import { buildNetwork } from "../../../../review/model/build";
import { queryable } from "../../../../review/reach/answer";
import { readDescribe } from "../../../../review/read/describe/describe";
import type { DescribeFile } from "../../../../review/read/describe/lists";
import type { Json, JsonObject } from "../../../../terraform/json";
import { ask } from "../../asking";

const ARN = "arn:aws:elasticloadbalancing:eu-west-1:1:";
const LISTENER = `${ARN}listener/app/front/1a/2b`;
const group = (name: string, hash: string): string => `${ARN}targetgroup/${name}/${hash}`;
const [SHOP, ADMIN] = [group("shop", "aaaa"), group("shop-admin", "bbbb")];
const machine = (id: string, last: number): Json => ({
  InstanceId: id,
  SubnetId: "subnet-1",
  VpcId: "vpc-1",
  PrivateIpAddress: `10.0.0.${last}`,
  SecurityGroups: [{ GroupId: "sg-1" }],
});
const ALL = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] };

const NETWORK: JsonObject = {
  Vpcs: [{ VpcId: "vpc-1", CidrBlock: "10.0.0.0/16" }],
  Subnets: [
    { SubnetId: "subnet-1", VpcId: "vpc-1", CidrBlock: "10.0.0.0/24", AvailabilityZone: "eu-west-1a" },
  ],
  SecurityGroups: [
    { GroupId: "sg-1", GroupName: "all", VpcId: "vpc-1", IpPermissions: [ALL], IpPermissionsEgress: [ALL] },
  ],
  Reservations: [{ Instances: [machine("i-shop", 10), machine("i-admin", 11)] }],
  LoadBalancers: [
    {
      LoadBalancerArn: `${ARN}loadbalancer/app/front/1a`,
      LoadBalancerName: "front",
      Type: "application",
      Scheme: "internal",
      SecurityGroups: ["sg-1"],
      AvailabilityZones: [{ SubnetId: "subnet-1", ZoneName: "eu-west-1a" }],
    },
  ],
  Listeners: [
    {
      ListenerArn: LISTENER,
      LoadBalancerArn: `${ARN}loadbalancer/app/front/1a`,
      Port: 80,
      Protocol: "HTTP",
      DefaultActions: [{ Type: "forward", TargetGroupArn: SHOP }],
    },
  ],
  Rules: [
    {
      RuleArn: `${LISTENER.replace("listener", "listener-rule")}/3c`,
      IsDefault: false,
      Actions: [{ Type: "forward", TargetGroupArn: ADMIN }],
    },
  ],
  TargetGroups: [SHOP, ADMIN].map((arn) => ({
    TargetGroupArn: arn,
    TargetGroupName: arn.split("/")[1] ?? "",
    Port: 8080,
    Protocol: "HTTP",
    VpcId: "vpc-1",
  })),
};
const targets = (place: string, id: string): DescribeFile => ({
  place,
  json: { TargetHealthDescriptions: [{ Target: { Id: id, Port: 8080 } }] },
});

function verdicts(...files: readonly DescribeFile[]): readonly string[] {
  return verdictsIn(NETWORK, ...files);
}

function verdictsIn(network: JsonObject, ...files: readonly DescribeFile[]): readonly string[] {
  const asked = queryable(
    buildNetwork(readDescribe([{ place: "dump/network.json", json: network }, ...files])),
  );
  return ["i-shop", "i-admin"].map((to) => ask(asked, "front", to, "tcp/8080").verdict);
}

test.each([
  ["names", "dump/health-shop.json", "dump/health-shop-admin.json"],
  ["the ends of their ARNs", "dump/aaaa.json", "dump/bbbb.json"],
])("files with %s of the groups", (_, shop, admin) => {
  expect(verdicts(targets(shop, "i-shop"), targets(admin, "i-admin"))).toEqual(["reachable", "reachable"]);
  expect(verdicts(targets(shop, "i-shop"), { place: admin, json: { TargetHealthDescriptions: [] } })).toEqual(
    ["reachable", "blocked"],
  );
});

test("of a group without an answer nobody knows the targets", () => {
  expect(verdicts(targets("dump/shop.json", "i-shop"))).toEqual(["reachable", "unknown"]);
  expect(verdicts()).toEqual(["unknown", "unknown"]);
});

test("where the rules of a listener are not told, nobody knows what else it forwards to", () => {
  const files = [targets("dump/shop.json", "i-shop"), targets("dump/shop-admin.json", "i-admin")];
  const { Rules: _, ...silent } = NETWORK;
  expect(verdictsIn(silent, ...files)).toEqual(["reachable", "unknown"]);
  const onlyDefault = { RuleArn: `${LISTENER.replace("listener", "listener-rule")}/1d`, IsDefault: true };
  expect(verdictsIn({ ...NETWORK, Rules: [onlyDefault] }, ...files)).toEqual(["reachable", "blocked"]);
});
