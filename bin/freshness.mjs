/**
 * Whether the files a bundle was made from are still the same files.
 *
 * Our sources are compared by content, package files by inode, size and times (a change time cannot be set by hand).
 * The names in each folder are compared too, because a new file can take over an import from an old one.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";

/** A path and what was true of it. @typedef {readonly [path: string, print: string]} Print */

/** @param {string | Uint8Array} data */
export const hash = (data) => createHash("sha256").update(data).digest("hex");

/** Content of a file. @param {string} path */
export const contentPrint = (path) => hash(readFileSync(path));

/** Names in a folder that an import could mean. @param {string} path */
export function namesPrint(path) {
  const matters = basename(path) === "node_modules" ? isPackage : isSource;
  return hash(readdirSync(path).filter(matters).sort().join("\n"));
}

/** @param {string} name */
const isSource = (name) => /\.([cm]?[jt]sx?|json)$/.test(name);

/** @param {string} name */
const isPackage = (name) => !name.startsWith(".");

/** Inode, size and times of a file or folder. @param {string} path */
export function statPrint(path) {
  const { ino, size, mtimeMs, ctimeMs } = statSync(path);
  return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
}

/**
 * True if each path still has its print; a path that is gone has none.
 * @param {readonly Print[]} prints
 * @param {(path: string) => string} printOf
 */
export function unchanged(prints, printOf) {
  try {
    return prints.every(([path, print]) => printOf(path) === print);
  } catch {
    return false;
  }
}

/**
 * The folders that an import in one of the files is looked for in: its own and those above, up to `top`.
 * @param {readonly string[]} files
 * @param {string} top
 */
export function foldersAbove(files, top) {
  const folders = new Set();
  for (const file of files) {
    for (
      let folder = dirname(file);
      !folders.has(folder) && folder !== dirname(folder);
      folder = dirname(folder)
    ) {
      folders.add(folder);
      if (folder === top) break;
    }
  }
  return [...folders];
}

/**
 * True if a file changed so shortly before `since` that a second change could leave it with the same times.
 * @param {readonly string[]} files
 * @param {number} since milliseconds since 1970
 */
export function changedSince(files, since) {
  return files.some((path) => statSync(path).ctimeMs >= since);
}
