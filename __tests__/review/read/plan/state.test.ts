/** States: addresses as they are there, Auto Scaling groups by id, and each registration with a balancer twice. */
import { expect, test } from "@jest/globals";
import { buildNetwork } from "../../../../review/model/build";
import { queryable } from "../../../../review/reach/answer";
import { readPlanned } from "../../../../review/read/plan/repeated-attributes";
import { readState } from "../../../../review/read/plan/state";
import type { JsonObject } from "../../../../terraform/json";

const resource = (address: string, values: JsonObject): JsonObject => ({
  address,
  mode: "managed",
  type: address.split(".")[0] ?? "",
  values,
});
const attachment = resource("aws_autoscaling_attachment.a", {
  id: "f-2026-1",
  autoscaling_group_name: "f-2026",
  lb_target_group_arn: "arn:tg",
});
const deployed: readonly JsonObject[] = [
  resource("aws_vpc.v", { id: "vpc-1", cidr_block: "10.0.0.0/16" }),
  resource("aws_subnet.s", { id: "subnet-1", vpc_id: "vpc-1", cidr_block: "10.0.0.0/24" }),
  resource("aws_security_group.g", { id: "sg-1", vpc_id: "vpc-1", ingress: [], egress: [] }),
  resource("aws_launch_template.t", {
    id: "lt-1",
    name: "t-2026",
    default_version: 2,
    latest_version: 2,
    vpc_security_group_ids: ["sg-1"],
    network_interfaces: [],
  }),
  resource("aws_lb_target_group.tg", { id: "arn:tg", arn: "arn:tg", port: 80, protocol: "HTTP" }),
  resource("aws_autoscaling_group.fleet", {
    id: "f-2026",
    name: "f-2026",
    vpc_zone_identifier: ["subnet-1"],
    launch_template: [{ id: "lt-1", name: "t-2026", version: "2" }],
    mixed_instances_policy: [],
    launch_configuration: "",
    target_group_arns: ["arn:tg"],
    traffic_source: [{ identifier: "arn:tg", type: "elbv2" }],
    max_size: 4,
    desired_capacity: 2,
  }),
];
const stateOf = (...resources: readonly JsonObject[]): JsonObject => ({
  format_version: "1.0",
  values: { root_module: { resources } },
});

test("a state tells templates and target groups by id, and a registration twice", () => {
  const { network } = queryable(buildNetwork(readState(stateOf(...deployed, attachment))));
  const [member] = network.interfaces.values();
  expect(member).toMatchObject({ name: "fleet", groups: ["aws_security_group.g"] });
  expect(network.targetGroups.get("aws_lb_target_group.tg")?.targets).toEqual([
    { interfaces: [member?.key], port: 80 },
  ]);
  expect(network.unknowns).toEqual([]);
});

test.each([
  ["an attachment that goes is gone, though the group still lists it", [...deployed, attachment], 0],
  ["a registration by hand stays", deployed, 1],
])("%s", (_, before, targets) => {
  const plan = {
    format_version: "1.2",
    planned_values: { root_module: { resources: deployed } },
    resource_changes: before
      .filter((each) => !deployed.includes(each))
      .map(({ address = "", type = "" }) => ({ address, type, change: { actions: ["delete"] } })),
    prior_state: stateOf(...before),
    configuration: {},
  };
  const { targetGroups } = buildNetwork(readPlanned(plan));
  expect(targetGroups.get("aws_lb_target_group.tg")?.targets).toHaveLength(targets);
});

test("a state names it by the address it has there", () => {
  const address = 'module.a["x"].aws_elb.old';
  const resources = [
    { address, mode: "managed", type: "aws_elb", name: "old", values: { subnets: ["subnet-1"] } },
  ];
  const input = readState({ format_version: "1.0", values: { root_module: { resources } } });
  expect(buildNetwork(input).unmodelled.map(({ key }) => key)).toEqual([address]);
});
