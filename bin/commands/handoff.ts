/** `tiers handoff`: writes a stack as a plain Terraform module, or says whether one is up to date. */
import { join } from "node:path";
import { Command } from "commander";
import { differences } from "../../handoff/folder/check";
import { obstacles, writeFolder } from "../../handoff/folder/write";
import { type Handoff, handoffOf } from "../../handoff/handoff";
import { foldersToHandOver, readStack } from "../../handoff/module/stack";
import { readContract } from "../../handoff/upgrade/interface";
import { InputError, throwIssues } from "../../net/issue";
import { resourcesOf } from "../../terraform/blocks";
import { EXIT } from "./exit";

interface Options {
  readonly out?: string;
  readonly into?: string;
  readonly previous?: string;
  readonly check?: true;
}

/** One stack and where its hand-off goes. */
interface Order {
  readonly handoff: Handoff;
  readonly folder: string;
}

export function handoffCommand(): Command {
  return new Command("handoff")
    .description("writes a stack as a plain Terraform module, for people who do not use CDKTF")
    .argument("<stack>", "a stack's folder (cdktf.out/stacks/NAME), or cdktf.out for all")
    .option("--out <dir>", "the module's folder")
    .option("--into <dir>", "the folder of several modules, each under its stack's name")
    .option(
      "--previous <dir>",
      "an earlier hand-off: CHANGES.md says what changed, renames are moved, not destroyed",
    )
    .option("--check", "writes nothing, and says what is not up to date")
    .addHelpText(
      "after",
      `
Examples:
  tiers handoff cdktf.out/stacks/multi-subnet --out handoff/multi-subnet
  tiers handoff cdktf.out/stacks/multi-subnet --out handoff/multi-subnet --previous handoff/multi-subnet
  tiers handoff cdktf.out --into cdktf.out/handoff --check

Exit codes: 0 written or up to date, 2 not up to date, 1 could not be run.`,
    )
    .action((stack: string, options: Options) => {
      const orders = ordersOf(stack, options);
      if (options.check === true) check(orders, options.previous !== undefined);
      else writeAll(orders);
    });
}

/** All stacks are read and made before the first folder is written. */
function ordersOf(path: string, { out, into, previous }: Options): readonly Order[] {
  if ((out === undefined) === (into === undefined))
    throw wrong(
      "handoff",
      "needs one of --out and --into",
      "give --out DIR for one stack, --into DIR for several",
    );
  const folders = foldersToHandOver(path);
  if (into === undefined && folders.length > 1)
    throw wrong(path, `holds ${folders.length} stacks`, "give --into DIR, or name one of them");
  return folders.map((folder) => {
    const stack = readStack(folder);
    const before =
      previous === undefined ? undefined : into === undefined ? previous : join(previous, stack.name);
    const handoff = handoffOf(stack, before === undefined ? undefined : readContract(before));
    return { handoff, folder: out ?? join(into ?? "", stack.name) };
  });
}

function writeAll(orders: readonly Order[]): void {
  throwIssues(
    orders.flatMap(({ handoff, folder }) => obstacles(folder, { ...handoff.files, ...handoff.upgrade })),
  );
  for (const order of orders) write(order);
}

function write({ handoff, folder }: Order): void {
  const { module, files, upgrade } = handoff;
  writeFolder(folder, { ...files, ...upgrade });
  const required = module.inputs.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  const parts = [
    module.stack.name.padEnd(12),
    `${resourcesOf(module.main).length} resources`,
    `${Object.keys({ ...files, ...upgrade }).length} files`,
    ...(required.length === 0 ? [] : [`to set: ${required.join(", ")}`]),
    folder,
  ];
  process.stdout.write(`${parts.join("  ")}\n`);
}

function check(orders: readonly Order[], withPrevious: boolean): void {
  const lines = orders.map(({ handoff, folder }) => {
    const wrong = differences(folder, handoff, withPrevious);
    if (wrong.length > 0) process.exitCode = EXIT.fails;
    return wrong.length === 0
      ? `${folder}: up to date`
      : `${folder}: not up to date\n${wrong.map((each) => `  ${each}`).join("\n")}`;
  });
  process.stdout.write(`${lines.join("\n")}\n`);
}

function wrong(path: string, problem: string, fix: string): InputError {
  return new InputError([{ code: "handoff-usage", path, problem, fix }]);
}
