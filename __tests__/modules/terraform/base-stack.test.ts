import { expect, test } from "@jest/globals";
import { TerraformVariable } from "cdktf";
import { Bastion } from "../../../modules/compute/bastion";
import { admin } from "../../../modules/firewall/peer";
import { Network } from "../../../modules/network/network";
import type { Backend } from "../../../modules/terraform/backend";
import type { BaseStackProps } from "../../../modules/terraform/base-stack";
import { asObject, type JsonObject } from "../../../terraform/json";
import { addresses, stackOf, synthesize, TestStack } from "../../synthesis";
import { EveryOption } from "../every-option/every-option";

const terraformBlock = (props: BaseStackProps = {}): JsonObject =>
  asObject(stackOf(() => {}, props)["terraform"]);

const BACKENDS: readonly (readonly [string, Backend | undefined, object, string])[] = [
  [
    "a file beside the project",
    undefined,
    { local: { path: "../../../terraform.test.tfstate" } },
    ">= 1.5.0",
  ],
  [
    "a file elsewhere",
    { kind: "local", path: "state/net.tfstate" },
    { local: { path: "state/net.tfstate" } },
    ">= 1.5.0",
  ],
  [
    "a bucket with a lock",
    { kind: "s3", bucket: "state" },
    {
      s3: {
        bucket: "state",
        key: "test.tfstate",
        region: "ap-northeast-1",
        encrypt: true,
        use_lockfile: true,
      },
    },
    ">= 1.10.0",
  ],
  [
    "a bucket elsewhere",
    { kind: "s3", bucket: "state", key: "net", region: "eu-west-1" },
    { s3: { bucket: "state", key: "net", region: "eu-west-1", encrypt: true, use_lockfile: true } },
    ">= 1.10.0",
  ],
];

test.each(BACKENDS)("state in %s", (_, backend, expected, version) => {
  const block = terraformBlock(backend === undefined ? {} : { backend });
  expect(block["backend"]).toEqual(expected);
  expect(block["required_version"]).toBe(version);
});

test("state in HCP Terraform", () => {
  const block = terraformBlock({ backend: { kind: "hcp", organization: "acme" } });
  expect(block["cloud"]).toEqual({ organization: "acme", workspaces: { name: "test" } });
});

test("the provider is named in full, for both majors that it works with", () => {
  expect(terraformBlock()["required_providers"]).toEqual({
    aws: { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" },
  });
});

test("region and tags are the provider's", () => {
  const json = stackOf(() => {}, { region: "eu-west-1", tags: { Owner: "me" } });
  expect(asObject(json["provider"])["aws"]).toEqual([
    { region: "eu-west-1", default_tags: [{ tags: { Owner: "me" } }] },
  ]);
});

test("a variable is made once, however many ask for it", () => {
  const json = stackOf((stack) => {
    const network = new Network(stack, "network", { cidr: "10.0.0.0/16", zones: ["a", "c"] });
    for (const zone of ["a", "c"] as const)
      new Bastion(stack, `bastion-${zone}`, { network, zone, allowFrom: admin });
  });
  expect(Object.keys(asObject(json["variable"])).toSorted()).toEqual(["admin_cidrs", "key_name"]);
});

test("an address says role and zone, and the network's name only if it has one of its own", () => {
  const json = stackOf((stack) => {
    new Network(stack, "network", { cidr: "10.0.0.0/16", zones: ["a"] });
    new Network(stack, "staging", { cidr: "10.1.0.0/16", zones: ["a"] });
  });
  expect(addresses(json)).toEqual(
    expect.arrayContaining([
      "aws_vpc.network",
      "aws_vpc.staging",
      "aws_subnet.public_a",
      "aws_subnet.staging_public_a",
      "aws_route_table.staging_private_a",
    ]),
  );
});

test("a user's own element keeps its id when that is all there is", () => {
  const json = stackOf((stack) => new TerraformVariable(stack, "var", { type: "string", default: "x" }));
  expect(Object.keys(asObject(json["variable"]))).toEqual(["var"]);
});

test("the promises stand beside the JSON, with who the administrator is", () => {
  const written = synthesize((app) => new TestStack(app, () => {}, { adminCidrs: ["203.0.113.7/32"] }))[
    "test"
  ];
  expect(written?.promises).toEqual({ version: 1, endpoints: { admin: ["203.0.113.7/32"] }, promises: [] });
});

test("every option together passes the checks after synth", () => {
  const json = synthesize((app) => new EveryOption(app))["every-option"]?.json ?? {};
  expect(addresses(json).length).toBeGreaterThan(90);
});
