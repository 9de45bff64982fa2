/** The account as seen from outside Terraform, through the AWS SDK. */

import * as ec2 from "@aws-sdk/client-ec2";
import { EC2Client } from "@aws-sdk/client-ec2";
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  DescribeDBInstancesCommand,
  DescribeDBSnapshotsCommand,
  DescribeDBSubnetGroupsCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { type Moto, REGION } from "./moto";

export interface Account {
  readonly endpoint: string;
  readonly ec2: EC2Client;
  readonly balancing: ElasticLoadBalancingV2Client;
  readonly rds: RDSClient;
  readonly s3: S3Client;
}

/** The SDK says on every start that it will need a newer Node some day. */
const QUIET = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };

export function accountOf({ endpoint }: Moto): Account {
  Object.assign(process.env, QUIET);
  const settings = {
    endpoint,
    region: REGION,
    credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
  };
  return {
    endpoint,
    ec2: new EC2Client(settings),
    balancing: new ElasticLoadBalancingV2Client(settings),
    rds: new RDSClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
  };
}

/** Everything that exists, one line each (`vpc vpc-0abc`), sorted: what is the same before and after left nothing. */
export async function inventoryOf(account: Account): Promise<readonly string[]> {
  const lists = await Promise.all([network(account), machines(account), services(account), others(account)]);
  return lists.flat().sort();
}

async function network({ ec2: client }: Account): Promise<string[]> {
  const [
    vpcs,
    subnets,
    tables,
    gateways,
    nats,
    addresses,
    groups,
    rules,
    interfaces,
    endpoints,
    logs,
    lists,
  ] = await Promise.all([
    client.send(new ec2.DescribeVpcsCommand()),
    client.send(new ec2.DescribeSubnetsCommand()),
    client.send(new ec2.DescribeRouteTablesCommand()),
    client.send(new ec2.DescribeInternetGatewaysCommand()),
    client.send(new ec2.DescribeNatGatewaysCommand()),
    client.send(new ec2.DescribeAddressesCommand()),
    client.send(new ec2.DescribeSecurityGroupsCommand()),
    client.send(new ec2.DescribeSecurityGroupRulesCommand()),
    client.send(new ec2.DescribeNetworkInterfacesCommand()),
    client.send(new ec2.DescribeVpcEndpointsCommand()),
    client.send(new ec2.DescribeFlowLogsCommand()),
    client.send(new ec2.DescribeManagedPrefixListsCommand()),
  ]);
  return [
    ...named("vpc", vpcs.Vpcs, (found) => found.VpcId),
    ...named("subnet", subnets.Subnets, (found) => found.SubnetId),
    ...named("route table", tables.RouteTables, (found) => found.RouteTableId),
    ...named("internet gateway", gateways.InternetGateways, (found) => found.InternetGatewayId),
    // AWS shows a deleted NAT gateway for an hour.
    ...named("nat gateway", nats.NatGateways, (found) =>
      found.State === "deleted" ? undefined : found.NatGatewayId,
    ),
    ...named("elastic address", addresses.Addresses, (found) => found.AllocationId),
    ...named("security group", groups.SecurityGroups, (found) => found.GroupId),
    ...named("rule", rules.SecurityGroupRules, (found) => found.SecurityGroupRuleId),
    ...named("interface", interfaces.NetworkInterfaces, (found) => found.NetworkInterfaceId),
    ...named("endpoint", endpoints.VpcEndpoints, (found) =>
      (found.State as string) === "deleted" ? undefined : found.VpcEndpointId,
    ),
    ...named("flow log", logs.FlowLogs, (found) => found.FlowLogId),
    ...named("prefix list", lists.PrefixLists, (found) => found.PrefixListId),
  ];
}

async function machines({ ec2: client }: Account): Promise<string[]> {
  const [instances, volumes, keys, templates] = await Promise.all([
    client.send(new ec2.DescribeInstancesCommand()),
    client.send(new ec2.DescribeVolumesCommand()),
    client.send(new ec2.DescribeKeyPairsCommand()),
    client.send(new ec2.DescribeLaunchTemplatesCommand()),
  ]);
  const all = instances.Reservations?.flatMap((reservation) => reservation.Instances ?? []);
  return [
    ...named("instance", all, (found) => (found.State?.Name === "terminated" ? undefined : found.InstanceId)),
    ...named("volume", volumes.Volumes, (found) => found.VolumeId),
    ...named("key pair", keys.KeyPairs, (found) => found.KeyName),
    ...named("launch template", templates.LaunchTemplates, (found) => found.LaunchTemplateId),
  ];
}

async function services({ balancing, rds, s3 }: Account): Promise<string[]> {
  const [balancers, targets, databases, snapshots, groups, buckets] = await Promise.all([
    balancing.send(new DescribeLoadBalancersCommand()),
    balancing.send(new DescribeTargetGroupsCommand()),
    rds.send(new DescribeDBInstancesCommand()),
    rds.send(new DescribeDBSnapshotsCommand()),
    rds.send(new DescribeDBSubnetGroupsCommand()),
    s3.send(new ListBucketsCommand()),
  ]);
  return [
    ...named("load balancer", balancers.LoadBalancers, (found) => found.LoadBalancerArn),
    ...named("target group", targets.TargetGroups, (found) => found.TargetGroupArn),
    ...named("database", databases.DBInstances, (found) => found.DBInstanceIdentifier),
    ...named("snapshot", snapshots.DBSnapshots, (found) => found.DBSnapshotIdentifier),
    ...named("subnet group", groups.DBSubnetGroups, (found) => found.DBSubnetGroupName),
    ...named("bucket", buckets.Buckets, (found) => found.Name),
  ];
}

/** Services without a client among the dependencies: asked over plain HTTP (moto does not check signatures). */
async function others({ endpoint }: Account): Promise<string[]> {
  const query = (service: string, body: string) =>
    ask(endpoint, service, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    });
  const json = (service: string, target: string) => {
    const headers = { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target };
    return ask(endpoint, service, { method: "POST", body: "{}", headers });
  };
  const answers = await Promise.all([
    query("iam", "Action=ListRoles&Version=2010-05-08"),
    query("iam", "Action=ListInstanceProfiles&Version=2010-05-08"),
    query("iam", "Action=ListPolicies&Scope=Local&Version=2010-05-08"),
    query("monitoring", "Action=DescribeAlarms&Version=2010-08-01"),
    query("autoscaling", "Action=DescribeAutoScalingGroups&Version=2011-01-01"),
    json("logs", "Logs_20140328.DescribeLogGroups"),
    json("secretsmanager", "secretsmanager.ListSecrets"),
    ask(endpoint, "scheduler", { path: "/schedules" }),
  ]);
  return answers.flat();
}

interface Request {
  /** @default "/" */
  readonly path?: string;
  /** @default "GET" */
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @returns every ARN in the answer, after the service's name */
async function ask(
  endpoint: string,
  service: string,
  { path = "/", ...request }: Request,
): Promise<string[]> {
  const credential = `Credential=testing/20260101/${REGION}/${service}/aws4_request`;
  const Authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`;
  const headers = { ...request.headers, Authorization };
  const response = await fetch(`${endpoint}${path}`, { ...request, headers });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service} ${request.body ?? path}: ${response.status} ${text}`);
  return [...new Set(text.match(/arn:aws:[^"<\s]+/g))].map((arn) => `${service} ${arn}`);
}

function named<T>(
  kind: string,
  found: readonly T[] | undefined,
  idOf: (one: T) => string | undefined,
): string[] {
  return (found ?? []).flatMap((one) => {
    const id = idOf(one);
    return id === undefined ? [] : [`${kind} ${id}`];
  });
}
