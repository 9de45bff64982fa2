/** What can be handed over, and what is refused with the reason. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { foldersToHandOver, readStack } from "../../../handoff/module/stack";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "handoff-stack-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const AWS = { aws: [{ region: "eu-west-1" }] };
const write = (json: unknown): void =>
  writeFileSync(join(folder, "cdk.tf.json"), typeof json === "string" ? json : JSON.stringify(json));

test.each<[string, unknown, string]>([
  ["a module of its own", { provider: AWS, module: { x: {} } }, '"module" blocks are not handed over'],
  [
    "two providers of one kind",
    { provider: { aws: [{ region: "eu-west-1" }, { alias: "b" }] } },
    "a second aws would need a provider block",
  ],
  ["another provider", { provider: { ...AWS, google: [{}] } }, "google would need a provider block"],
  [
    "a resource with a provider",
    { provider: AWS, resource: { aws_vpc: { x: { provider: "aws.b" } } } },
    "aws_vpc.x: names a provider",
  ],
  ["no region", { provider: { aws: [{}] } }, "provider.aws.region: is missing"],
  ["half a file", '{"provider": ', "is not JSON"],
  ["a list", [], "is not a JSON object"],
])("%s is refused", (_, json, said) => {
  write(json);
  expect(() => readStack(folder)).toThrow(said);
});

test("all faults are told at once", () => {
  write({ provider: { aws: [{}], google: [{}] }, module: {}, import: [] });
  expect(() => readStack(folder)).toThrow(/"module"[\s\S]*"import"[\s\S]*google[\s\S]*region/);
});

test("asset files are refused", () => {
  write({ provider: AWS });
  mkdirSync(join(folder, "assets"));
  expect(() => readStack(folder)).toThrow("asset files are not handed over");
});

test("a folder without a stack is refused", () => {
  expect(() => foldersToHandOver(folder)).toThrow("holds no cdk.tf.json");
});

test("a folder that a synth wrote holds all its stacks", () => {
  for (const name of ["b", "a"]) mkdirSync(join(folder, "stacks", name), { recursive: true });
  for (const name of ["b", "a"]) writeFileSync(join(folder, "stacks", name, "cdk.tf.json"), "{}");
  expect(foldersToHandOver(folder)).toEqual(["a", "b"].map((name) => join(folder, "stacks", name)));
});

test("the stack's name is CDKTF's, whatever the folder is called", () => {
  write({ "//": { metadata: { stackName: "shop" } }, provider: AWS });
  expect(readStack(folder)).toMatchObject({ name: "shop", region: "eu-west-1", json: {} });
});
