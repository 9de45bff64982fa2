/** Writes a hand-off's folder whole or not at all, and never over anything that a hand-off did not write. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type Issue, throwIssues } from "../../net/issue";
import type { IssueCode } from "../../net/issue-codes";
import type { Files } from "../handoff";
import { type Folder, inspect, MARKER, markerOf } from "./marker";

/** Why the folder must not be replaced by these files, if it must not. */
export function obstacles(folder: string, files: Files): readonly Issue[] {
  return refusals(folder, inspect(existsSync(folder) ? realpathSync(folder) : folder), files);
}

/** @throws {InputError} when the folder holds what must not be lost; it is left as it is */
export function writeFolder(folder: string, files: Files): void {
  throwIssues(obstacles(folder, files));
  const target = existsSync(folder) ? realpathSync(folder) : resolve(folder);
  const present = inspect(target);
  mkdirSync(dirname(target), { recursive: true });
  // Beside the target, so that the rename stays on one file system.
  const fresh = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  try {
    fill(fresh, { ...files, [MARKER]: markerOf(files) });
    chmodSync(fresh, 0o755);
    replace(target, fresh, present);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
}

function refusals(folder: string, present: Folder, files: Files): readonly Issue[] {
  switch (present.kind) {
    case "absent":
      return [];
    case "foreign":
      return [issue("folder-foreign", folder, present.reason, "name another folder, or a new one")];
    case "ours":
      return [
        ...present.touched
          .filter((what) => !what.endsWith(" was deleted"))
          .map((what) =>
            issue("file-changed", folder, what, "keep the change elsewhere, then delete the file"),
          ),
        ...present.others.map((path) =>
          issue(
            "file-foreign",
            folder,
            `${path} is not of the hand-off`,
            "move it away; a root of your own can use the module",
          ),
        ),
        ...(Object.hasOwn(present.written, "moved.tf.json") && !Object.hasOwn(files, "moved.tf.json")
          ? [
              issue(
                "moves-lost",
                folder,
                "moved.tf.json would be lost, and with it what keeps renamed resources from being destroyed",
                `give --previous ${folder}`,
              ),
            ]
          : []),
      ];
  }
}

function issue(code: IssueCode, path: string, problem: string, fix: string): Issue {
  return { code, path, problem, fix };
}

function fill(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Two renames; what Terraform keeps in the folder moves along, and comes back if the second one fails. */
function replace(target: string, fresh: string, present: Folder): void {
  if (!existsSync(target)) {
    renameSync(fresh, target);
    return;
  }
  const old = `${fresh}-old`;
  renameSync(target, old);
  try {
    renameSync(fresh, target);
  } catch (error) {
    renameSync(old, target);
    throw error;
  }
  for (const path of terraformsIn(present)) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    renameSync(join(old, path), join(target, path));
  }
  rmSync(old, { recursive: true, force: true });
}

function terraformsIn(present: Folder): readonly string[] {
  return present.kind === "ours" ? present.terraforms : [];
}
