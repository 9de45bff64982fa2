/** Realistic changes of the four networks, from two synths: what they do, and the comment that a reviewer reads. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { raised } from "../../../review/change/fail-conditions";
import { reviewNetwork } from "../../../review/change/review-network";
import { configuredChange } from "../../../review/change/versions/configuration";
import { renderMarkdown } from "../../../review/report/markdown/review";
import { headline } from "../../../review/report/wording/headline";
import { CHANGES } from "./changes";
import { CONSEQUENCES, consequencesOf } from "./consequences";
import { reviewedChange, reviewOf, versionOf } from "./reviewed";

const GOLDEN = join(__dirname, "../../golden/reviews");
const named = CHANGES.map((change) => [change.name, change] as const);

test.each(named)("%s", (name, change) => {
  expect(consequencesOf(reviewedChange(change))).toEqual(CONSEQUENCES[name]);
});

test.each(named)("%s, as the comment of a pull request", (name, change) => {
  const file = join(GOLDEN, `${name.replaceAll(" ", "-")}.md`);
  const text = renderMarkdown(reviewOf(reviewedChange(change)));
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(GOLDEN, { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, "utf8"));
});

test.each(named)("%s, taken back, closes what it opened", (_name, { stack, before, after, ...change }) => {
  const forth = consequencesOf(reviewedChange({ ...change, stack, before, after }));
  const back = consequencesOf(reviewedChange({ ...change, stack, before: after, after: before }));
  expect(back.opened).toEqual(forth.closed);
  expect(back.closed).toEqual(forth.opened);
});

test.each([
  ["nothing", "no change in reachability"],
  ["tags only", "no change in reachability"],
  ["ssh opened to the world", "opens 1 path from the internet; breaks 2 promises; opens 1 other path"],
  ["ICMP closed", "closes 3 paths; takes back 3 promises"],
  ["NAT deleted", "closes 1 path; takes back 1 promise; loses data or addresses in 1 place"],
  ["bastion moved to another zone", "loses data or addresses in 1 place; no change in reachability"],
])("%s: %s", (name, said) => {
  const change = CHANGES.find((each) => each.name === name);
  expect(change && headline(reviewOf(reviewedChange(change)))).toBe(said);
});

test.each([
  ["nothing", []],
  ["ssh opened to the world", ["opened-to-internet", "broken-promise"]],
  ["zone removed", ["any-destroy"]],
  ["ICMP closed", ["any-destroy"]],
  ["ALB made internal", ["broken-promise", "any-destroy"]],
])("%s fails on %j", (name, alarms) => {
  const change = CHANGES.find((each) => each.name === name);
  const all = ["opened-to-internet", "broken-promise", "any-destroy", "unknown"] as const;
  expect(change && raised(reviewOf(reviewedChange(change)), all)).toEqual(alarms);
});

test("the rule that opened the way is named, with what it says", () => {
  const change = CHANGES.find(({ name }) => name === "ssh opened to the world");
  const [opened] = change === undefined ? [] : reviewedChange(change).reach.opened;
  expect(opened).toMatchObject({ exposes: true, from: { name: "internet" }, to: { name: "web" } });
  expect(opened?.causes).toEqual([
    {
      address: "aws_vpc_security_group_ingress_rule.web_ssh_from_anywhere",
      action: "create",
      text: "web admits tcp/22 from 0.0.0.0/0",
    },
  ]);
});

test("of two rules that open half of the internet each, both are named", () => {
  const change = CHANGES.find(({ name }) => name === "ssh opened to the world in two halves");
  const [opened] = change === undefined ? [] : reviewedChange(change).reach.opened;
  expect(opened?.addresses).toBeUndefined();
  expect(opened?.causes.map(({ action }) => action)).toEqual(["update"]);
});

test("the route that no longer leads anywhere is named", () => {
  const change = CHANGES.find(({ name }) => name === "NAT deleted");
  const [closed] = change === undefined ? [] : reviewedChange(change).reach.closed;
  expect(closed?.causes[0]).toMatchObject({ address: "aws_route.private_a_internet", action: "destroy" });
  expect(closed?.blocker?.code).toBe("NO_ROUTE_TO_DESTINATION");
});

test("a new network opens everything that it promises, and one that is taken down closes it", () => {
  const change = CHANGES.find(({ name }) => name === "nothing");
  if (change === undefined) throw new Error("no such change");
  const { json, promises } = versionOf(change.after, change.stack);
  const beside = { name: "two-tier", place: "cdk.tf.json", promises };
  const built = reviewNetwork(configuredChange(undefined, json), beside);
  const gone = reviewNetwork(configuredChange(json, undefined), beside);
  expect(consequencesOf(built).opened).toContain("internet → web tcp/80, icmp");
  expect(consequencesOf(gone).closed).toEqual(consequencesOf(built).opened);
  expect(headline(reviewOf(built))).toMatch(/^a new network; opens 1 path from the internet; /);
  expect(headline(reviewOf(gone))).toMatch(/^the network is taken down; closes \d+ paths; loses data/);
});

test("prices are said where the region is known", () => {
  const change = CHANGES.find(({ name }) => name === "NAT kind switched");
  const cost = change === undefined ? undefined : reviewedChange(change).cost;
  expect(cost).toMatchObject({ region: "ap-northeast-1", before: 49.2, after: 90.52 });
  expect(cost?.lines.map(({ name, kind, month }) => `${name} ${kind} ${month}`)).toEqual([
    "nat_a gateway 45.26",
    "nat_c gateway 45.26",
  ]);
});
