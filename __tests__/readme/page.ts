/** README.md taken apart: its code blocks and tables, in order. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const ROOT = resolve(__dirname, "../..");
export const PAGE = readFileSync(join(ROOT, "README.md"), "utf8");

/** The networks of main.ts, in its order. */
export const NETWORKS: readonly string[] = ["two-tier", "private-web", "multi-subnet", "maintenance"];

export interface Block {
  /** What stands after the fence: `bash`, `ts`, `text`. */
  readonly language: string;
  readonly text: string;
  /** Line of the page on which its text begins. */
  readonly line: number;
  /** The block before it, which a `text` block shows the output of. */
  readonly before: Block | undefined;
}

export const BLOCKS: readonly Block[] = readBlocks();

function readBlocks(): readonly Block[] {
  const blocks: Block[] = [];
  for (const found of PAGE.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)) {
    const [, language = "", text = ""] = found;
    const line = PAGE.slice(0, found.index).split("\n").length + 1;
    blocks.push({ language, text, line, before: blocks.at(-1) });
  }
  return blocks;
}

/** The commands of a `bash` block: one a line, or several joined by `&&`. */
export function commandsOf({ text }: Block): readonly string[] {
  return text.split(/\n| && /).filter((command) => command !== "");
}

/** Commands that need Terraform, or what it wrote; e2e/deploy/readme.test.ts runs them against a local AWS API. */
export const NEEDS_TERRAFORM = /^(npm run (diff|deploy|destroy) --|terraform|ssh) /;

/** The rows of the table whose header begins with these cells, by column. @throws {Error} if there is none */
export function table(...header: readonly string[]): readonly Readonly<Record<string, string>>[] {
  const tables = PAGE.matchAll(/^\|.*\n\|[ |-]+\n(?:\|.*\n)+/gm);
  for (const [text] of tables) {
    const [columns = [], , ...rows] = text.trimEnd().split("\n").map(cellsOf);
    if (!header.every((cell, i) => columns[i] === cell)) continue;
    return rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] ?? ""])));
  }
  throw new Error(`README.md has no table with the columns ${header.join(", ")}`);
}

function cellsOf(row: string): readonly string[] {
  return row
    .slice(1, -1)
    .split("|")
    .map((cell) => cell.trim());
}

/** What stands between backticks. */
export function codeIn(cell = ""): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}
