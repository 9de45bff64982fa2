/** Says whether a hand-off's folder is what the stack would give today. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Handoff } from "../handoff";
import { hashOf, inspect } from "./marker";

/** These depend on the previous hand-off too; without it, they only have to be as they were written. */
const UPGRADE_FILES = ["CHANGES.md", "moved.tf.json"];

/**
 * One line a difference, e.g. `main.tf.json differs`; none for a folder that is up to date.
 * @param withPrevious whether `upgrade` was made from a previous hand-off
 */
export function differences(
  folder: string,
  { files, upgrade }: Handoff,
  withPrevious: boolean,
): readonly string[] {
  const present = inspect(folder);
  if (present.kind === "absent") return ["there is no hand-off"];
  if (present.kind === "foreign") return [`the folder ${present.reason}`];
  const kept = withPrevious ? [] : UPGRADE_FILES;
  const wanted = withPrevious ? { ...files, ...upgrade } : files;
  const wrong = Object.entries(wanted).flatMap(([path, text]) => {
    const file = join(folder, path);
    if (!existsSync(file)) return [`${path} is missing`];
    return hashOf(readFileSync(file, "utf8")) === hashOf(text) ? [] : [`${path} differs`];
  });
  const stale = Object.keys(present.written).filter(
    (path) => !Object.hasOwn(wanted, path) && !kept.includes(path),
  );
  const edited = present.touched.filter((what) => kept.some((path) => what.startsWith(`${path} `)));
  return [
    ...wrong,
    ...edited,
    ...stale
      .filter((path) => existsSync(join(folder, path)))
      .map((path) => `${path} is not of this hand-off`),
    ...present.others.map((path) => `${path} is not of the hand-off`),
  ].sort();
}
