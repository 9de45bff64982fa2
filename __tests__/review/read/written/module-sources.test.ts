/** Which files are read beside a plan, and which modules of theirs. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { moduleSourcesIn } from "../../../../review/read/written/module-sources";

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "sources-"));
  made.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const MAIN = 'module "dock" {\n source = "./dock"\n}\nmodule "crane" {\n source = "somewhere/crane/aws"\n}';

test("modules by their path, and those that init has put somewhere", () => {
  const found = moduleSourcesIn(
    folderOf({
      "main.tf": MAIN,
      "more.tf": 'resource "aws_vpc" "v" {}',
      "dock/main.tf": 'resource "aws_eip" "dock" {}',
      ".terraform/modules/crane/main.tf": 'resource "aws_eip" "crane" {}',
      ".terraform/modules/modules.json": JSON.stringify({
        Modules: [
          { Key: "", Dir: "." },
          { Key: "crane", Dir: ".terraform/modules/crane" },
        ],
      }),
    }),
  );
  expect(found?.json).toMatchObject({ resource: { aws_vpc: { v: {} } } });
  expect([...(found?.modules ?? [])].map(([name, { json }]) => [name, json["resource"]])).toEqual([
    ["dock", { aws_eip: { dock: {} } }],
    ["crane", { aws_eip: { crane: {} } }],
  ]);
});

test("a module that is not there is left out", () => {
  expect(moduleSourcesIn(folderOf({ "main.tf": MAIN }))?.modules.size).toBe(0);
});

test("files in JSON are of the module as well", () => {
  const json = { resource: { aws_eip: { spare: {} } }, module: { dock: { source: "./dock" } } };
  const found = moduleSourcesIn(
    folderOf({
      "main.tf": 'resource "aws_eip" "own" {}',
      "cdk.tf.json": JSON.stringify(json),
      "dock/main.tf.json": "{}",
    }),
  );
  expect(found?.json).toMatchObject({ resource: { aws_eip: { own: {}, spare: {} } } });
  expect(found?.modules.size).toBe(1);
});

test.each([
  ["no file", {}],
  ["a file that is not understood", { "main.tf": "resource {{" }],
  ["a file that overrides", { "main.tf": "", "x_override.tf": "" }],
  ["a file of JSON that is none", { "main.tf": "", "more.tf.json": "[" }],
  ["a folder with the name of a file", { "main.tf/x": "" }],
])("%s: nothing is read", (_, files: Readonly<Record<string, string>>) => {
  expect(moduleSourcesIn(folderOf(files))).toBeUndefined();
});
