/** The native tests of the module, for `terraform test` with a played AWS. */
import type { Module } from "../module/configuration";
import { groupsTest } from "./groups";
import { inputsTest } from "./inputs";
import { promisesTest } from "./promises";
import { routesTest } from "./routes";

/** The files of `tests/` by path in the module. */
export function testFiles(module: Module): Readonly<Record<string, string>> {
  const files = {
    "tests/promises.tftest.hcl": promisesTest(module),
    "tests/routes.tftest.hcl": routesTest(module),
    "tests/groups.tftest.hcl": groupsTest(module),
    "tests/inputs.tftest.hcl": inputsTest(module),
  };
  return Object.fromEntries(
    Object.entries(files).flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])),
  );
}
