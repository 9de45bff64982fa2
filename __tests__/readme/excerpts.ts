/**
 * The page's TypeScript, made into programs. A block that begins with `// PATH` is a file. Any other is an excerpt: lines
 * of a stack's constructor if it says `this`, lines of main.ts if it says `app`; names that it uses and does not import
 * are what `modules/`, `net/` and `stacks/` export.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Clone } from "./clone";
import type { Block } from "./page";

/** Where the excerpts' program lies, and where it writes the JSON of the excerpt on a line of the page. */
export const PROGRAM = "readme.ts";
export const outputOf = (block: Block): string => `readme-${block.line}.out`;

/** The place of a block that is a file. */
export function placeOf({ text }: Block): string | undefined {
  return /^\/\/ (\S+\.ts)\n/.exec(text)?.[1];
}

/**
 * Writes the files, and the program that synthesizes every excerpt as main.ts does its networks. It prints, as JSON, what
 * each excerpt failed with, by line of the page.
 * @returns the paths of everything written
 */
export function writePrograms(clone: Clone, blocks: readonly Block[]): readonly string[] {
  for (const block of blocks) {
    const place = placeOf(block);
    if (place !== undefined) clone.write(place, block.text);
  }
  const excerpts = blocks.filter((block) => placeOf(block) === undefined);
  const body = `${excerpts.map(attempt).join("\n")}\nconsole.log(JSON.stringify(failures));\n`;
  clone.write(PROGRAM, `${importsFor(body, clone.folder)}${preamble(clone.read("main.ts"))}${body}`);
  return [PROGRAM, ...blocks.map(placeOf).filter((place) => place !== undefined)];
}

function attempt(block: Block): string {
  const { text, line } = block;
  const build = /\bapp\b/.test(text)
    ? text
    : `class Excerpt extends BaseStack {\n  constructor(app: App, id: string) {\n    super(app, id);\n${text}  }\n}\n` +
      'new Excerpt(app, "multi-subnet");\n';
  return `attempt(${line}, ${JSON.stringify(outputOf(block))}, (app) => {\n${build}});`;
}

/** What main.ts does with its app besides adding networks, so that an excerpt is judged as a network there is. */
function preamble(main: string): string {
  const [, between] = /^const app = new App\(\);\n([\s\S]*?)^app\.synth\(\);/m.exec(main) ?? [];
  if (between === undefined) throw new Error("main.ts does not go from `new App()` to `app.synth()`");
  const judged = between.split("\n").filter((line) => !line.startsWith("new "));
  return `
const failures: Record<number, string> = {};
function attempt(line: number, outdir: string, build: (app: App) => void): void {
  const app = new App({ outdir });
${judged.join("\n")}
  try {
    build(app);
    app.synth();
  } catch (error) {
    failures[line] = String(error);
  }
}
`;
}

function importsFor(body: string, folder: string): string {
  const words = new Set(body.match(/\b[A-Za-z]\w*\b/g));
  const main = readFileSync(join(folder, "main.ts"), "utf8");
  const lines = [...main.matchAll(/^import .*;$/gm)].map(([line]) => line);
  const known = new Set(lines.flatMap((line) => line.match(/\b\w+\b/g) ?? []));
  const own = [...exportsOf(folder)].filter(([name]) => words.has(name) && !known.has(name));
  return [...lines, ...own.map(([name, path]) => `import { ${name} } from "./${path}";`), ""].join("\n");
}

/** Every value that a file of the builder exports, and the file. */
function exportsOf(folder: string): ReadonlyMap<string, string> {
  const files = ["modules", "net", "stacks"].flatMap((room) =>
    readdirSync(join(folder, room), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => `${room}/${name}`),
  );
  const found = files.flatMap((file) =>
    [
      ...readFileSync(join(folder, file), "utf8").matchAll(
        /^export (?:abstract )?(?:class|const|function) (\w+)/gm,
      ),
    ].map(([, name = ""]) => [name, file.replace(/\.ts$/, "")] as const),
  );
  return new Map(found);
}
