/** `--check`: whether the folder holds the hand-off of the stack as it is now. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { differences } from "../../../handoff/folder/check";
import { writeFolder } from "../../../handoff/folder/write";
import { type Handoff, handoffOf } from "../../../handoff/handoff";
import { readContract } from "../../../handoff/upgrade/interface";
import type { JsonObject } from "../../../terraform/json";
import { stackOf } from "../sample";

let root = "";
let folder = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "handoff-folder-"));
  folder = join(root, "module");
});
afterEach(() => rmSync(root, { recursive: true }));

const VPC = { cidr_block: "10.0.0.0/16" };
const handoff = (
  resources: Readonly<Record<string, JsonObject>> = { "aws_vpc.network": VPC },
  previous?: string,
): Handoff => handoffOf(stackOf(resources), previous === undefined ? undefined : readContract(previous));
const write = (made: Handoff) => writeFolder(folder, { ...made.files, ...made.upgrade });
const put = (path: string, text = "") => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const _all = () => readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();

test.each<[string, () => void, readonly string[]]>([
  ["a file was changed", () => put("README.md", "x"), ["README.md differs"]],
  ["a file was deleted", () => rmSync(join(folder, "README.md")), ["README.md is missing"]],
  ["a file was added", () => put("extra.tf", ""), ["extra.tf is not of the hand-off"]],
  ["there is nothing", () => rmSync(folder, { recursive: true }), ["there is no hand-off"]],
  [
    "it was never a hand-off",
    () => rmSync(join(folder, ".tiers-handoff.json")),
    ["the folder has no .tiers-handoff.json: it was not written by a hand-off"],
  ],
])("--check when %s", (_, harm, expected) => {
  write(handoff());
  harm();
  expect(differences(folder, handoff(), false)).toEqual(expected);
});

test("--check when the stack has changed", () => {
  write(handoff({ "aws_instance.web": { user_data: "#!/bin/bash\ntrue\n" } }));
  expect(differences(folder, handoff(), false)).toEqual(
    expect.arrayContaining(["main.tf.json differs", "boot/web.sh is not of this hand-off"]),
  );
});

test("an upgrade keeps its CHANGES.md and its moves: --check knows them, and no later hand-off loses them", () => {
  write(handoff());
  const renamed = { "aws_vpc.shop": VPC };
  write(handoff(renamed, folder));
  expect(readFileSync(join(folder, "moved.tf.json"), "utf8")).toContain("aws_vpc.network");
  expect(differences(folder, handoff(renamed), false)).toEqual([]);
  expect(() => write(handoff(renamed))).toThrow(`give --previous ${folder}`);
  write(handoff(renamed, folder));
  expect(readFileSync(join(folder, "moved.tf.json"), "utf8")).toContain("aws_vpc.network");
  expect(differences(folder, handoff(renamed, folder), true)).toEqual([]);
});

test("--check with the previous hand-off compares CHANGES.md too", () => {
  write(handoff());
  const made = handoff({ "aws_vpc.shop": VPC }, folder);
  expect(differences(folder, made, true)).toEqual(
    expect.arrayContaining(["CHANGES.md is missing", "moved.tf.json is missing"]),
  );
});
