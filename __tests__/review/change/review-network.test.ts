import { expect, test } from "@jest/globals";
import { reviewNetwork } from "../../../review/change/review-network";
import { configuredChange } from "../../../review/change/versions/configuration";
import { headline } from "../../../review/report/wording/headline";
import { CHANGES } from "./changes";
import { CONSEQUENCES, consequencesOf } from "./consequences";
import { reviewedChange, reviewOf, versionOf } from "./reviewed";

const named = CHANGES.map((change) => [change.name, change] as const);

test.each(named)("%s", (name, change) => {
  expect(consequencesOf(reviewedChange(change))).toEqual(CONSEQUENCES[name]);
});

test.each(named)("%s, taken back, closes what it opened", (_name, { stack, before, after, ...change }) => {
  const forth = consequencesOf(reviewedChange({ ...change, stack, before, after }));
  const back = consequencesOf(reviewedChange({ ...change, stack, before: after, after: before }));
  expect(back.opened).toEqual(forth.closed);
  expect(back.closed).toEqual(forth.opened);
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
