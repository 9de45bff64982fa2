/**
 * Runs a TypeScript entry of this project in this process, arguments and all.
 *
 * esbuild makes two bundles of it: `own`, our sources, with a source map, and `vendor`, the packages they import.
 * Both lie in node_modules/.cache/tiers with V8's code cache beside them; esbuild itself is loaded only when
 * something has changed. A bundle is used again only if every source has the same content and every package file
 * the same inode, size and times (freshness.mjs), so an old bundle cannot answer for new sources.
 */
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { readBundle, writeAtomically } from "./bundle-cache.mjs";
import { printFailure, showSourceLines } from "./source-lines.mjs";

/** The project's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Bundles and runs `entry`; what it exports is returned. A fault in a source is printed by esbuild, an uncaught
 * error with the TypeScript lines it came through; both set the exit code to 1.
 * @param {string} entry path of the TypeScript file, from the project's folder
 * @returns {Promise<unknown>}
 */
export async function launch(entry) {
  const file = resolve(root, entry);
  process.on("uncaughtException", fail);
  process.stdout.on("error", endWithReader);
  const bundle = readBundle(root, file) ?? (await build(file));
  return bundle === undefined ? undefined : run(bundle, file);
}

/** @param {unknown} error */
function fail(error) {
  printFailure(error, root);
  process.exit(1);
}

/** As in `tiers matrix | head`: whoever read the output has seen enough. @param {NodeJS.ErrnoException} error */
function endWithReader(error) {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
}

/** @param {string} file */
async function build(file) {
  const { buildBundle } = await import("./bundle.mjs");
  const bundle = await buildBundle(root, file);
  if (bundle === undefined) process.exitCode = 1;
  return bundle;
}

/**
 * @param {import("./bundle-cache.mjs").Bundle} bundle
 * @param {string} file
 */
function run(bundle, file) {
  const nodeRequire = createRequire(file);
  const vendor = evaluate(bundle.vendor, nodeRequire, file);
  /** @param {string} id */
  const load = (id) => (Object.hasOwn(vendor, id) ? vendor[id]() : nodeRequire(id));
  // CDKTF asks for stack traces while it loads; nobody looks at those, and in TypeScript lines they cost most.
  if (Object.hasOwn(vendor, "cdktf")) load("cdktf");
  showSourceLines(bundle.own);
  return evaluate(bundle.own, Object.assign(load, nodeRequire), file);
}

/**
 * Runs one bundle as the CommonJS module it is.
 * @param {import("./bundle-cache.mjs").Script} script
 * @param {NodeJS.Require} require
 * @param {string} file
 */
function evaluate(script, require, file) {
  const wrapper = `(function (exports, require, module, __filename, __dirname) {${script.code}\n})`;
  const compiled = new vm.Script(wrapper, { filename: script.path, cachedData: script.codeCache });
  if (script.codeCache === undefined || compiled.cachedDataRejected)
    keepCodeCache(compiled, script.codeCachePath);
  /** @type {Record<string, () => unknown>} */
  const exports = {};
  const module = { exports, id: ".", filename: file, loaded: false, children: [], paths: [] };
  Object.assign(require, { main: module });
  compiled.runInThisContext()(module.exports, require, module, file, dirname(file));
  module.loaded = true;
  return module.exports;
}

/**
 * Written when the process ends, because only then the cache has the functions that were really used.
 * @param {vm.Script} compiled
 * @param {string} path
 */
function keepCodeCache(compiled, path) {
  process.once("exit", () => writeAtomically(path, compiled.createCachedData()));
}
