/** One network read four ways: who reaches whom must be the same from its JSON, its plan, its state, and from AWS. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as ec2 from "@aws-sdk/client-ec2";
import * as balancing from "@aws-sdk/client-elastic-load-balancing-v2";
import { DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import { expect } from "@jest/globals";
import { formatTrafficSet } from "../../../net/traffic-set";
import { buildNetwork } from "../../../review/model/build";
import { queryable } from "../../../review/reach/answer";
import { matrixOf } from "../../../review/reach/matrix";
import { readInput } from "../../../review/read/input";
import { readVariables } from "../../../review/read/variables";
import type { Account } from "../terraform/account";
import { FIRST_PLAN } from "../terraform/life";
import type { Stage } from "../terraform/story";

/** The same network in each of the forms, as lines `from → to traffic`. */
export async function expectReadersAgree(stage: Stage): Promise<void> {
  const { workspace, account } = stage;
  const variables = readVariables([], variableFiles(workspace.folder));
  const config = rowsOf(workspace.folder, variables);
  expect(config.length).toBeGreaterThan(3);
  expect(rowsOf(join(workspace.root, FIRST_PLAN))).toEqual(config);
  expect(rowsOf(await workspace.keep("state.json"))).toEqual(config);
  expect(
    rowsOf(
      await dump(account, join(workspace.root, "dump")),
      undefined,
      namesIn(join(workspace.root, "state.json")),
    ),
  ).toEqual(config);
}

function variableFiles(folder: string): readonly string[] {
  const file = join(folder, "terraform.tfvars.json");
  try {
    readFileSync(file);
    return [file];
  } catch {
    return [];
  }
}

/** What gets through, with the names of single machines; in AWS's answers things have other names, which `names` tells. */
function rowsOf(
  path: string,
  variables = readVariables([], []),
  names: ReadonlyMap<string, string> = new Map(),
): readonly string[] {
  const { network, ...rest } = queryable(buildNetwork(readInput(path, variables).input));
  const keys = new Map([...network.interfaces.values()].map(({ name, owner }) => [name, owner]));
  const named = (name: string): string => names.get(keys.get(name) ?? name) ?? name;
  const { rows } = matrixOf({ network, ...rest });
  return rows
    .flatMap(({ from, to, open, unknown }) =>
      from.members.flatMap((source) =>
        to.members
          .filter((target) => target !== source)
          .map(
            (target) => `${named(source)} → ${named(target)} ${formatTrafficSet(open)}${unknown ? " ?" : ""}`,
          ),
      ),
    )
    .sort();
}

/** The Terraform names of AWS's ids. */
function namesIn(stateFile: string): ReadonlyMap<string, string> {
  const state: unknown = JSON.parse(readFileSync(stateFile, "utf8"));
  const names = new Map<string, string>();
  collect(state, names);
  return names;
}

function collect(value: unknown, names: Map<string, string>): void {
  if (Array.isArray(value)) for (const each of value) collect(each, names);
  if (typeof value !== "object" || value === null) return;
  const { name, values, mode } = value as {
    name?: unknown;
    mode?: unknown;
    values?: { id?: unknown; identifier?: unknown };
  };
  if (mode === "managed" && typeof name === "string") {
    if (typeof values?.id === "string") names.set(values.id, name);
    if (typeof values?.identifier === "string") names.set(`db:${values.identifier}`, name);
  }
  for (const each of Object.values(value)) if (typeof each === "object") collect(each, names);
}

/** What the AWS command line would print, a file each, as far as the reader wants it. */
async function dump({ ec2: client, balancing: balancers, rds }: Account, folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const answers = await Promise.all([
    client.send(new ec2.DescribeVpcsCommand()),
    client.send(new ec2.DescribeSubnetsCommand()),
    client.send(new ec2.DescribeRouteTablesCommand()),
    client.send(new ec2.DescribeInternetGatewaysCommand()),
    client.send(new ec2.DescribeNatGatewaysCommand()),
    client.send(new ec2.DescribeAddressesCommand()),
    client.send(new ec2.DescribeSecurityGroupsCommand()),
    client.send(new ec2.DescribeNetworkAclsCommand()),
    client.send(new ec2.DescribeNetworkInterfacesCommand()),
    client.send(new ec2.DescribeInstancesCommand()),
    client.send(new ec2.DescribeVpcEndpointsCommand()),
    balancers.send(new balancing.DescribeLoadBalancersCommand()),
    balancers.send(new balancing.DescribeTargetGroupsCommand()),
    rds.send(new DescribeDBInstancesCommand()),
  ]);
  const more = await behindBalancers(balancers);
  [...answers, ...more].forEach((answer, i) => {
    writeFileSync(join(folder, `${i}.json`), JSON.stringify(answer));
  });
  return folder;
}

/** Listeners, rules and targets are asked for one balancer, one listener, one target group at a time. */
async function behindBalancers(client: Account["balancing"]): Promise<readonly object[]> {
  const { LoadBalancers = [] } = await client.send(new balancing.DescribeLoadBalancersCommand());
  const { TargetGroups = [] } = await client.send(new balancing.DescribeTargetGroupsCommand());
  const listeners = await Promise.all(
    LoadBalancers.map(({ LoadBalancerArn = "" }) =>
      client.send(new balancing.DescribeListenersCommand({ LoadBalancerArn })),
    ),
  );
  const rules = await Promise.all(
    listeners
      .flatMap(({ Listeners = [] }) => Listeners)
      .map(({ ListenerArn = "" }) => client.send(new balancing.DescribeRulesCommand({ ListenerArn }))),
  );
  const targets = await Promise.all(
    TargetGroups.map(async ({ TargetGroupArn = "" }) => {
      const { TargetHealthDescriptions } = await client.send(
        new balancing.DescribeTargetHealthCommand({ TargetGroupArn }),
      );
      return { LoadBalancerTargetHealth: [{ TargetGroupArn, TargetHealthDescriptions }] };
    }),
  );
  return [...listeners, ...rules, ...targets];
}
