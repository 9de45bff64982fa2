/** What plans say besides values: refreshed state, moves, drift, unknowns, sensitive values, modules of others. */

import { expect, test } from "@jest/globals";
import { raised } from "../../../../review/change/fail-conditions";
import type { NetworkReview } from "../../../../review/change/review";
import { reviewNetwork } from "../../../../review/change/review-network";
import { plannedChange } from "../../../../review/change/versions/plan";
import { readTerraformPlan } from "../../../../review/read/plan/changes";
import { jsonReview } from "../../../../review/report/json/review";
import { sarifReview } from "../../../../review/report/json/sarif";
import { renderMarkdown } from "../../../../review/report/markdown/review";
import { renderReview } from "../../../../review/report/text/review";
import { headline } from "../../../../review/report/wording/headline";
import type { Json, JsonObject } from "../../../../terraform/json";
import { consequencesOf } from "../consequences";
import {
  changeOf,
  created,
  destroyed,
  HTTP,
  ingress,
  kept,
  type Planned,
  planOf,
  SERVER,
  SSH,
} from "../plans";

function reviewed(plan: Json): NetworkReview {
  return reviewNetwork(plannedChange(readTerraformPlan(plan)), { name: "net", place: "plan.json" });
}

const delta = (plan: Json) => {
  const { opened, closed } = consequencesOf(reviewed(plan));
  return [...opened.map((pair) => `+ ${pair}`), ...closed.map((pair) => `- ${pair}`)];
};

/** As a refresh leaves it: the group lists the rules that are resources of their own. */
const mirrored = (...rules: readonly JsonObject[]): readonly Planned[] =>
  SERVER.map((each) =>
    each.address === "aws_security_group.web"
      ? {
          ...each,
          before: { ...each.before, ingress: rules },
          after: { ...each.after, ingress: rules },
          configured: { vpc_id: "vpc-1", name: "web" },
        }
      : each,
  );
const inline = (port: number, cidr = "0.0.0.0/0") => ({
  cidr_blocks: [cidr],
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  security_groups: [],
  self: false,
  protocol: "tcp",
  from_port: port,
  to_port: port,
});

test.each([
  ["nothing", planOf(SERVER), []],
  ["a rule is created", planOf([...SERVER, created(ingress("ssh", SSH))]), ["+ internet → web tcp/22"]],
  ["a rule is destroyed", planOf([...SERVER, destroyed(ingress("http", HTTP))]), ["- internet → web tcp/80"]],
  [
    "a rule is destroyed that its group still lists",
    planOf([...mirrored(inline(80)), destroyed(ingress("http", HTTP))]),
    ["- internet → web tcp/80"],
  ],
  [
    "one of the peers of a listed rule is destroyed",
    planOf([
      ...mirrored({ ...inline(80), cidr_blocks: ["0.0.0.0/0", "198.51.100.0/24"] }),
      ingress("office", { ...HTTP, cidr_ipv4: "198.51.100.0/24" }),
      destroyed(ingress("http", HTTP)),
    ]),
    ["- internet → web tcp/80"],
  ],
  [
    "a rule made by hand stays, when another is destroyed",
    planOf([...mirrored(inline(80), inline(22)), destroyed(ingress("http", HTTP))]),
    ["- internet → web tcp/80"],
  ],
])("%s", (_name, plan, expected) => {
  expect(delta(plan)).toEqual(expected);
});

const IPV6: Readonly<Record<string, JsonObject>> = {
  "aws_vpc.main": { ipv6_cidr_block: "2001:db8::/56" },
  "aws_subnet.public": { ipv6_cidr_block: "2001:db8::/64" },
  "aws_instance.web": { ipv6_addresses: ["2001:db8::10"] },
};

/** The server with IPv6. */
const DUAL: readonly Planned[] = [
  ...SERVER.map(({ address, before }) => kept(address, { ...before, ...IPV6[address] })),
  kept("aws_route.ipv6", {
    route_table_id: "rtb-1",
    destination_ipv6_cidr_block: "::/0",
    gateway_id: "igw-1",
  }),
  ingress("out6", { cidr_ipv6: "::/0", ip_protocol: "-1" }, "egress"),
];

test("what opens over IPv6 alone is not hidden by what IPv4 has open", () => {
  const ssh = created(ingress("ssh6", { ...SSH, cidr_ipv4: null, cidr_ipv6: "::/0" }));
  expect(delta(planOf([...DUAL, ingress("http", HTTP), ssh]))).toEqual(["+ internet → web tcp/22 over IPv6"]);
});

test("nor between two machines, nor is an administrator implied in everybody who has the other family", () => {
  const db = kept("aws_instance.db", {
    subnet_id: "subnet-1",
    private_ip: "10.0.0.20",
    ipv6_addresses: ["2001:db8::20"],
    vpc_security_group_ids: ["sg-2"],
  });
  const group = kept("aws_security_group.db", { id: "sg-2", vpc_id: "vpc-1", name: "db" });
  const rule = (name: string, source: JsonObject) =>
    ingress(name, { ...SSH, security_group_id: "sg-2", cidr_ipv4: null, ...source });
  const from4 = rule("db4", { cidr_ipv4: "10.0.0.10/32" });
  const from6 = created(rule("db6", { cidr_ipv6: "2001:db8::10/128" }));
  expect(delta(planOf([...DUAL, group, db, from4, from6]))).toEqual(["+ web → db tcp/22 over IPv6"]);

  const everybody = created(ingress("all6", { ...SSH, cidr_ipv4: null, cidr_ipv6: "::/0" }));
  const admin = created(ingress("admin", { ...SSH, cidr_ipv4: "198.51.100.0/24" }));
  expect(delta(planOf([...DUAL, everybody, admin]))).toEqual([
    "+ 198.51.100.0/24 → web tcp/22",
    "+ internet → web tcp/22 over IPv6",
  ]);
});

test("of a group with its rules inside it is told what the change adds, or takes away", () => {
  const group = (...rules: readonly JsonObject[]) => ({
    id: "sg-1",
    vpc_id: "vpc-1",
    name: "web",
    ingress: rules,
  });
  const changed = (before: JsonObject, after: JsonObject) =>
    planOf(
      SERVER.map((each) => (each.address === "aws_security_group.web" ? { ...each, before, after } : each)),
    );
  const [one, both] = [group(inline(80)), group(inline(80), inline(22))];
  const texts = (plan: Json) => {
    const { opened, closed } = reviewed(plan).reach;
    return [...opened, ...closed].flatMap(({ causes }) => causes.map(({ text }) => text));
  };
  expect(texts(changed(one, both))).toEqual(["web admits tcp/22 from 0.0.0.0/0"]);
  expect(texts(changed(both, one))).toEqual(["web no longer admits tcp/22 from 0.0.0.0/0"]);
});

test("what a plan for some resources leaves out stays as it is", () => {
  const whole = planOf([...SERVER, ingress("http", HTTP)]);
  const some = planOf([created(ingress("ssh", SSH))], { complete: false });
  const plan = { ...(some as JsonObject), prior_state: (whole as JsonObject)["prior_state"] ?? null };
  expect(delta(plan)).toEqual(["+ internet → web tcp/22"]);
  expect(reviewed(plan).warnings).toEqual([expect.stringMatching(/not complete/)]);
});

test("a destroyed rule is blamed, though the group lists it still", () => {
  const [closed] = reviewed(planOf([...mirrored(inline(80)), destroyed(ingress("http", HTTP))])).reach.closed;
  expect(closed?.causes.map(({ address, action }) => `${address} ${action}`)).toEqual([
    "aws_vpc_security_group_ingress_rule.http destroy",
  ]);
});

test("of two new rules that each would have sufficed, both are blamed", () => {
  const [opened] = reviewed(
    planOf([
      ...SERVER,
      created(ingress("a", SSH)),
      created(ingress("b", SSH)),
      destroyed(ingress("c", HTTP)),
    ]),
  ).reach.opened;
  expect(opened?.causes.map(({ address }) => address)).toEqual([
    "aws_vpc_security_group_ingress_rule.a",
    "aws_vpc_security_group_ingress_rule.b",
  ]);
});

test("a resource that is moved is the same one: nothing opens, nothing closes", () => {
  const plan = planOf(
    SERVER.map(
      (each): Planned =>
        each.address === "aws_instance.web"
          ? {
              address: "aws_instance.server",
              previousAddress: "aws_instance.web",
              ...(each.after && { before: each.after, after: each.after }),
            }
          : each,
    ).concat(ingress("http", HTTP)),
    {
      prior_state: {
        values: {
          root_module: {
            resources: [...SERVER, ingress("http", HTTP)].map(({ address, before = {} }) => ({
              address,
              type: address.split(".")[0] ?? "",
              name: address.split(".")[1] ?? "",
              mode: "managed",
              values: before,
            })),
          },
        },
      },
    },
  );
  const review = reviewed(plan);
  expect(consequencesOf(review)).toMatchObject({ opened: [], closed: [] });
  expect(review.changes).toMatchObject([
    { address: "aws_instance.server", action: "move", previousAddress: "aws_instance.web", noise: true },
  ]);
});

test("what somebody changed behind Terraform's back is told, what a refresh filled in is not", () => {
  const drift = (address: string, before: JsonObject, after: JsonObject, configured: JsonObject = {}) => ({
    change: changeOf({ address, before, after }),
    configured,
  });
  const changes = [
    drift(
      "aws_security_group.web",
      { id: "sg-1", name: "web" },
      { id: "sg-1", name: "web", ingress: [inline(80)] },
    ),
    drift("aws_subnet.public", { map_public_ip_on_launch: false }, { map_public_ip_on_launch: true }),
  ];
  const plan = planOf(
    SERVER.map((each) =>
      each.address === "aws_subnet.public"
        ? { ...each, configured: { map_public_ip_on_launch: false } }
        : each,
    ),
    { resource_drift: [...changes.map(({ change }) => change), changeOf(destroyed(ingress("http", HTTP)))] },
  );
  expect(reviewed(plan).drift.map(({ address, action }) => `${address} ${action}`)).toEqual([
    "aws_subnet.public update",
    "aws_vpc_security_group_ingress_rule.http destroy",
  ]);
});

test("an attribute that is known after apply is never taken for closed", () => {
  const rule = created(ingress("maybe", { ip_protocol: "tcp", from_port: 22, to_port: 22 }));
  const plan = planOf([
    ...SERVER,
    { ...rule, unknown: { cidr_ipv4: true }, configured: { cidr_ipv4: null } },
  ]);
  const review = reviewed(plan);
  expect(review.reach.unknown.map(({ from, to }) => `${from.name} → ${to.name}`)).toContain("internet → web");
  expect(headline({ source: "plan", networks: [review] })).toMatch(
    /^cannot tell: 1 attribute known only after apply/,
  );
});

test("a deferred change leaves the answer open, and says so", () => {
  const plan = planOf(SERVER, {
    deferred_changes: [
      { reason: "provider_config_unknown", resource_change: { address: "aws_instance.later" } },
    ],
  });
  const networks = [reviewed(plan)];
  expect(networks[0]?.unknowns.map(({ attribute, why }) => `${attribute}: ${why}`)).toEqual([
    "aws_instance.later: its change is deferred: provider_config_unknown",
  ]);
  expect(headline({ source: "plan", networks })).toBe("cannot tell: 1 attribute known only after apply");
  expect(raised({ source: "plan", networks }, ["unknown"])).toEqual(["unknown"]);
});

const SECRET = "198.51.100.77/32";

test("a sensitive value appears in no format, and what hangs on it is not known", async () => {
  const rule = created(ingress("secret", { ...SSH, cidr_ipv4: SECRET }));
  const secret: Planned = { ...rule, sensitive: { cidr_ipv4: true } };
  const password: Planned = {
    address: "aws_db_instance.db",
    before: { id: "db", identifier: "db", password: "hunter2hunter2", skip_final_snapshot: true },
    after: { id: "db", identifier: "db", password: "correct horse", skip_final_snapshot: true },
    actions: ["delete", "create"],
    sensitive: { password: true },
    replacePaths: [["password"]],
  };
  const review = reviewed(
    planOf([...SERVER, secret, password], { variables: { token: { value: "s3cr3t-t0ken" } } }),
  );
  const whole = { source: "plan", networks: [review] } as const;
  const texts = [
    renderMarkdown(whole),
    renderReview(whole),
    JSON.stringify(jsonReview(whole)),
    JSON.stringify(sarifReview(whole)),
  ];
  for (const text of texts) {
    expect(text).not.toMatch(/198\.51\.100\.77|hunter2|correct horse|s3cr3t/);
    expect(text).toContain("db");
  }
  expect(review.reach.unknown.map(({ unknowns }) => unknowns[0]?.why)).toContain("is sensitive");
});

test("of a module that nobody here wrote, what is not known is counted, not guessed", () => {
  const plan = planOf([
    { address: "aws_lambda_function.worker", after: { function_name: "worker" } },
    { address: "google_compute_instance.other", after: { name: "other" } },
    { address: "google_compute_instance.third", before: { name: "third" } },
  ]);
  const review = reviewed(plan);
  expect(headline({ source: "plan", networks: [review] })).toBe("no change in reachability");
  expect(review.unsupported).toEqual([
    { type: "aws_lambda_function", count: 1 },
    { type: "google_compute_instance", count: 2 },
  ]);
  expect(review.counts).toMatchObject({ create: 2, destroy: 1 });
});

test.each([
  ["2.0", /has format 2\.0; only 1\.x is understood/],
  [undefined, /has no format_version/],
])("a plan of format %s is refused", (version, message) => {
  expect(() =>
    plannedChange(readTerraformPlan({ ...(planOf([]) as JsonObject), format_version: version })),
  ).toThrow(message);
});

test("the provider's computed attributes are no change of anybody's", () => {
  const [, , subnet, ...others] = SERVER;
  const plan = planOf([
    ...others,
    {
      address: "aws_instance.other",
      before: { id: "i-9", ami: "ami-1", arn: "arn:1", subnet_id: "subnet-1" },
      after: { ami: "ami-2", subnet_id: "subnet-1" },
      actions: ["delete", "create"],
      unknown: { id: true, arn: true },
      replacePaths: [["ami"]],
    },
    ...(subnet === undefined ? [] : [subnet]),
  ]);
  expect(reviewed(plan).changes).toMatchObject([
    { address: "aws_instance.other", action: "replace", attributes: ["ami"], forcedBy: ["ami"] },
  ]);
});
