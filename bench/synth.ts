/** `npm run synth` against loading alone, and against a plain CDKTF project of one network. */
import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { buildSync } from "esbuild";
import type { Row } from "./row";
import { alternate, type Command, runOnce } from "./timing";
import { copyOfProject, root, templateProject, temporaryFolder } from "./workshop";

/** What `npm run synth` runs, into a folder of its own. */
function synth(): { readonly command: Command; readonly out: string } {
  const out = join(temporaryFolder(), "cdktf.out");
  const run = [process.execPath, "bin/synth.mjs"] as const;
  return { command: { run, cwd: root, env: { CDKTF_OUTDIR: out } }, out };
}

export function synthAgainstLoading(): readonly Row[] {
  const { command, out } = synth();
  runOnce(command);
  const loader = join(root, "node_modules/.cache/tiers-bench-loader.cjs");
  writeFileSync(loader, loaderOf(importsOf("main.ts"), out, temporaryFolder()));
  const copy = copyOfProject();
  const { ours, edited, first, theirs } = alternate(15, {
    ours: command,
    theirs: { run: [process.execPath, loader], cwd: root },
    edited: { ...command, cwd: copy, before: () => appendFileSync(join(copy, "main.ts"), "// edited\n") },
    first: { ...command, cwd: copy, before: () => rmSync(join(copy, "node_modules/.cache"), ALL) },
  });
  const loading = "loading `cdktf` and the bindings, writing the same bytes";
  const row = { against: loading, theirs: theirs.wall };
  return [
    {
      ...row,
      what: "`npm run synth`, four networks, whole process",
      ours: ours.wall,
      target: { kind: "at-most", times: 1.5 },
    },
    { ...row, what: "the same, after an edit", ours: edited.wall, target: { kind: "none" } },
    { ...row, what: "the same, for the first time", ours: first.wall, target: { kind: "none" } },
  ];
}

/** What it costs to prove every promise of the four networks before they are written. */
export function synthAgainstUnproved(): readonly Row[] {
  const proved = copyOfProject();
  const unproved = copyOfProject();
  const main = join(unproved, "main.ts");
  const [text, without] = [
    readFileSync(main, "utf8"),
    readFileSync(main, "utf8").replace(/^judgeWith\(.*\n/m, ""),
  ];
  if (text === without) throw new Error("main.ts has no judge to leave out");
  writeFileSync(main, without);
  const run = [process.execPath, "bin/synth.mjs"] as const;
  const { ours, theirs } = alternate(25, { ours: { run, cwd: proved }, theirs: { run, cwd: unproved } });
  return [
    {
      what: "`npm run synth`, four networks, promises proved",
      against: "the same, nothing proved",
      ours: ours.wall,
      theirs: theirs.wall,
      target: { kind: "at-most", times: 1.1 },
    },
  ];
}

const ALL = { recursive: true, force: true } as const;

/** The modules of packages that an entry imports, directly or through our sources. */
function importsOf(entry: string): readonly string[] {
  const result = buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    packages: "external",
    platform: "node",
    write: false,
    metafile: true,
    outfile: "unwritten.js",
  });
  const imports = Object.values(result.metafile.outputs).flatMap((output) => output.imports);
  return [...new Set(imports.map(({ path }) => path))].filter((path) => !isBuiltin(path));
}

/** A program that loads the modules, and writes the content of one folder's files into another. */
function loaderOf(modules: readonly string[], from: string, to: string): string {
  const files = readdirSync(from, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(from, name)).isFile(),
  );
  const texts = files.map((name, number) => [join(to, `${number}`), readFileSync(join(from, name), "utf8")]);
  return [
    ...modules.map((module) => `require(${JSON.stringify(module)});`),
    `for (const [path, text] of ${JSON.stringify(texts)}) require("node:fs").writeFileSync(path, text);`,
  ].join("\n");
}

export function synthAgainstTemplate(): readonly Row[] {
  const project = templateProject();
  const quiet = { CHECKPOINT_DISABLE: "1", CI: "1" };
  const { ours, template, cli } = alternate(5, {
    ours: synth().command,
    template: { run: ["npx", "ts-node", "main.ts"], cwd: project, env: quiet },
    cli: { run: [join(root, "node_modules/.bin/cdktf"), "synth"], cwd: project, env: quiet },
  });
  const what = "`npm run synth`, four networks, whole process";
  return [
    {
      what,
      against: "one plain network, `npx ts-node main.ts`",
      ours: ours.wall,
      theirs: template.wall,
      target: { kind: "faster", times: 6 },
    },
    {
      what,
      against: "one plain network, `cdktf synth`",
      ours: ours.wall,
      theirs: cli.wall,
      target: { kind: "faster", times: 8 },
    },
  ];
}
