/** Makes the bundles of an entry with esbuild; loaded only when something has changed. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { basename, dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { decode } from "@jridgewell/sourcemap-codec";
import { keepRecord, keepScript, packagesUnchanged, readRecord, readScript } from "./bundle-cache.mjs";
import {
  changedSince,
  contentPrint,
  foldersAbove,
  hash,
  namesPrint,
  statPrint,
  unchanged,
} from "./freshness.mjs";
import { ROOMS } from "./source-lines.mjs";

// As an import it would first be searched for the names it exports, which takes as long as running it.
/** @type {typeof import("esbuild")} */
const esbuild = createRequire(import.meta.url)("esbuild");

/** Times of files have steps of a few milliseconds; a file changed within this span could change again unseen. */
const CLOCK_STEP_MS = 50;

/** Another launcher makes other bundles, so its files are among the sources of each. */
const LAUNCHER = ["bundle.mjs", "bundle-cache.mjs", "freshness.mjs"].map((name) =>
  join(dirname(fileURLToPath(import.meta.url)), name),
);

const COMMON = /** @type {const} */ ({
  bundle: true,
  write: false,
  metafile: true,
  format: "cjs",
  platform: "node",
  target: "node20",
});

/**
 * The bundles of an entry, freshly made and kept; undefined if a source is faulty, after esbuild has printed why.
 * @param {string} root @param {string} entry
 * @returns {Promise<import("./bundle-cache.mjs").Bundle | undefined>}
 */
export async function buildBundle(root, entry) {
  const started = Date.now() - CLOCK_STEP_MS;
  const own = await bundleOwn(root, entry);
  if (own === undefined) return undefined;
  const packages = oldPackages(root, entry, own) ?? (await bundlePackages(root, own.imports));
  const kept = keepScript(root, own.code, { map: own.map, userLines: userLines(own.map) });
  const record = {
    sources: own.sources,
    folders: own.folders.map((folder) => print(folder, namesPrint)),
    packages: packages.packages,
    installed: packages.installed,
    imports: own.imports,
    own: kept.name,
    vendor: packages.name,
  };
  const paths = [...own.folders, ...packages.bundled];
  if (!changedSince(paths, started)) keepRecord(root, entry, record);
  return { own: kept.script, vendor: packages.script };
}

/** @param {string} path @param {(path: string) => string} of @returns {import("./freshness.mjs").Print} */
const print = (path, of) => [path, of(path)];

/** Bundles our sources and notes each as it was when esbuild got it. @param {string} root @param {string} entry */
async function bundleOwn(root, entry) {
  const tsconfig = join(root, "tsconfig.json");
  const config = readFileSync(tsconfig, "utf8");
  const sources = [...LAUNCHER, join(root, "package.json")].map((path) => print(path, contentPrint));
  sources.push([tsconfig, hash(config)]);
  const result = await esbuild
    .build({
      ...COMMON,
      absWorkingDir: root,
      entryPoints: [entry],
      outfile: "node_modules/.cache/tiers/own.js",
      packages: "external",
      sourcemap: "external",
      sourcesContent: false,
      tsconfigRaw: config,
      supported: { "dynamic-import": false },
      plugins: [sourceFolders((path, content) => sources.push([path, hash(content)]))],
    })
    .catch(explained);
  if (result === undefined) return undefined;
  const file = (/** @type {string} */ end) =>
    result.outputFiles.find(({ path }) => path.endsWith(end))?.text ?? "";
  const folders = foldersAbove(
    sources.map(([path]) => path),
    root,
  );
  return { sources, folders, code: file(".js"), map: file(".map"), imports: importsOf(result.metafile) };
}

const OURS = new RegExp(`^(\\.\\./)*(${ROOMS.join("|")})/`);

/**
 * The part of a source map that leads to the user's files, ready to be used: for lines of the bundle (the first is 0),
 * their columns, and where in the sources these come from. So little that it can be read on every synth.
 * @param {string} map
 * @returns {string} JSON of {@link import("./source-lines.mjs").UserLines}
 */
function userLines(map) {
  /** @type {{ readonly sources: readonly string[], readonly mappings: string }} */
  const { sources, mappings } = JSON.parse(map);
  const isUsers = sources.map((source) => !OURS.test(source));
  /** @type {Record<number, import("./source-lines.mjs").UserLine>} */
  const lines = {};
  // A line of the bundle is of one source.
  for (const [i, segments] of decode(mappings).entries())
    if (isUsers[segments[0]?.[1] ?? -1])
      lines[i] = segments.map(([column, source, line, at]) => [
        column,
        sources[source ?? 0] ?? "",
        (line ?? 0) + 1,
        (at ?? 0) + 1,
      ]);
  return JSON.stringify(lines);
}

/** What esbuild has already printed needs no second message. @param {unknown} error @returns {undefined} */
function explained(error) {
  if (error instanceof Error && "errors" in error) return undefined;
  throw error;
}

/** The packages' modules that our sources import. @param {import("esbuild").Metafile | undefined} metafile */
function importsOf(metafile) {
  const outputs = Object.values(metafile?.outputs ?? {});
  const external = outputs.flatMap(({ imports }) =>
    imports.filter((one) => one.external).map(({ path }) => path),
  );
  return [...new Set(external)].filter((path) => !isBuiltin(path)).sort();
}

/**
 * The bundle of packages of the last time, if it is the one wanted and this launcher made it.
 * @param {string} root @param {string} entry @param {Pick<import("./bundle-cache.mjs").Record, "sources" | "imports">} own
 */
function oldPackages(root, entry, own) {
  const record = readRecord(root, entry);
  if (record?.imports.join() !== own.imports.join() || !packagesUnchanged(record)) return undefined;
  if (!unchanged(record.sources.slice(0, LAUNCHER.length), contentPrint)) return undefined;
  const script = readScript(root, record.vendor);
  return (
    script && {
      script,
      name: record.vendor,
      packages: record.packages,
      installed: record.installed,
      bundled: [],
    }
  );
}

/**
 * One function for each module, so that a module runs when it is first required. A module that is not there is an
 * error only then, as in Node.
 * @param {string} root @param {readonly string[]} imports
 */
async function bundlePackages(root, imports) {
  const doors = imports.map((id) => JSON.stringify(id));
  const contents = doors.map(
    (id) => `exports[${id}] = () => { try { return require(${id}) } catch (e) { throw e } };`,
  );
  const result = await esbuild.build({
    ...COMMON,
    absWorkingDir: root,
    stdin: { contents: contents.join("\n"), resolveDir: root },
    legalComments: "none",
    minifyWhitespace: true,
    logLevel: "error",
    supported: { "dynamic-import": false },
    plugins: [sourceFolders(() => undefined)],
  });
  const code = result.outputFiles[0]?.text ?? "";
  const inputs = Object.keys(result.metafile.inputs).map((path) => resolve(root, path));
  return { ...keepScript(root, code), ...printPackages(root, inputs.filter(existsSync), imports) };
}

/** The files of packages and all folders in which others could take their place. */
/** @param {string} root @param {readonly string[]} files @param {readonly string[]} imports */
function printPackages(root, files, imports) {
  const top = join(root, "node_modules");
  const named = [".package-lock.json", "esbuild/package.json", ...imports.map(packageName)];
  const folders = [top, ...foldersAbove(files, top)];
  const paths = [...files, ...folders, ...named.map((name) => join(top, name)).filter(existsSync)];
  const isTop = (/** @type {string} */ path) => basename(path) === "node_modules";
  const unique = [...new Set(paths)];
  const bundled = unique.filter((path) => !isTop(path));
  return {
    bundled,
    packages: bundled.map((path) => print(path, statPrint)),
    installed: unique.filter(isTop).map((path) => print(path, namesPrint)),
  };
}

/** @param {string} id */
const packageName = (id) => id.split("/", id.startsWith("@") ? 2 : 1).join("/");

/**
 * Gives each file that asks for them its own `__dirname` and `__filename`, and tells `seen` what it read.
 * @param {(path: string, content: string) => void} seen
 * @returns {import("esbuild").Plugin}
 */
function sourceFolders(seen) {
  return {
    name: "source-folders",
    setup(build) {
      build.onLoad({ filter: /\.([cm]?[jt]sx?|json)$/ }, ({ path }) => {
        const content = readFileSync(path, "utf8");
        seen(path, content);
        const loader = /** @type {import("esbuild").Loader} */ (extname(path).slice(1).replace(/^[cm]/, ""));
        return { contents: loader === "json" ? content : withFolder(content, path), loader };
      });
    },
  };
}

/** On the first line and after its directive, so that lines stay where they are. */
/** @param {string} content @param {string} path */
function withFolder(content, path) {
  if (!/\b__(dirname|filename)\b/.test(content)) return content;
  const names = `const __dirname = ${JSON.stringify(dirname(path))}, __filename = ${JSON.stringify(path)};`;
  return content.replace(/^(#!.*\n)?(\s*["']use strict["'];?)?/, (start) => `${start}${names}`);
}
