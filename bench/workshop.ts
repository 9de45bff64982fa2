/** Temporary projects to time: node_modules linked from here, plain CDKTF compiled or as its template has it. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { buildSync } from "esbuild";

/** The project's folder. */
export const root = dirname(__dirname);

const SCRIPTS = [
  "modules/nat/boot/nat.sh",
  "modules/compute/boot/wait-for-network.sh",
  "modules/compute/boot/web.sh",
];

const folders: string[] = [];
process.once("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new folder, deleted when the process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tiers-bench-"));
  folders.push(folder);
  return folder;
}

/** A folder with our node_modules, and the plain networks as CommonJS, one file a source, as `tsc` would leave them. */
export function compiledProject(): string {
  const folder = temporaryFolder();
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  buildSync({
    entryPoints: plainSources(),
    outdir: folder,
    format: "cjs",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  copyScripts(folder);
  return folder;
}

/** Not what a reader runs. */
const LEFT_OUT = new Set(["node_modules", "cdktf.out", "coverage", "__tests__", "bench", "docs"]);

/** Copies what a reader runs: every room but those of tests, benchmarks and pages. */
export function copySources(folder: string): void {
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    const wanted = entry.isDirectory() ? !entry.name.startsWith(".") : /\.(ts|js|json)$/.test(entry.name);
    if (wanted && !LEFT_OUT.has(entry.name))
      cpSync(join(root, entry.name), join(folder, entry.name), { recursive: true });
  }
}

/** A copy of our sources with a node_modules of its own, for runs that change something. */
export function copyOfProject(): string {
  const folder = temporaryFolder();
  copySources(folder);
  mkdirSync(join(folder, "node_modules"));
  for (const name of readdirSync(join(root, "node_modules")).filter((name) => !name.startsWith("."))) {
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
  return folder;
}

/**
 * A folder as `cdktf init --template=typescript` leaves it, with the plain network as its main.ts; TypeScript 5.9, because
 * the template's own choice no longer works. ts-node is installed into it: only this comparison needs it.
 */
export function templateProject(): string {
  const folder = temporaryFolder();
  const template = join(root, "node_modules/cdktf-cli/bundle/templates/typescript");
  cpSync(join(template, "tsconfig.json"), join(folder, "tsconfig.json"));
  const config = {
    language: "typescript",
    app: "npx ts-node main.ts",
    projectId: "plain",
    sendCrashReports: "false",
  };
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify(config));
  writeFileSync(join(folder, "package.json"), '{ "name": "plain", "private": true }');
  for (const source of plainSources())
    cpSync(source, join(folder, basename(source).replace("one.ts", "main.ts")));
  copyScripts(folder);
  installTsNode(folder);
  return folder;
}

function plainSources(): readonly string[] & string[] {
  const folder = join(root, "bench/plain");
  return readdirSync(folder).map((name) => join(folder, name));
}

function copyScripts(folder: string): void {
  for (const script of SCRIPTS) cpSync(join(root, script), join(folder, basename(script)));
}

function installTsNode(folder: string): void {
  const args = ["install", "--no-save", "--no-audit", "--no-fund", "--legacy-peer-deps", "ts-node@10.9.2"];
  const done = spawnSync("npm", args, { cwd: folder, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`npm ${args.join(" ")} failed:\n${done.stderr}`);
  for (const name of ["cdktf", "constructs", "@cdktf", "cdktf-cli", "typescript", "@types"]) {
    const link = join(folder, "node_modules", name);
    rmSync(link, { recursive: true, force: true });
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link);
  }
}
