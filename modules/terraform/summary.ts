/** What a synth made, as a short text for the terminal. */
import { join, relative } from "node:path";
import type { App } from "cdktf";
import { asObject } from "../../terraform/json";
import { BaseStack } from "./base-stack";
import type { StackJson } from "./checks/stack-json";
import { writtenJson } from "./synthesis";

/** One paragraph a stack: what was written, what must be set before apply, and the map of its addresses. */
export function summary(app: App): string {
  const stacks = app.node.children.filter((child) => child instanceof BaseStack);
  return stacks
    .map((stack) => paragraph(stack, join(app.outdir, app.manifest.forStack(stack).synthesizedStackPath)))
    .join("\n\n");
}

function paragraph(stack: BaseStack, file: string): string {
  const json = writtenJson(stack);
  const required = requiredVariables(json);
  const head = [
    stack.node.id.padEnd(12),
    `${count(json)} resources`,
    `${stack.promiseFile().promises.length} promises`,
    ...(required.length === 0 ? [] : [`to set: ${required.join(", ")}`]),
    relative(process.cwd(), file),
  ].join("  ");
  return [head, ...stack.addressMaps.map((map) => map.replaceAll(/^/gm, "  "))].join("\n");
}

function count(json: StackJson): number {
  return Object.values(asObject(json["resource"])).reduce<number>(
    (sum, named) => sum + Object.keys(asObject(named)).length,
    0,
  );
}

function requiredVariables(json: StackJson): readonly string[] {
  return Object.entries(asObject(json["variable"])).flatMap(([name, block]) =>
    "default" in asObject(block) ? [] : [name],
  );
}
