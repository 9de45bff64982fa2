/** What carries packets and is not modelled, or has no known place, is named in every form of input and of output. */

import { expect, test } from "@jest/globals";
import { raised } from "../../review/change/fail-conditions";
import type { NetworkReview } from "../../review/change/review";
import { reviewNetwork } from "../../review/change/review-network";
import { configuredChange } from "../../review/change/versions/configuration";
import { plannedChange } from "../../review/change/versions/plan";
import { buildNetwork } from "../../review/model/build";
import { prepare } from "../../review/reach/answer";
import { matrixOf } from "../../review/reach/matrix";
import { readDescribe } from "../../review/read/describe/describe";
import { readTerraformPlan } from "../../review/read/plan/changes";
import { readState } from "../../review/read/plan/state";
import { drawNetwork } from "../../review/report/drawing/drawing";
import { renderNetworkPage } from "../../review/report/html/page";
import { renderMarkdown } from "../../review/report/markdown/review";
import { matrixJson, renderMatrix } from "../../review/report/text/matrix";
import { renderReview } from "../../review/report/text/review";
import { headline } from "../../review/report/wording/headline";
import type { Json, JsonObject } from "../../terraform/json";
import { type Planned, planOf } from "./change/plans";
import { reviewOf } from "./change/reviewed";
import { type Change, ref, varied } from "./small-network";
import { ask, askedOf, line } from "./stacks";

const place = {
  subnet_ids: [ref("aws_subnet.private")],
  security_group_ids: [ref("aws_security_group.open")],
};
const namesIn = (json: Json): readonly string[] =>
  askedOf(json).network.unmodelled.map(({ unknown }) => `${unknown.attribute}: ${unknown.why}`);

test.each<[string, string, JsonObject, boolean]>([
  ["a function in a VPC", "aws_lambda_function", { vpc_config: [place] }, true],
  ["a function in none", "aws_lambda_function", { vpc_config: [], role: "r" }, false],
  ["tasks, by a block inside of a block", "aws_scheduler_schedule", taskTarget(), true],
  [
    "a schedule of something else",
    "aws_scheduler_schedule",
    { target: [{ arn: "a", role_arn: "r" }] },
    false,
  ],
  [
    "a block that is made for each of some",
    "aws_synthetics_canary",
    { dynamic: { vpc_config: { content: [place] } } },
    true,
  ],
  ["a cache, by the group of its subnets", "aws_dax_cluster", { subnet_group_name: "g" }, true],
  ["the group of its subnets", "aws_dax_subnet_group", { subnet_ids: place.subnet_ids }, false],
  ["something public", "aws_lightsail_database", { publicly_accessible: true }, true],
  ["something that is not public", "aws_lightsail_database", { publicly_accessible: false }, false],
  ["a classic load balancer of EC2-Classic's kind", "aws_elb", { availability_zones: ["x-1a"] }, true],
  [
    "a type that nobody has heard of",
    "aws_quantum_teleporter",
    { subnet_id: ref("aws_subnet.public") },
    true,
  ],
  ["a type of another provider", "awscc_msk_serverless_cluster", { vpc_configs: [place] }, true],
  ["an alarm", "aws_cloudwatch_metric_alarm", { alarm_name: "a", dimensions: { SubnetName: "x" } }, false],
  ["an accelerator before a machine", "aws_globalaccelerator_endpoint_group", { listener_arn: "l" }, true],
  ["Terraform's own values", "terraform_data", { input: { subnet_id: ref("aws_subnet.public") } }, false],
  ["tags in one's own words", "aws_s3_bucket", { tags: { subnet_ids: "all" }, bucket: "b" }, false],
  ["a key", "aws_key_pair", { public_key: "ssh-ed25519 x" }, false],
])("%s", (_, type, values, isNamed) => {
  expect(namesIn(varied({ [type]: { one: values } }))).toEqual(isNamed ? [`${type}.one: not modelled`] : []);
});

function taskTarget(): JsonObject {
  const configuration = { subnets: place.subnet_ids, assign_public_ip: true };
  return { target: [{ ecs_parameters: [{ network_configuration: [configuration] }] }] };
}

const tasks: Change = { aws_ecs_service: { jobs: { network_configuration: [place] } } };

test.each<[string, string, string, string, string | undefined]>([
  ["it gets nothing for sure", "internet", "jobs", "unknown: aws_ecs_service.jobs", "UNSUPPORTED_COMPONENT"],
  [
    "and sends nothing for sure",
    "aws_ecs_service.jobs",
    "db",
    "unknown: aws_ecs_service.jobs",
    "UNSUPPORTED_COMPONENT",
  ],
  [
    "an address of its subnet may be its own",
    "web",
    "10.0.1.99",
    "unknown: aws_ecs_service.jobs",
    "UNSUPPORTED_COMPONENT",
  ],
  [
    "one of another subnet is nobody's",
    "web",
    "10.0.77.9",
    "blocked: UNASSOCIATED_COMPONENT at public",
    undefined,
  ],
  ["others answer as before", "internet", "web", "reachable: igw → public → web", undefined],
])("%s", (_, from, to, expected, code) => {
  const known: Change = { aws_nat_gateway: { nat: { private_ip: "10.0.0.5" } } };
  const verdict = ask(askedOf(varied(tasks, known)), from, to, "tcp/22");
  expect(line(verdict)).toBe(expected);
  if (code !== undefined) expect(verdict.blocker?.code).toBe(code);
});

test("a block of addresses is asked with what may have some of them", () => {
  const verdict = ask(askedOf(varied(tasks)), "internet", "10.0.1.0/24", "tcp/22");
  expect(line(verdict)).toBe("unknown: aws_ecs_service.jobs");
  expect(verdict.members.map((each) => each.verdict)).toEqual(["blocked", "unknown"]);
});

test("a name that a machine and something else have is both", () => {
  const both: Change = { aws_ecs_service: { db: { network_configuration: [place] } } };
  expect(ask(askedOf(varied(both)), "internet", "db", "tcp/22").verdict).toBe("unknown");
  expect(ask(askedOf(varied(both)), "internet", "aws_instance.db", "tcp/22").verdict).toBe("blocked");
});

test("matrix, drawing and page say it where they say that every other pair is blocked", async () => {
  const asked = askedOf(varied(tasks, { aws_lb: { lost: { subnets: ["subnet-1"], internal: true } } }));
  const matrix = renderMatrix(matrixOf(asked));
  const said = "nothing is known of 1 resource that is not modelled, and of 1 resource without a known place";
  expect(matrix.split("\n")[0]).toBe(`who reaches whom; every other pair is blocked, but ${said}, below`);
  expect(matrix).toContain("\n  aws_ecs_service.jobs: not modelled");
  expect(matrix).toContain("\n  lost: aws_lb.lost.subnets: subnet-1 is not in this input");
  expect(matrixJson(matrixOf(asked))).toMatchObject({
    unplaced: [{ name: "lost" }],
    unmodelled: [{ name: "jobs" }],
  });
  const svg = await drawNetwork(asked, { name: "n" });
  expect(svg).toContain(`<desc id="drawing-text">Not drawn: ${said}: aws_ecs_service.jobs, aws_lb.lost.`);
  expect(svg).toContain(">aws_ecs_service.jobs</text>");
  expect(await renderNetworkPage("n", asked, [])).toContain(`The matrix is not whole: ${said}.`);
});

test.each<[string, string, JsonObject]>([
  ["a load balancer", "aws_lb", { subnets: [ref("data.aws_subnet.there")] }],
  ["a load balancer by its addresses", "aws_lb", { subnet_mapping: [{ subnet_id: "subnet-1" }] }],
  ["a load balancer that says nothing", "aws_lb", { internal: true }],
  ["a database", "aws_db_instance", { db_subnet_group_name: "elsewhere" }],
  ["a database in the default place", "aws_db_instance", { engine: "mysql" }],
  ["a cluster", "aws_rds_cluster", { db_subnet_group_name: ref("data.aws_db_subnet_group.there") }],
  ["a NAT gateway", "aws_nat_gateway", { subnet_id: "subnet-1" }],
  ["an endpoint", "aws_vpc_endpoint", { vpc_endpoint_type: "Interface", subnet_ids: ["subnet-1"] }],
  ["machines that come and go", "aws_autoscaling_group", { vpc_zone_identifier: ["subnet-1"] }],
])("%s whose place is not known is an end all the same", (_, type, values) => {
  const asked = askedOf(varied({ [type]: { lost: values } }));
  expect(asked.network.unplaced.map(({ key }) => key)).toEqual([`${type}.lost`]);
  expect(ask(asked, "internet", "lost", "tcp/443").verdict).toBe("unknown");
});

test("what stands in one known subnet, and perhaps in others, is blocked only where it surely is", () => {
  const lb = { internal: true, subnets: [ref("aws_subnet.private"), "subnet-1"] };
  const asked = askedOf(varied({ aws_lb: { half: lb } }));
  const { verdict, members } = ask(asked, "internet", "half", "tcp/80");
  expect([verdict, members.map((each) => each.verdict)]).toEqual(["unknown", ["blocked", "unknown"]]);
});

test("a route to a NAT gateway whose subnet is not known leads somewhere not known", () => {
  const lost: Change = { aws_nat_gateway: { nat: { subnet_id: "subnet-1" } } };
  expect(ask(askedOf(varied(lost)), "db", "198.51.100.7", "tcp/443").verdict).toBe("unknown");
});

const cluster = (publicly: Json): Change => ({
  aws_db_subnet_group: { g: { name: "g", subnet_ids: [ref("aws_subnet.public")] } },
  aws_rds_cluster: {
    books: { db_subnet_group_name: "g", vpc_security_group_ids: [ref("aws_security_group.open")] },
  },
  aws_rds_cluster_instance: {
    one: { cluster_identifier: ref("aws_rds_cluster.books"), publicly_accessible: publicly },
  },
});

test.each<[string, Json, string]>([
  ["public", true, "reachable"],
  ["private", false, "blocked"],
  ["nobody knows which", "${var.open}", "unknown"],
])("a cluster is reached by its instances: %s", (_, publicly, expected) => {
  expect(ask(askedOf(varied(cluster(publicly))), "internet", "books", "tcp/3306").verdict).toBe(expected);
});

// Reviews

const vpc: Planned = same("aws_vpc.v", { id: "vpc-1", cidr_block: "10.0.0.0/16" });
const subnet: Planned = same("aws_subnet.s", { id: "subnet-1", vpc_id: "vpc-1", cidr_block: "10.0.1.0/24" });
const service = { network_configuration: [{ subnets: ["subnet-1"], assign_public_ip: true }] };

function same(address: string, values: JsonObject): Planned {
  return { address, before: values, after: values };
}

function reviewOfPlan(...resources: readonly Planned[]): NetworkReview {
  return reviewNetwork(plannedChange(readTerraformPlan(planOf([vpc, subnet, ...resources]))), {
    name: "n",
    place: "plan.json",
  });
}

const cannotTell = (review: NetworkReview) =>
  review.reach.unknown.map(({ from, to, unknowns }) => [
    from.name,
    to.name,
    to.state,
    unknowns[0]?.attribute,
  ]);

test("a plan that makes it is yellow, names it, and fails on what is not known", () => {
  const review = reviewOfPlan({ address: "aws_ecs_service.front", after: service });
  const all = reviewOf(review);
  expect(cannotTell(review)).toEqual([["internet", "front", "new", "aws_ecs_service.front"]]);
  expect(headline(all)).toBe("cannot tell: 1 resource not modelled");
  expect(raised(all, ["unknown"])).toEqual(["unknown"]);
  expect(renderMarkdown(all)).toMatch(/🟡.*cannot tell: 1 resource not modelled/);
  expect(renderMarkdown(all)).toContain("aws_ecs_service.front");
  expect(renderReview(all)).toContain(
    "cannot tell\n  internet → front (aws_ecs_service.front: not modelled)",
  );
});

test("where only a part of it is known, the rest being known after apply, too", () => {
  const unknown = { network_configuration: [{ subnets: true }] };
  const after = { network_configuration: [{ assign_public_ip: false }] };
  const review = reviewOfPlan({ address: "aws_ecs_service.front", after, unknown, configured: {} });
  expect(cannotTell(review)).toEqual([["internet", "front", "new", "aws_ecs_service.front"]]);
});

test("where not even the number of its blocks is known, too", () => {
  const unknown = { vpc_config: true };
  const review = reviewOfPlan({ address: "aws_lambda_function.f", after: {}, unknown, configured: {} });
  expect(cannotTell(review)).toEqual([["internet", "f", "new", "aws_lambda_function.f"]]);
});

const rule = {
  id: "sgr-1",
  type: "ingress",
  protocol: "tcp",
  from_port: 22,
  to_port: 22,
  cidr_blocks: ["0.0.0.0/0"],
  security_group_id: "sg-1",
};
const group = same("aws_security_group.g", { id: "sg-1", vpc_id: "vpc-1" });
const known = same("aws_ecs_service.front", service);

test.each<[string, readonly Planned[], number]>([
  ["a rule is added", [group, known, { address: "aws_security_group_rule.r", after: rule }], 1],
  ["it is changed itself", [{ address: "aws_ecs_service.front", before: {}, after: service }], 1],
  ["nothing changes", [group, known], 0],
  [
    "tags alone change",
    [
      known,
      {
        address: "aws_security_group.g",
        before: { ...group.before, tags: {} },
        after: { ...group.after, tags: { a: "b" } },
      },
    ],
    0,
  ],
  [
    "an alarm changes",
    [known, { address: "aws_cloudwatch_metric_alarm.a", before: { period: 1 }, after: { period: 2 } }],
    0,
  ],
  ["it is destroyed", [{ address: "aws_ecs_service.front", before: service }], 0],
])("a network that has one already: %s", (_, resources, doubts) => {
  expect(cannotTell(reviewOfPlan(...resources))).toHaveLength(doubts);
});

test("two synths say it as a plan does", () => {
  const change = configuredChange(varied(), varied(tasks));
  const review = reviewNetwork(change, { name: "n", place: "cdk.tf.json" });
  expect(cannotTell(review)).toEqual([["internet", "jobs", "new", "aws_ecs_service.jobs"]]);
});

// States and dumps

test("a state names it by the address it has there", () => {
  const address = 'module.a["x"].aws_elb.old';
  const resources = [
    { address, mode: "managed", type: "aws_elb", name: "old", values: { subnets: ["subnet-1"] } },
  ];
  const input = readState({ format_version: "1.0", values: { root_module: { resources } } });
  expect(buildNetwork(input).unmodelled.map(({ key }) => key)).toEqual([address]);
});

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
  const asked = prepare(buildNetwork(readDescribe(files)));
  expect(ask(asked, "internet", "10.0.1.7", "tcp/80").blocker?.code).toBe("UNSUPPORTED_COMPONENT");
  expect(ask(asked, "internet", "10.0.1.8", "tcp/80").verdict).toBe("blocked");
});
