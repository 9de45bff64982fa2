/** `tiers review` as it is called: what it writes and prints, and its exit codes. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { CHANGES } from "../../review/change/changes";
import { created, ingress, planOf, SERVER, SSH } from "../../review/change/plans";
import { versionOf } from "../../review/change/reviewed";

const TIERS = join(__dirname, "../../../bin/tiers.mjs");
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tiers-review-"));
  for (const [version, builds] of [
    ["base", CHANGES.map(({ stack, before }) => [stack, before] as const)],
    [
      "head",
      CHANGES.filter(({ name }) => /^(ssh opened to the world|NAT deleted)$/.test(name)).map(
        ({ stack, after }) => [stack, after] as const,
      ),
    ],
  ] as const)
    for (const [stack, build] of builds.filter(([name]) => name === "two-tier" || name === "private-web")) {
      const path = join(folder, version, "stacks", stack);
      const { json, promises } = versionOf(build, stack);
      mkdirSync(path, { recursive: true });
      writeFileSync(join(path, "cdk.tf.json"), JSON.stringify(json));
      writeFileSync(join(path, "promises.json"), JSON.stringify(promises));
    }
  writeFileSync(join(folder, "plan.json"), JSON.stringify(planOf([...SERVER, created(ingress("ssh", SSH))])));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tiers(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [TIERS, "review", ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("two folders of stacks are one review, written in every format", () => {
  const { status, stdout, stderr } = tiers("--base", "base", "--head", "head", "--out", "out");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout.split("\n")[0]).toBe(
    "two-tier: opens 1 path from the internet; breaks 2 promises; opens 1 other path · private-web: closes 1 path; takes back 1 promise; loses data or addresses in 1 place",
  );
  expect(readdirSync(join(folder, "out")).sort()).toEqual([
    "review.html",
    "review.json",
    "review.md",
    "review.sarif",
    "review.txt",
  ]);
  const json = JSON.parse(readFileSync(join(folder, "out/review.json"), "utf8")) as {
    readonly alarms: readonly string[];
    readonly networks: readonly { readonly name: string }[];
  };
  expect(json.networks.map(({ name }) => name)).toEqual(["two-tier", "private-web"]);
  expect(json.alarms).toEqual(["opened-to-internet", "broken-promise", "any-destroy"]);
});

test("a plan is reviewed by itself", () => {
  const { status, stdout } = tiers("--plan", "plan.json");
  expect(status).toBe(0);
  expect(stdout).toContain("opens 1 path from the internet");
  expect(stdout).toContain("+ internet → web tcp/22");
});

test.each([
  [["--plan", "plan.json", "--fail-on", "opened-to-internet"], 2, "fails on: opened-to-internet\n"],
  [["--plan", "plan.json", "--fail-on", "any-destroy,unknown,broken-promise"], 0, ""],
  [
    ["--plan", "plan.json", "--fail-on", "everything"],
    1,
    /"everything" is no condition; use opened-to-internet/,
  ],
  [["--plan", "nothing.json"], 1, /nothing\.json: is not there/],
  [["--plan", "plan.json", "--base", "base"], 1, /needs --plan, or both --base and --head/],
  [["--base", "base", "--head", "out-of-sight"], 1, /out-of-sight: is not a folder/],
  [[], 1, /needs --plan, or both --base and --head/],
] as const)("%j exits with %d", (args, code, said) => {
  const { status, stderr } = tiers(...args);
  expect(status).toBe(code);
  if (typeof said === "string") expect(stderr).toBe(said);
  else expect(stderr).toMatch(said);
});
