/** `--check`: whether the folder holds the hand-off of the stack as it is now. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { differences } from "../../../handoff/folder/check";
import { handoff, put, target, VPC, write } from "./target";

test.each<[string, () => void, readonly string[]]>([
  ["a file was changed", () => put("README.md", "x"), ["README.md differs"]],
  ["a file was deleted", () => rmSync(join(target.folder, "README.md")), ["README.md is missing"]],
  ["a file was added", () => put("extra.tf", ""), ["extra.tf is not of the hand-off"]],
  ["there is nothing", () => rmSync(target.folder, { recursive: true }), ["there is no hand-off"]],
  [
    "it was never a hand-off",
    () => rmSync(join(target.folder, ".tiers-handoff.json")),
    ["the folder has no .tiers-handoff.json: it was not written by a hand-off"],
  ],
])("--check when %s", (_, harm, expected) => {
  write(handoff());
  harm();
  expect(differences(target.folder, handoff(), false)).toEqual(expected);
});

test("--check when the stack has changed", () => {
  write(handoff({ "aws_instance.web": { user_data: "#!/bin/bash\ntrue\n" } }));
  expect(differences(target.folder, handoff(), false)).toEqual(
    expect.arrayContaining(["main.tf.json differs", "boot/web.sh is not of this hand-off"]),
  );
});

test("an upgrade keeps its CHANGES.md and its moves: --check knows them, and no later hand-off loses them", () => {
  write(handoff());
  const renamed = { "aws_vpc.shop": VPC };
  write(handoff(renamed, target.folder));
  expect(readFileSync(join(target.folder, "moved.tf.json"), "utf8")).toContain("aws_vpc.network");
  expect(differences(target.folder, handoff(renamed), false)).toEqual([]);
  expect(() => write(handoff(renamed))).toThrow(`give --previous ${target.folder}`);
  write(handoff(renamed, target.folder));
  expect(readFileSync(join(target.folder, "moved.tf.json"), "utf8")).toContain("aws_vpc.network");
  expect(differences(target.folder, handoff(renamed, target.folder), true)).toEqual([]);
});

test("--check with the previous hand-off compares CHANGES.md too", () => {
  write(handoff());
  const made = handoff({ "aws_vpc.shop": VPC }, target.folder);
  expect(differences(target.folder, made, true)).toEqual(
    expect.arrayContaining(["CHANGES.md is missing", "moved.tf.json is missing"]),
  );
});
