/** A NAT instance is made anew for what it did not serve so far: two synths say so, as a plan does. */
import { expect, test } from "@jest/globals";
import type { App } from "cdktf";
import { reviewNetwork } from "../../../../review/change/review-network";
import { configuredChange } from "../../../../review/change/versions/configuration";
import { renderReview } from "../../../../review/report/text/review";
import type { Json } from "../../../../terraform/json";
import { OneNat } from "../../../modules/nat/one-nat";
import { synthesize } from "../../../synthesis";

const json = (build: (app: App) => void): Json =>
  JSON.parse(synthesize(build)["one-nat"]?.text ?? "") as Json;
const one = json((app) => new OneNat(app, { kind: "instance" }, ["a"]));
const two = json((app) => new OneNat(app, { kind: "instance" }, ["a", "c"]));
const larger = json((app) => new OneNat(app, { kind: "instance", instanceType: "t4g.micro" }, ["a"]));

const reviewed = (before: Json, after: Json) =>
  reviewNetwork(configuredChange(before, after), { name: "one-nat", place: "cdk.tf.json" });

test.each([
  ["a zone comes", one, two, ["private_a has no way out until the new NAT instance is up"]],
  ["a zone goes", two, one, ["private_a has no way out until the new NAT instance is up"]],
])("%s: it is replaced, and what it serves has no way out meanwhile", (_, before, after, hurts) => {
  const review = reviewed(before, after);
  const replaced = review.changes.filter(({ action }) => action === "replace");
  expect(replaced).toMatchObject([{ address: "aws_instance.nat_a", forcedBy: ["user_data"] }]);
  expect(review.disruptions.map(({ text }) => text)).toEqual(expect.arrayContaining(hurts));
  expect(renderReview({ source: "synth", networks: [review] })).toContain(hurts[0]);
});

test("another type is given to the same machine, which stops for it", () => {
  const review = reviewed(one, larger);
  expect(review.changes).toMatchObject([{ address: "aws_instance.nat_a", action: "update" }]);
  expect(review.disruptions.map(({ text }) => text)).toEqual([
    "nat_a is stopped and started again: it answers nobody meanwhile, and private_a has no way out",
  ]);
});
