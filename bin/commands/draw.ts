/** `tiers draw`: a network as a picture, or as a page that answers questions. */
import { writeFileSync } from "node:fs";
import { basename, extname, resolve } from "node:path";
import { Command } from "commander";
import { keepPromises, type PromiseFinding } from "../../review/reach/promises";
import { drawNetwork } from "../../review/report/drawing/drawing";
import { renderNetworkPage } from "../../review/report/html/page";
import { foreign } from "../../terraform/json";
import { type Loaded, load, type NetworkOptions, withVariables } from "./network";

interface Options extends NetworkOptions {
  readonly output?: string;
}

export function drawCommand(): Command {
  return withVariables(new Command("draw"))
    .description("the network as a drawing (.svg), or as a page with its matrix, paths and promises (.html)")
    .argument(
      "<network>",
      "a stack's folder, cdk.tf.json, a plan or state as JSON, or a folder of describe-* output",
    )
    .option("-o, --output <file>", "where to write it, by its ending; without it the SVG is printed")
    .addHelpText(
      "after",
      `
Examples:
  tiers draw cdktf.out/stacks/multi-subnet -o multi-subnet.svg
  tiers draw plan.json -o network.html

The same network gives the same bytes. The page asks nothing of any other computer.`,
    )
    .action(draw);
}

async function draw(path: string, options: Options): Promise<void> {
  const loaded = load(path, options);
  const name = nameOf(path);
  const { output } = options;
  switch (output === undefined ? ".svg" : extname(output).toLowerCase()) {
    case ".svg":
      return put(output, `${await drawNetwork(loaded.asked, { name })}\n`);
    case ".html":
      return put(output, await renderNetworkPage(name, loaded.asked, kept(loaded)));
    default:
      throw foreign(
        output ?? "",
        "ends neither in .svg nor in .html",
        "name the file network.svg or network.html",
      );
  }
}

/** The network's promises, where it has some. */
function kept({ asked, promises }: Loaded): readonly PromiseFinding[] {
  return promises === undefined ? [] : keepPromises(asked.network, promises);
}

/** @throws {InputError} when the file cannot be written */
function put(output: string | undefined, content: string): void {
  if (output === undefined) {
    process.stdout.write(content);
    return;
  }
  try {
    writeFileSync(output, content);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw foreign(output, `cannot be written: ${why}`, "name a file in a folder that is there");
  }
}

/** The stack's folder, or the file without its ending. */
function nameOf(path: string): string {
  const full = resolve(path);
  const own = basename(full).replace(/\.json$/, "");
  return own === "cdk.tf" ? basename(resolve(full, "..")) : own;
}
