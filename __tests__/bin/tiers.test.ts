/** The command as people and CI run it: answers, exit codes, errors without stack traces. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, jest, test } from "@jest/globals";
import { TwoTier } from "../../stacks/two-tier";
import { synthesized } from "../synthesis";

jest.setTimeout(60_000);
const ROOT = join(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "tiers-cli-"));
const stack = join(folder, "two-tier");
mkdirSync(stack);
writeFileSync(
  join(stack, "cdk.tf.json"),
  JSON.stringify(synthesized("two-tier", (app) => new TwoTier(app, "two-tier"))),
);
const binaryPlan = join(folder, "tfplan");
writeFileSync(binaryPlan, "PK\u0003\u0004zipped");
const PROMISE = { from: "internet", to: "web", traffic: "tcp/80", verdict: "reachable" };
writePromises([PROMISE]);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function writePromises(promises: readonly object[]): void {
  writeFileSync(
    join(stack, "promises.json"),
    JSON.stringify({ version: 1, endpoints: { admin: "var.admin_cidrs" }, promises }),
  );
}

function tiers(...args: readonly string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "bin/tiers.mjs"), ...args], {
    encoding: "utf8",
    cwd: folder,
  });
  return { code: status, out: stdout, err: stderr };
}

test("explain: the path and exit code 0, or the blocker with its fix and exit code 2", () => {
  expect(tiers("explain", stack, "--from", "web", "--to", "db", "--port", "3306")).toMatchObject({
    code: 0,
    out: expect.stringContaining("web → db tcp/3306   REACHABLE"),
  });
  const blocked = tiers("explain", stack, "--from", "internet", "--to", "db", "--icmp");
  expect(blocked).toMatchObject({
    code: 2,
    out: expect.stringContaining("✗ db            IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"),
  });
  expect(blocked.out).toContain("fix: aws_instance.db");
});

test("explain: what is reachable in part has exit code 3", () => {
  expect(tiers("explain", stack, "--from", "internet", "--to", "web", "--port", "80-90")).toMatchObject({
    code: 3,
    out: expect.stringContaining("REACHABLE, in part"),
  });
});

test("explain: many questions are answered in order, as JSON", () => {
  const questions = [
    { from: "internet", to: "web", protocol: "tcp", port: 80 },
    { from: "internet", to: "web", protocol: "icmp-echo" },
    { from: "db", to: "10.0.1.10", protocol: "tcp", port: 22 },
    { from: "203.0.113.9", to: "web", protocol: "tcp", port: 22 },
  ];
  const file = join(folder, "questions.json");
  writeFileSync(file, JSON.stringify(questions));
  const { code, out } = tiers("explain", stack, "--questions", file, "--json");
  const answers = JSON.parse(out) as {
    verdict: string;
    code: string | null;
    path: string[];
    reason: string;
  }[];
  expect(code).toBe(0);
  expect(answers.map((each) => [each.verdict, each.code])).toEqual([
    ["reachable", null],
    ["reachable", null],
    ["blocked", "ENI_SG_RULES_MISMATCH"],
    ["unknown", "ENI_SG_RULES_MISMATCH"],
  ]);
  expect(answers[0]?.path).toEqual(["igw", "public_a", "web"]);
});

test("explain: a question that cannot be asked, or is not about this network, takes no other answer away", () => {
  const file = join(folder, "odd-questions.json");
  const questions = [
    { from: "wep", to: "db" },
    { from: "internet", to: "203.0.113.9", protocol: "tcp", port: 80 },
    { from: "internet", to: "web", protocol: "tcp", port: 80 },
  ];
  const answersTo = (asked: readonly object[]) => {
    writeFileSync(file, JSON.stringify(asked));
    const { code, out, err } = tiers("explain", stack, "--questions", file, "--json");
    const all = JSON.parse(out) as { verdict: string; code: string | null; reason: string }[];
    return { code, err, verdicts: all.map((each) => [each.verdict, each.code]), reason: all[0]?.reason };
  };
  expect(answersTo(questions)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/odd-questions\.json\[0\]: nothing in this network is called "wep"; nearest/),
    verdicts: [
      ["unknown", "NET_END_POINT_UNKNOWN"],
      ["unknown", "NET_NEITHER_END_IN_NETWORK"],
      ["reachable", null],
    ],
  });
  expect(answersTo(questions.slice(1))).toMatchObject({
    code: 0,
    err: "",
    reason: expect.stringContaining("neither internet nor 203.0.113.9 is in this network"),
  });
});

test("a value for the variable settles what was unknown", () => {
  const ask = (cidr: string) =>
    tiers(
      "explain",
      stack,
      "--from",
      "203.0.113.9",
      "--to",
      "web",
      "--port",
      "22",
      "--var",
      `admin_cidrs=["${cidr}"]`,
    ).code;
  expect([ask("203.0.113.0/24"), ask("198.51.100.0/24")]).toEqual([0, 2]);
});

test("matrix: who reaches whom", () => {
  expect(tiers("matrix", stack)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^web → db +tcp\/22, tcp\/3306, icmp$/m),
  });
});

test("check: 0 when every promise is kept, 2 when one is broken, 1 when it could not be run", () => {
  expect(tiers("check", stack)).toMatchObject({
    code: 0,
    out: expect.stringContaining("1 promises, all kept"),
  });
  writePromises([PROMISE, { ...PROMISE, verdict: "blocked" }]);
  expect(tiers("check", stack)).toMatchObject({
    code: 2,
    out: expect.stringContaining("promised blocked, but is reachable: igw → public_a → web"),
  });
  writePromises([{ ...PROMISE, traffic: "tcp/http" }]);
  expect(tiers("check", stack)).toMatchObject({
    code: 1,
    err: expect.stringContaining("promises[0]: is not a promise"),
  });
  writePromises([PROMISE]);
});

test("check: of a file, the promises beside it, or those in --promises", () => {
  const beside = join(folder, "beside");
  const alone = join(folder, "alone");
  const promises = join(beside, "promises.json");
  for (const made of [beside, alone]) mkdirSync(made);
  copyFileSync(join(stack, "cdk.tf.json"), join(beside, "network.json"));
  copyFileSync(join(stack, "cdk.tf.json"), join(alone, "cdk.tf.json"));
  writeFileSync(promises, JSON.stringify({ version: 1, endpoints: {}, promises: [PROMISE] }));
  expect(tiers("check", join(beside, "network.json"))).toMatchObject({
    code: 0,
    out: expect.stringContaining("1 promises, all kept"),
  });
  expect(tiers("check", alone, "--promises", promises).code).toBe(0);
  expect(tiers("check", alone)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/has no promises.json beside it.*--promises FILE/),
  });
  expect(tiers("check", alone, "--promises", join(folder, "none.json"))).toMatchObject({
    code: 1,
    err: expect.stringContaining("none.json: is not there"),
  });
});

test.each([
  [
    ["explain", stack, "--from", "wep", "--to", "db"],
    /nothing in this network is called "wep"; nearest names: web/,
  ],
  [["explain", stack, "--from", "web"], /--to: is missing/],
  [
    ["explain", stack, "--from", "internet", "--to", "203.0.113.9"],
    /internet → 203\.0\.113\.9: neither end is in this network; give one that is: .*web/,
  ],
  [["explain", stack, "--from", "web", "--to", "db", "--port", "99999"], /no kind of traffic/],
  [["explain", "nowhere", "--from", "web", "--to", "db"], /nowhere: is not there/],
  [["check", folder], /holds neither/],
  [["matrix", binaryPlan], /tfplan: is a plan as `terraform plan -out` writes it; .*terraform show -json /],
  [["explain", stack, "--form", "web"], /unknown option '--form'/],
])("%j: exit code 1 and one clear line", (args, message) => {
  const { code, err } = tiers(...args);
  expect(code).toBe(1);
  expect(err).toMatch(message);
  expect(err).not.toMatch(/^\s+at /m);
});

test.each([["--help"], ["explain", "--help"], ["matrix", "--help"], ["check", "--help"]])(
  "%s %s shows help",
  (...args) => {
    expect(tiers(...args)).toMatchObject({ code: 0, out: expect.stringContaining("Usage: tiers") });
  },
);
