/** A folder to write hand-offs into, anew for each test. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "@jest/globals";
import { writeFolder } from "../../../handoff/folder/write";
import { type Handoff, handoffOf } from "../../../handoff/handoff";
import { readContract } from "../../../handoff/upgrade/interface";
import type { JsonObject } from "../../../terraform/json";
import { stackOf } from "../sample";

/** `root` is there, `folder` in it not yet. */
export const target = { root: "", folder: "" };

beforeEach(() => {
  target.root = mkdtempSync(join(tmpdir(), "handoff-folder-"));
  target.folder = join(target.root, "module");
});
afterEach(() => rmSync(target.root, { recursive: true }));

export const VPC = { cidr_block: "10.0.0.0/16" };

export const handoff = (
  resources: Readonly<Record<string, JsonObject>> = { "aws_vpc.network": VPC },
  previous?: string,
): Handoff => handoffOf(stackOf(resources), previous === undefined ? undefined : readContract(previous));

export const write = (made: Handoff) => writeFolder(target.folder, { ...made.files, ...made.upgrade });

export const put = (path: string, text = "") => {
  mkdirSync(join(target.folder, path, ".."), { recursive: true });
  writeFileSync(join(target.folder, path), text);
};

export const all = () => readdirSync(target.folder, { recursive: true, encoding: "utf8" }).sort();
