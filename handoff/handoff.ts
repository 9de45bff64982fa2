/** A stack as the files of a plain Terraform module: the same bytes for the same stack, wherever and whenever. */
import { exampleFiles } from "./example";
import { configurationFiles, type Module, moduleOf } from "./module/configuration";
import type { Stack } from "./module/stack";
import { testFiles } from "./proof/tests";
import { readme } from "./readme/page";
import { upgradeFiles } from "./upgrade/changes";
import { differenceBetween } from "./upgrade/difference";
import { contractOf, type ModuleContract } from "./upgrade/interface";

/** Texts by path in the folder, `/` between its parts. */
export type Files = Readonly<Record<string, string>>;

export interface Handoff {
  readonly module: Module;
  /** What follows from the stack alone. */
  readonly files: Files;
  /** What follows from the previous hand-off as well: `CHANGES.md`, `moved.tf.json`. */
  readonly upgrade: Files;
}

/**
 * @param previous what was handed over before; without it there is no `CHANGES.md`
 * @throws {InputError} for a stack that no module can be made of
 */
export function handoffOf(stack: Stack, previous?: ModuleContract): Handoff {
  const module = moduleOf(stack);
  const files = {
    ...configurationFiles(module),
    ...exampleFiles(module),
    ...testFiles(module),
    "README.md": readme(module),
    "promises.json": `${JSON.stringify(stack.promises, null, 2)}\n`,
  };
  const upgrade = previous === undefined ? {} : upgradeFiles(differenceBetween(previous, contractOf(module)));
  return { module, files, upgrade };
}
