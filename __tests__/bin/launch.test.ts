/** The launcher in a small project of its own: what it runs is always what the sources say now. */
import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";

const repository = resolve(__dirname, "..", "..");
const CACHE = "node_modules/.cache/tiers";
const project = mkdtempSync(join(tmpdir(), "tiers-launch-"));

/** Every file has the time of every other, so that a time tells nothing. */
const SOME_TIME = new Date(1_700_000_000_000);

function write(path: string, text: string): void {
  const file = join(project, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
  utimesSync(file, SOME_TIME, SOME_TIME);
}

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function run(args: readonly string[] = [], cwd: string = project): Promise<Outcome> {
  const argv = [join(project, "start.mjs"), ...args];
  const options = { cwd, env: { ...process.env, NO_COLOR: "1" } };
  return new Promise((done) => {
    execFile(process.execPath, argv, options, (error, out, err) =>
      done({ code: error === null ? 0 : Number(error.code), out: out.trim(), err }),
    );
  });
}

const main = `import { word } from "greeting";
import { sides } from "./parts/sides";
import { place } from "./parts/place";
if (process.argv[2] === "fail") throw new RangeError("too far");
if (process.argv[2] === "later") setTimeout(() => { throw new RangeError("too late"); });
console.log([word, sides, place, ...process.argv.slice(2)].join(" "));
`;

beforeAll(() => {
  for (const name of readdirSync(join(repository, "bin")).filter((one) => one.endsWith(".mjs"))) {
    cpSync(join(repository, "bin", name), join(project, "bin", name));
  }
  cpSync(join(repository, "tsconfig.json"), join(project, "tsconfig.json"));
  write("package.json", "{}");
  write("start.mjs", 'import { launch } from "./bin/launch.mjs"; await launch("main.ts");');
  write("main.ts", main);
  write("parts/sides.ts", "export const sides: number = 4;\n");
  write(
    "parts/place.ts",
    'import { basename } from "node:path";\nexport const place = basename(__dirname);\n',
  );
  write("node_modules/greeting/index.js", 'exports.word = "hello";\n');
  for (const name of ["esbuild", "@jridgewell"])
    symlinkSync(join(repository, "node_modules", name), join(project, "node_modules", name));
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

test("two first runs at once both work, pass arguments on, and __dirname is the source's folder", async () => {
  const runs = await Promise.all([run(["one"]), run(["two"], tmpdir())]);
  expect(runs.map(({ out }) => out)).toEqual(["hello 4 parts one", "hello 4 parts two"]);
});

test("the next run reads its bundles, and no run leaves anything but them", async () => {
  const written = () => cached().map((name) => [name, statSync(join(project, CACHE, name)).mtimeMs]);
  const before = written();
  expect((await run()).out).toBe("hello 4 parts");
  expect(written()).toEqual(before);
  expect(readdirSync(project).sort()).toEqual(
    ["bin", "main.ts", "node_modules", "package.json", "parts", "start.mjs", "tsconfig.json"].sort(),
  );
});

function cached(): readonly string[] {
  return readdirSync(join(project, CACHE)).sort();
}

test.each([
  // what changes                                     how                                               then
  ["a source of the same size and time", () => rewriteUnseen("parts/sides.ts", "4", "5"), "hello 5 parts"],
  [
    "a package of the same size and time",
    () => rewriteUnseen("node_modules/greeting/index.js", "hello", "howdy"),
    "howdy 5 parts",
  ],
  [
    "a new file that takes an import over",
    () => write("parts/sides.tsx", "export const sides = 6;\n"),
    "howdy 6 parts",
  ],
  ["and gone again", () => rmSync(join(project, "parts/sides.tsx")), "howdy 5 parts"],
  ["the cache is cut short", () => cutCache(), "howdy 5 parts"],
])("%s: the next run is right", async (_, change, then) => {
  change();
  expect((await run()).out).toBe(then);
  expect((await run()).out).toBe(then);
});

/** Another text of the same length, and the same time. */
function rewriteUnseen(path: string, from: string, to: string): void {
  const before = statSync(join(project, path));
  write(path, readFileSync(join(project, path), "utf8").replace(from, to));
  expect(statSync(join(project, path))).toMatchObject({
    mtimeMs: before.mtimeMs,
    size: before.size,
    ino: before.ino,
  });
}

/** As after a crash of the machine: names without their content. */
function cutCache(): void {
  for (const name of cached()) if (!name.endsWith(".json")) write(join(CACHE, name), "");
}

test.each([
  ["at once", "fail", /^RangeError: too far\n {4}at main\.ts:4:\d+\n$/],
  ["later", "later", /^RangeError: too late\n {4}at .*main\.ts:5:\d+\)?\n$/],
])("an error thrown %s names the TypeScript line", async (_, word, message) => {
  const { code, err } = await run([word]);
  expect(code).toBe(1);
  expect(err).toMatch(message);
});

test("a fault of syntax is shown as esbuild shows it", async () => {
  write("main.ts", "const port: = 80;\n");
  const { code, err } = await run();
  expect(code).toBe(1);
  expect(err).toContain("main.ts:1:12:");
  expect(err).toContain("const port: = 80;");
});

test("a copy of the project with the same node_modules runs its own sources, and the project its own", async () => {
  const copy = mkdtempSync(join(tmpdir(), "tiers-launch-copy-"));
  try {
    const isShared = (path: string) => path === join(project, "node_modules");
    cpSync(project, copy, { recursive: true, filter: (path) => !isShared(path) });
    symlinkSync(join(project, "node_modules"), join(copy, "node_modules"));
    write("main.ts", 'console.log("project");\n');
    writeFileSync(join(copy, "main.ts"), 'console.log("copy");\n');
    for (const [folder, word] of [
      [copy, "copy"],
      [project, "project"],
    ] as const)
      expect(await said(join(folder, "start.mjs"))).toBe(word);
  } finally {
    rmSync(copy, { recursive: true });
  }
});

function said(program: string): Promise<string> {
  return new Promise((done) => {
    execFile(process.execPath, [program], (_, out) => done(out.trim()));
  });
}
