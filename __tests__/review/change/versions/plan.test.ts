/** What plans say besides values: refreshed state, moves, drift, unknowns, sensitive values, modules of others. */

import { expect, test } from "@jest/globals";
import { raised } from "../../../../review/change/fail-conditions";
import { plannedChange } from "../../../../review/change/versions/plan";
import { readTerraformPlan } from "../../../../review/read/plan/changes";
import { jsonReview } from "../../../../review/report/json/review";
import { sarifReview } from "../../../../review/report/json/sarif";
import { renderMarkdown } from "../../../../review/report/markdown/review";
import { renderReview } from "../../../../review/report/text/review";
import { headline } from "../../../../review/report/wording/headline";
import type { JsonObject } from "../../../../terraform/json";
import { consequencesOf } from "../consequences";
import { changeOf, created, destroyed, HTTP, ingress, type Planned, planOf, SERVER, SSH } from "../plans";
import { delta, inline, mirrored, reviewed } from "../reviewed-plan";

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

test("what a plan for some resources leaves out stays as it is", () => {
  const whole = planOf([...SERVER, ingress("http", HTTP)]);
  const some = planOf([created(ingress("ssh", SSH))], { complete: false });
  const plan = { ...(some as JsonObject), prior_state: (whole as JsonObject)["prior_state"] ?? null };
  expect(delta(plan)).toEqual(["+ internet → web tcp/22"]);
  expect(reviewed(plan).warnings).toEqual([expect.stringMatching(/not complete/)]);
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
