/**
 * Which of two command lines deploys on this Node: `cdktf`, whose terminal library has a native part for versions up to
 * 22 only, or its successor `cdktn`, which npm installs from the version that it needs. Both read cdktf.json, write
 * cdktf.out and keep the state in the same place, so either goes on where the other stopped.
 */
import { createRequire } from "node:module";
import { join } from "node:path";

/** The oldest Node of cdktn-cli, as its package.json says. */
const CDKTN_NEEDS = [22, 19];

const TERMINAL = "@cdktf/node-pty-prebuilt-multiarch";

/**
 * @typedef {{ readonly kind: "found", readonly program: string }} Found
 * @typedef {{ readonly kind: "none", readonly why: string }} None
 */

/**
 * @param {string} folder where packages are looked for, and in the folders above
 * @param {string} node version of Node, such as "24.1.0"
 * @returns {Found | None}
 */
export function chooseCli(folder, node) {
  const { resolve } = createRequire(join(folder, "package.json"));
  const cdktf = resolved(resolve, "cdktf-cli/bundle/bin/cdktf");
  const cdktn = resolved(resolve, "cdktn-cli/bin/cdktn");
  const fault = cdktf === undefined ? "is not installed" : terminalFault(createRequire(cdktf));
  const isNewEnough = isAtLeast(node, CDKTN_NEEDS);
  if (cdktf !== undefined && fault === undefined) return { kind: "found", program: cdktf };
  if (cdktn !== undefined && isNewEnough) return { kind: "found", program: cdktn };
  return { kind: "none", why: explain(node, fault ?? "", isNewEnough) };
}

/** @param {NodeJS.RequireResolve} resolve @param {string} id */
function resolved(resolve, id) {
  try {
    return resolve(id);
  } catch {
    return undefined;
  }
}

/**
 * Loads the native part, as nothing else tells whether this Node takes it; undefined if it does.
 * @param {NodeJS.Require} require
 */
function terminalFault(require) {
  const { error } = console;
  // The library prints each failed attempt.
  console.error = () => undefined;
  try {
    require(nativePart(require));
    return undefined;
  } catch (fault) {
    const code = fault instanceof Error && "code" in fault ? ` (${fault.code})` : "";
    return `has no terminal library for this Node${code}`;
  } finally {
    console.error = error;
  }
}

/** On Windows the library itself loads it only when a terminal is opened. @param {NodeJS.Require} require */
function nativePart(require) {
  if (process.platform !== "win32") return TERMINAL;
  return (
    require(`${TERMINAL}/lib/prebuild-file-path`).winConPtyPath ?? `${TERMINAL}/build/Release/conpty.node`
  );
}

/** @param {string} version @param {readonly number[]} least major and minor */
function isAtLeast(version, [leastMajor = 0, leastMinor = 0]) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/** @param {string} node @param {string} fault of cdktf @param {boolean} isNewEnough for cdktn */
function explain(node, fault, isNewEnough) {
  const needs = `Node ${CDKTN_NEEDS.join(".")}`;
  const [cdktn, fix] = isNewEnough
    ? ["is not installed: npm leaves it out on an older Node", "Run `npm ci` with this Node."]
    : [`needs ${needs} or newer`, `Run \`npm ci\` with this Node, or with ${needs} or newer.`];
  return `Nothing that deploys runs on Node ${node}:\n  cdktf-cli ${fault}\n  cdktn-cli ${cdktn}\n${fix}`;
}
