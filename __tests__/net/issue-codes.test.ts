import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { ISSUE_CODES } from "../../net/issue-codes";

const ROOT = join(__dirname, "../..");

/** The code that makes faults. */
const code = ["net", "terraform", "modules", "review", "handoff", "bin"]
  .flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && name !== "issue-codes.ts")
      .map((name) => readFileSync(join(ROOT, room, name), "utf8")),
  )
  .join("\n");

const codes = Object.keys(ISSUE_CODES);

test("each kind of fault is made somewhere by its name", () => {
  const made = new Set(
    [...code.matchAll(/(?:code: |(?:issue|fault)\(\s*)"([a-z-]+)"/g)].map(([, name]) => name),
  );
  expect(codes.filter((each) => !made.has(each))).toEqual([]);
});

test("a name is words of lower-case letters", () => {
  expect(codes.filter((each) => !/^[a-z]+(-[a-z]+)*$/.test(each))).toEqual([]);
});
