/** Auto Scaling groups in plans before anything exists, as the AWS provider 5.100 marks what is not known of them. */
import { expect, test } from "@jest/globals";
import { buildNetwork } from "../../../../review/model/build";
import { readPlan } from "../../../../review/read/plan/plan";
import type { Json, JsonObject } from "../../../../terraform/json";

interface Planned {
  readonly address: string;
  readonly known: JsonObject;
  readonly unknown: JsonObject;
  readonly said: JsonObject;
}

const references = (...names: readonly string[]): JsonObject => ({ references: names });
const to = (address: string, attribute = "id"): JsonObject => references(`${address}.${attribute}`, address);

const BASE: readonly Planned[] = [
  { address: "aws_vpc.v", known: { cidr_block: "10.0.0.0/16" }, unknown: { id: true }, said: {} },
  ...["a", "c"].map((zone, i) => ({
    address: `aws_subnet.${zone}`,
    known: { cidr_block: `10.0.${i}.0/24`, availability_zone: `eu-west-1${zone}` },
    unknown: { id: true, vpc_id: true },
    said: { vpc_id: to("aws_vpc.v") },
  })),
  ...["g", "h"].map((name) => ({
    address: `aws_security_group.${name}`,
    known: {},
    unknown: { id: true, vpc_id: true },
    said: { vpc_id: to("aws_vpc.v") },
  })),
];

function template(more: JsonObject, unknown: JsonObject, said: JsonObject): Planned {
  return {
    address: "aws_launch_template.t",
    known: { network_interfaces: [], ...more },
    unknown: { id: true, arn: true, default_version: true, latest_version: true, ...unknown },
    said,
  };
}

const byGroups = template(
  {},
  { name: true, vpc_security_group_ids: true },
  {
    vpc_security_group_ids: references(
      "aws_security_group.g.id",
      "aws_security_group.g",
      "aws_security_group.h.id",
      "aws_security_group.h",
    ),
  },
);
const byCard = template(
  { name: "named", network_interfaces: [{ associate_public_ip_address: "true" }] },
  { network_interfaces: [{ connection_tracking_specification: [], security_groups: true }] },
  { network_interfaces: [{ security_groups: to("aws_security_group.g") }] },
);

function group(known: JsonObject, unknown: JsonObject, said: JsonObject): Planned {
  const computed = { id: true, name: true, target_group_arns: true, traffic_source: true };
  return {
    address: "aws_autoscaling_group.fleet",
    known: { max_size: 2, ...known },
    unknown: { ...computed, desired_capacity: true, vpc_zone_identifier: true, ...unknown },
    said: {
      vpc_zone_identifier: references("aws_subnet.a.id", "aws_subnet.a", "aws_subnet.c.id", "aws_subnet.c"),
      ...said,
    },
  };
}

function planOf(resources: readonly Planned[]): Json {
  const typed = resources.map((each) => ({ ...each, type: each.address.split(".")[0] ?? "" }));
  return {
    format_version: "1.2",
    planned_values: {
      root_module: { resources: typed.map(({ address, type, known }) => ({ address, type, values: known })) },
    },
    resource_changes: typed.map(({ address, type, unknown }) => ({
      address,
      type,
      change: { actions: ["create"], after_unknown: unknown },
    })),
    configuration: {
      root_module: {
        resources: typed.map(({ address, type, said }) => ({
          address,
          type,
          name: address.split(".")[1] ?? "",
          expressions: said,
        })),
      },
    },
  };
}

const overrides = ["t3.micro", "t3.small"];

test.each<[string, readonly Planned[], { groups: readonly string[]; isPublic: boolean }]>([
  [
    "a template by its id, the newest version",
    [
      byGroups,
      group(
        { launch_template: [{}] },
        { launch_template: [{ id: true, name: true, version: true }], mixed_instances_policy: true },
        {
          launch_template: [
            { id: to("aws_launch_template.t"), version: to("aws_launch_template.t", "latest_version") },
          ],
        },
      ),
    ],
    { groups: ["aws_security_group.g", "aws_security_group.h"], isPublic: false },
  ],
  [
    "a template by its name, of which the provider plans the id as the word unknown",
    [
      byCard,
      group(
        { launch_template: [{ id: "unknown", name: "named", version: "$Latest" }] },
        { launch_template: [{}], mixed_instances_policy: true },
        {
          launch_template: [
            { name: to("aws_launch_template.t", "name"), version: { constant_value: "$Latest" } },
          ],
        },
      ),
    ],
    { groups: ["aws_security_group.g"], isPublic: true },
  ],
  [
    "mixed instances of one template, in its default version",
    [
      byCard,
      group(
        {
          mixed_instances_policy: [
            {
              launch_template: [
                {
                  launch_template_specification: [{}],
                  override: overrides.map((instance_type) => ({ instance_type })),
                },
              ],
            },
          ],
        },
        {
          launch_template: true,
          mixed_instances_policy: [
            {
              launch_template: [
                {
                  launch_template_specification: [
                    { launch_template_id: true, launch_template_name: true, version: true },
                  ],
                  override: overrides.map(() => ({ launch_template_specification: [] })),
                },
              ],
            },
          ],
        },
        {
          mixed_instances_policy: [
            {
              launch_template: [
                {
                  launch_template_specification: [{ launch_template_id: to("aws_launch_template.t") }],
                  override: overrides.map((each) => ({ instance_type: { constant_value: each } })),
                },
              ],
            },
          ],
        },
      ),
    ],
    { groups: ["aws_security_group.g"], isPublic: true },
  ],
])("%s", (_, resources, { groups, isPublic }) => {
  const network = buildNetwork(readPlan(planOf([...BASE, ...resources])));
  const members = [...network.interfaces.values()];
  expect(members.map(({ name }) => name)).toEqual(["fleet_a", "fleet_c"]);
  for (const member of members) expect(member.groups).toEqual(groups);
  for (const { public4 } of members) expect(public4 !== undefined).toBe(isPublic);
  expect(network.unknowns).toEqual([]);
});
