/** A hand-off's folder: written whole or not at all, never over what is not its own. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { differences } from "../../../handoff/folder/check";
import { writeFolder } from "../../../handoff/folder/write";
import { all, handoff, put, target, VPC, write } from "./target";

test("written, it is up to date; written again, it is the same", () => {
  write(handoff());
  const before = all().map((path) => [
    path,
    statSync(join(target.folder, path)).isFile() && readFileSync(join(target.folder, path), "utf8"),
  ]);
  expect(differences(target.folder, handoff(), false)).toEqual([]);
  write(handoff());
  expect(
    all().map((path) => [
      path,
      statSync(join(target.folder, path)).isFile() && readFileSync(join(target.folder, path), "utf8"),
    ]),
  ).toEqual(before);
  expect(readdirSync(target.root)).toEqual(["module"]);
  expect(statSync(target.folder).mode & 0o777).toBe(0o755);
});

test("a file that the new hand-off does not have is gone", () => {
  write(handoff({ "aws_instance.web": { user_data: "#!/bin/bash\ntrue\n" } }));
  expect(all()).toContain("boot/web.sh");
  write(handoff());
  expect(all()).not.toContain("boot/web.sh");
});

test.each([
  // what is in the folder    text   what is said
  ["somebody's notes", "notes.txt", "was not written by a hand-off"],
  ["somebody's module", "main.tf.json", "was not written by a hand-off"],
])("a folder with %s is refused, and left as it is", (_, path, said) => {
  put(path, "mine");
  expect(() => write(handoff())).toThrow(said);
  expect(all()).toEqual([path]);
  expect(readFileSync(join(target.folder, path), "utf8")).toBe("mine");
});

test.each([
  ["terraform.tfstate", "terraform.tfstate is not of the hand-off"],
  ["terraform.tfvars", "terraform.tfvars is not of the hand-off"],
  ["examples/root/terraform.tfstate", "examples/root/terraform.tfstate is not of the hand-off"],
  ["main.tf.json", "main.tf.json was changed"],
])("a hand-off with %s of somebody else is refused, and left as it is", (path, said) => {
  write(handoff());
  put(path, "{}");
  const before = all();
  expect(() => write(handoff({ "aws_vpc.shop": VPC }))).toThrow(said);
  expect(all()).toEqual(before);
  expect(readFileSync(join(target.folder, path), "utf8")).toBe("{}");
  expect(readdirSync(target.root)).toEqual(["module"]);
});

test("what Terraform keeps in the folder stays", () => {
  write(handoff());
  put(".terraform/environment", "trial");
  put(".terraform.lock.hcl", "lock");
  put("examples/root/.terraform/environment", "trial");
  write(handoff({ "aws_vpc.shop": VPC }));
  expect(readFileSync(join(target.folder, "main.tf.json"), "utf8")).toContain('"shop"');
  expect(all()).toEqual(
    expect.arrayContaining([
      ".terraform/environment",
      ".terraform.lock.hcl",
      "examples/root/.terraform/environment",
    ]),
  );
});

test("an empty folder and a link to a folder are written into", () => {
  mkdirSync(join(target.root, "real"));
  symlinkSync(join(target.root, "real"), target.folder);
  write(handoff());
  expect(existsSync(join(target.root, "real", "main.tf.json"))).toBe(true);
});

test("a file in the folder's place is refused", () => {
  writeFileSync(target.folder, "");
  expect(() => write(handoff())).toThrow("is not a folder");
});

test("nothing is left behind when writing fails", () => {
  expect(() => writeFolder(target.folder, { ok: "1", "ok/not": "2" })).toThrow();
  expect(readdirSync(target.root)).toEqual([]);
});
