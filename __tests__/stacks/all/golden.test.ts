import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import type { Written } from "../../synthesis";
import { synthesizeAll } from "../all-stacks";

const GOLDEN = join(__dirname, "../../golden");
const STACKS = ["two-tier", "private-web", "multi-subnet", "maintenance"] as const;

let here: Readonly<Record<string, Written>> = {};

beforeAll(() => {
  here = synthesizeAll();
});

test.each(STACKS)("%s is, byte for byte, the golden JSON", (name) => {
  const file = join(GOLDEN, `${name}.tf.json`);
  const text = here[name]?.text ?? "";
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
});

test("no stack carries CDKTF's notes inside its blocks, or a hash in an address", () => {
  for (const name of STACKS) {
    const { "//": top, ...rest } = JSON.parse(here[name]?.text ?? "{}") as Record<string, unknown>;
    expect(top).toBeDefined();
    expect(JSON.stringify(rest)).not.toContain('"//"');
    expect(
      Object.values(rest["resource"] as object)
        .flatMap((named: object) => Object.keys(named))
        .filter((id) => /_[0-9A-F]{8}$/.test(id)),
    ).toEqual([]);
  }
});
