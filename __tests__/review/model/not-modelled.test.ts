/** What carries packets and is not modelled is named, and a question about it is answered with what is not known. */
import { expect, test } from "@jest/globals";
import type { Json, JsonObject } from "../../../terraform/json";
import { ask, askedOf, line } from "../asking";
import { type Change, ref, varied } from "../small-network";

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
