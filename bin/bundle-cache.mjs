/**
 * Where bundles are kept: a record for each entry says what its bundles were made from and under which names they lie.
 *
 * Every file is named by its content and put in place by a rename, so runs at the same time cannot see half of one.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { contentPrint, hash, namesPrint, statPrint, unchanged } from "./freshness.mjs";

/**
 * JavaScript to run, with V8's code cache if there is one.
 * @typedef {object} Script
 * @property {string} code
 * @property {string} path what stack traces call it
 * @property {() => string | undefined} sourceMap reads the source map, if there is one
 * @property {() => string | undefined} userLines reads the part of it that leads to the user's files
 * @property {Buffer | undefined} codeCache
 * @property {string} codeCachePath where the code cache belongs
 */

/** @typedef {{ readonly own: Script, readonly vendor: Script }} Bundle */

/**
 * @typedef {object} Record
 * @property {readonly import("./freshness.mjs").Print[]} sources by content
 * @property {readonly import("./freshness.mjs").Print[]} folders by names
 * @property {readonly import("./freshness.mjs").Print[]} packages by inode, size and times
 * @property {readonly import("./freshness.mjs").Print[]} installed node_modules folders, by names
 * @property {string} own name of the bundle of our sources
 * @property {string} vendor name of the bundle of packages
 * @property {readonly string[]} imports what the bundle of packages offers
 */

/** An unused bundle is deleted after an hour. */
const KEEP_UNUSED_MS = 3_600_000;

/** @param {string} root */
export const cacheFolder = (root) => join(root, "node_modules", ".cache", "tiers");

/**
 * By the whole path, because two copies of the project may share one node_modules folder.
 * @param {string} root @param {string} entry
 */
function recordPath(root, entry) {
  const path = relative(root, entry);
  return join(cacheFolder(root), `${path.replace(/\W+/g, "-")}-${hash(entry).slice(0, 8)}.json`);
}

/**
 * The record of an entry; undefined if there is none that can be read.
 * @param {string} root @param {string} entry
 * @returns {Record | undefined}
 */
export function readRecord(root, entry) {
  try {
    return JSON.parse(readFileSync(recordPath(root, entry), "utf8"));
  } catch {
    return undefined;
  }
}

/** True if the packages in the record are the installed ones. @param {Record} record */
export function packagesUnchanged({ installed, packages }) {
  return unchanged(installed, namesPrint) && unchanged(packages, statPrint);
}

/**
 * The bundles of an entry, if all they were made from is unchanged.
 * @param {string} root @param {string} entry
 * @returns {Bundle | undefined}
 */
export function readBundle(root, entry) {
  const record = readRecord(root, entry);
  if (record === undefined || !unchanged(record.folders, namesPrint)) return undefined;
  if (!unchanged(record.sources, contentPrint) || !packagesUnchanged(record)) return undefined;
  const own = readScript(root, record.own);
  const vendor = readScript(root, record.vendor);
  return own && vendor && { own, vendor };
}

/**
 * @param {string} root @param {string} name
 * @returns {Script | undefined}
 */
export function readScript(root, name) {
  const path = join(cacheFolder(root), `${name}.js`);
  const code = readIfThere(path)?.toString("utf8");
  if (code === undefined || !name.endsWith(`-${code.length}`)) return undefined;
  const codeCachePath = codeCachePathOf(path);
  const read = (/** @type {string} */ end) => () => readIfThere(`${path}.${end}`)?.toString("utf8");
  const codeCache = readIfThere(codeCachePath);
  return { code, path, sourceMap: read("map"), userLines: read("lines"), codeCache, codeCachePath };
}

/** @param {string} path */
const codeCachePathOf = (path) => `${path}.${process.versions.v8}-${process.arch}.bin`;

/** @param {string} path */
function readIfThere(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/**
 * Keeps new code under the name of its content.
 * @param {string} root @param {string} code @param {{ readonly map: string, readonly userLines: string }} [sources]
 * @returns {{ readonly name: string, readonly script: Script }}
 */
export function keepScript(root, code, sources) {
  const name = `${hash(code).slice(0, 32)}-${code.length}`;
  const path = join(cacheFolder(root), `${name}.js`);
  if (sources !== undefined) {
    writeAtomically(`${path}.map`, sources.map);
    writeAtomically(`${path}.lines`, sources.userLines);
  }
  writeAtomically(path, code);
  const script = {
    code,
    path,
    sourceMap: () => sources?.map,
    userLines: () => sources?.userLines,
    codeCache: undefined,
    codeCachePath: codeCachePathOf(path),
  };
  return { name, script };
}

/** @param {string} root @param {string} entry @param {Record} record */
export function keepRecord(root, entry, record) {
  writeAtomically(recordPath(root, entry), JSON.stringify(record));
  dropUnused(cacheFolder(root));
}

/**
 * Without a writable folder nothing is kept, and the next run bundles again.
 * @param {string} path @param {string | Uint8Array} data
 */
export function writeAtomically(path, data) {
  const draft = `${path}.${process.pid}.draft`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, data);
    renameSync(draft, path);
  } catch {
    rmSync(draft, { force: true });
  }
}

/** Deletes old bundles that no record names. @param {string} folder */
function dropUnused(folder) {
  try {
    const names = readdirSync(folder);
    const records = names
      .filter((name) => name.endsWith(".json"))
      .map((name) => readFileSync(join(folder, name), "utf8"));
    for (const name of names.filter((name) => !name.endsWith(".json"))) {
      const bundle = name.slice(0, 32);
      const old = Date.now() - statSync(join(folder, name)).mtimeMs > KEEP_UNUSED_MS;
      if (old && !records.some((record) => record.includes(bundle)))
        rmSync(join(folder, name), { force: true });
    }
  } catch {
    // Another run is tidying up at the same moment.
  }
}
