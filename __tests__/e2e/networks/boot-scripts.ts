/** Whether every machine of a network got its boot script as it lies in the repository, byte for byte. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "@jest/globals";
import type { Stage } from "../terraform/story";
import { lookFromOutside, userDataAt } from "./outside";

const MODULES = resolve(__dirname, "../../../modules");
/** Text by name below modules/. Read once, at the time of the synth, so that an edit during the run is no failure. */
const BOOT_FILES = readBootFiles();

/** @returns per instance with a boot script: the files it is made of, in order */
export async function bootFilesOf(stage: Stage): Promise<Readonly<Record<string, readonly string[]>>> {
  const outside = await lookFromOutside(stage);
  const instances = [...(await stage.workspace.state()).keys()].filter((address) =>
    /^aws_instance\./.test(address),
  );
  const found = await Promise.all(
    instances.map(async (address) => {
      const files = filesIn(await userDataAt(outside, address));
      return files.length === 0 ? [] : [[address, files] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** Takes a script apart: a first line, its parameters, then whole files; anything else is a failure. */
function filesIn(script: string): string[] {
  if (script === "") return [];
  const [, files = ""] = /^#!\/bin\/bash\n(?:export [A-Z_]+='[^']*'\n)*([\s\S]*)$/.exec(script) ?? [];
  const order: string[] = [];
  let rest = files;
  while (rest !== "") {
    const next = [...BOOT_FILES].find(([, text]) => rest.startsWith(text));
    if (next === undefined) throw new Error(`not the text of a file below modules/:\n${rest.slice(0, 500)}`);
    order.push(next[0]);
    rest = rest.slice(next[1].length);
  }
  expect(order.shift()).toBe("machine/boot/opening.sh");
  expect(order).not.toEqual([]);
  return order;
}

function readBootFiles(): ReadonlyMap<string, string> {
  const names = readdirSync(MODULES, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".sh"),
  );
  return new Map(names.map((name) => [name, readFileSync(join(MODULES, name), "utf8")]));
}
