/** The pages for contributors: steps apply, the compiler names what a step leaves out, and every command runs. */
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { Clone } from "./clone";
import { ROOT } from "./page";

interface Block {
  readonly language: string;
  readonly text: string;
}

const clones: Clone[] = [];
afterAll(() => {
  for (const clone of clones) clone.remove();
});

/** A copy of the project with its tests, in which examples may do as they like. */
function project(): Clone {
  const clone = new Clone();
  clones.push(clone);
  cpSync(join(ROOT, "__tests__"), join(clone.folder, "__tests__"), { recursive: true });
  for (const more of ["bench", "docs", ".gitignore", "README.md", "CONTRIBUTING.md"])
    cpSync(join(ROOT, more), join(clone.folder, more), { recursive: true });
  return clone;
}

function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", body = ""]) => ({
    language,
    text: body,
  }));
}

async function apply(clone: Clone, diffs: readonly Block[]): Promise<void> {
  clone.write("step.diff", diffs.map(({ text }) => text).join(""));
  // Lines around a change may have moved since the page was written.
  const applied = await clone.run("git init -q . && git apply -C1 step.diff");
  expect(applied).toEqual({ code: 0, said: "" });
}

/** The files in which the compiler finds faults. */
async function faultyFiles(clone: Clone): Promise<readonly string[]> {
  const { said } = await clone.run("npx tsc -p .");
  return [
    ...new Set([...said.matchAll(/^(\S+\.ts)\(\d+,\d+\): error/gm)].map(([, file = ""]) => file)),
  ].sort();
}

async function runs(clone: Clone, blocks: readonly Block[]): Promise<void> {
  const commands = blocks.filter(({ language }) => language === "bash");
  for (const command of commands.flatMap(({ text }) => text.trim().split("\n"))) {
    // Not of the room that this test belongs to.
    const { JEST_ROOM: _, ...env } = process.env;
    const { code, said } = await clone.run(command, env);
    if (code !== 0) throw new Error(`${command}\n${said}`);
  }
}

test("adding an AWS type: the compiler names what is left out, and the finished type works", async () => {
  const clone = project();
  const blocks = blocksOf("docs/add-an-aws-type.md");
  const [kind, ...rest] = blocks.filter(({ language }) => language === "diff");
  if (kind === undefined) throw new Error("the page has no steps");
  await apply(clone, [kind]);
  expect(await faultyFiles(clone)).toEqual([
    "aws/types/interface-kinds.ts",
    "review/model/build.ts",
    "review/read/describe/describe.ts",
  ]);
  await apply(clone, rest);
  expect(await faultyFiles(clone)).toEqual([]);
  await runs(clone, blocks);
}, 240_000);

test("adding a check: its steps compile, and its test passes", async () => {
  const clone = project();
  const blocks = blocksOf("docs/add-a-check.md");
  await apply(
    clone,
    blocks.filter(({ language }) => language === "diff"),
  );
  await runs(clone, blocks);
}, 240_000);

test("contributing: the commands of every day", async () => {
  await runs(project(), blocksOf("CONTRIBUTING.md"));
}, 240_000);
