/** What the pages for contributors name is there: files, exports, commands, other pages. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";

const ROOT = join(__dirname, "..", "..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

const PAGES = ["CONTRIBUTING.md", ...readdirSync(join(ROOT, "docs")).map((name) => join("docs", name))];
const ROOMS = /^(net|terraform|aws|modules|stacks|review|handoff|bin|bench|docs|__tests__)\//;

/** Code in the running text; what stands in blocks may be only about to be written. */
const codeIn = (page: string): readonly string[] =>
  [
    ...read(page)
      .replaceAll(/^```[\s\S]*?^```/gm, "")
      .matchAll(/`([^`]+)`/g),
  ].map(([, code = ""]) => code);

describe.each(PAGES)("%s", (page) => {
  test("its links lead somewhere", () => {
    const links = [...read(page).matchAll(/\]\(([^)#:]+)[^):]*\)/g)].map(([, target = ""]) => target);
    expect(links.filter((target) => !existsSync(join(ROOT, dirname(page), target)))).toEqual([]);
  });

  test("the files that it names are there", () => {
    const files = codeIn(page).filter((code) => ROOMS.test(code) && !/[\s*]/.test(code));
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  test("the exports that it names are in the files that it names", () => {
    const exports = [...read(page).matchAll(/`(\w+)` \(`([^`]+\.ts)`\)/g)];
    const missing = exports.filter(
      ([, name = "", file = ""]) => !new RegExp(`^export .*\\b${name}\\b`, "m").test(read(file)),
    );
    expect(missing.map(([text]) => text)).toEqual([]);
  });

  test("the commands that it names are in package.json", () => {
    const { scripts } = JSON.parse(read("package.json"));
    const named = [...read(page).matchAll(/npm (?:run ([\w:]+)|(test)\b)/g)].map(([, a, b]) => a ?? b ?? "");
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

test("every page can be found from the first ones", () => {
  const linked = ["README.md", "CONTRIBUTING.md", "docs/architecture.md"].map(read).join("\n");
  expect(readdirSync(join(ROOT, "docs")).filter((name) => !linked.includes(name))).toEqual([]);
});

test("the glossary has every word once", () => {
  const words = [...read("docs/glossary.md").matchAll(/^\| ([^|]+?) +\|/gm)].map(([, word]) => word);
  const rows = words.filter((word) => word !== "word" && !/^-+$/.test(word ?? ""));
  expect(rows.length).toBeGreaterThan(30);
  expect(rows.filter((word, i) => rows.indexOf(word) !== i)).toEqual([]);
});
