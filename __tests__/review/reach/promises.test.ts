/** Promises at synth: what breaks one is told, with the explanation, and is not written. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { App } from "cdktf";
import { judgeWith } from "../../../modules/terraform/synthesis";
import { isBlocked, type PromiseFile, type ReachPromise, reaches } from "../../../net/promise";
import { anything, http, ping, ssh } from "../../../net/traffic";
import { checkStack } from "../../../review/reach/promises";
import { TwoTier } from "../../../stacks/two-tier";
import { synthesized } from "../../synthesis";

const json = synthesized("two-tier", (app) => new TwoTier(app, "two-tier"));
const file = (...promises: readonly ReachPromise[]): PromiseFile => ({
  version: 1,
  endpoints: { admin: "var.admin_cidrs" },
  promises,
});

test.each<[ReachPromise, RegExp | undefined]>([
  [reaches("internet", "web", http), undefined],
  [reaches("db", "internet", http, { via: "nat_a" }), undefined],
  [reaches("admin", "db", ssh, { via: "web" }), undefined],
  [reaches("db", "internet", ssh, { via: "web" }), /promised reachable through web, but is blocked/],
  [reaches("web", "db", anything), /reachable in part only: tcp\/22, tcp\/3306, icmp/],
  [isBlocked("internet", "web", ping), /promised blocked, but is reachable: igw → public_a → web/],
  [isBlocked("internet", "db", ssh, { at: "nat_a" }), /not at nat_a/],
  [
    isBlocked("internet", "web", ssh, { at: "web", code: "NO_ROUTE_TO_DESTINATION" }),
    /not at web with NO_ROUTE_TO_DESTINATION/,
  ],
])("%j", (promise, problem) => {
  const issues = checkStack(json, file(promise));
  if (problem === undefined) expect(issues).toEqual([]);
  else expect(issues).toMatchObject([{ code: "promise-broken", problem: expect.stringMatching(problem) }]);
});

test("a promise about what is not there is broken, and takes no other's verdict away", () => {
  const promises = [
    reaches("db", "internet", http, { via: "nat_b" }),
    isBlocked("internet", "dbs", ssh),
    isBlocked("internet", "web", http),
    reaches("internet", "web", http),
  ];
  expect(checkStack(json, file(...promises))).toMatchObject([
    { problem: 'promised reachable through nat_b, but nothing in this network is called "nat_b"' },
    {
      problem: 'promised blocked, but nothing in this network is called "dbs"',
      fix: expect.stringContaining("nearest names: db"),
    },
    { path: "promise internet → web tcp/80" },
  ]);
});

test("a network that breaks its promise is not written", () => {
  const outdir = mkdtempSync(join(tmpdir(), "tiers-promise-"));
  try {
    const app = new App({ outdir });
    const stack = new TwoTier(app, "two-tier");
    stack.promise(isBlocked("internet", "web", http));
    judgeWith(app, checkStack);
    expect(() => app.synth()).toThrow(
      /promise internet → web tcp\/80: promised blocked, but is reachable: igw → public_a → web;.*\n {4}at __tests__\/review\/reach\/promises\.test\.ts:\d+:11$/,
    );
    expect(existsSync(join(outdir, "stacks/two-tier/cdk.tf.json"))).toBe(false);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
});
