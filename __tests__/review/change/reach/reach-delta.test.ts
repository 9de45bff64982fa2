/** A change beside what is not modelled: it cannot tell, names it, and fails on what is not known. */
import { expect, test } from "@jest/globals";
import { raised } from "../../../../review/change/fail-conditions";
import type { NetworkReview } from "../../../../review/change/review";
import { reviewNetwork } from "../../../../review/change/review-network";
import { configuredChange } from "../../../../review/change/versions/configuration";
import { plannedChange } from "../../../../review/change/versions/plan";
import { readTerraformPlan } from "../../../../review/read/plan/changes";
import { renderMarkdown } from "../../../../review/report/markdown/review";
import { renderReview } from "../../../../review/report/text/review";
import { headline } from "../../../../review/report/wording/headline";
import type { JsonObject } from "../../../../terraform/json";
import { type Planned, planOf } from "../../change/plans";
import { reviewOf } from "../../change/reviewed";
import { type Change, ref, varied } from "../../small-network";

const place = {
  subnet_ids: [ref("aws_subnet.private")],
  security_group_ids: [ref("aws_security_group.open")],
};
const tasks: Change = { aws_ecs_service: { jobs: { network_configuration: [place] } } };

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
