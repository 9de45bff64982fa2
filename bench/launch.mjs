/**
 * What starting main.ts costs, by ways to start it: the figures of docs/launcher.md.
 *
 *     node bench/launch.mjs [ROUNDS] [NODE ...]
 *
 * A NODE is the path of another Node to measure. Median of ROUNDS runs (7 by default), in milliseconds.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";

const root = resolve(import.meta.dirname, "..");
const [rounds = "7", ...others] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "tiers-launch-"));
process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));

const bundle = join(scratch, "main.cjs");
buildSync({
  absWorkingDir: root,
  entryPoints: ["main.ts"],
  outfile: bundle,
  bundle: true,
  platform: "node",
  target: "node20",
  // Where boot scripts are looked for.
  define: { __dirname: JSON.stringify(join(root, "modules/machine")) },
});
const cached = join(scratch, "cached.cjs");
writeFileSync(
  cached,
  `require("node:module").enableCompileCache?.(${JSON.stringify(join(scratch, "cache"))}); require("./main.cjs");`,
);

const launcher = join(root, "bin/synth.mjs");
const tsx = ["--import", "tsx", join(root, "main.ts")];
const forget = () => rmSync(join(root, "node_modules/.cache/tiers"), { recursive: true, force: true });
const NODE_COMPILE_CACHE = join(scratch, "tsx-cache");

/** How it is started, and what is done before. */
const WAYS = {
  "launcher, nothing changed": { args: [launcher], before: (run) => [run(), run()] },
  "launcher, first run": { args: [launcher], before: forget },
  tsx: { args: tsx, before: (run) => run() },
  "tsx, compile cache": { args: tsx, env: { NODE_COMPILE_CACHE }, before: (run) => run() },
  bundle: { args: [bundle] },
  "bundle, compile cache": { args: [cached], before: (run) => run() },
};

for (const node of [process.execPath, ...others]) {
  console.log(spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim());
  for (const [name, { args, env = {}, before = () => undefined }] of Object.entries(WAYS)) {
    const run = () => start(node, args, env);
    const times = Array.from({ length: Number(rounds) }, () => {
      before(run);
      return run();
    });
    console.log(`  ${name.padEnd(28)} ${times.sort((a, b) => a - b)[times.length >> 1].toFixed(0)}`);
  }
}

function start(node, args, env) {
  const started = performance.now();
  const { status, stderr } = spawnSync(node, args, {
    cwd: root,
    env: { ...process.env, ...env, CDKTF_OUTDIR: join(scratch, "out") },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - started;
}
