/** `.tiers-handoff.json`: which files of a folder a hand-off wrote, so that no other file is ever overwritten. */
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, objectAt, parseJson } from "../../terraform/json";
import type { Files } from "../handoff";

export const MARKER = ".tiers-handoff.json";

/** What Terraform itself leaves in a folder where it runs; it is kept. */
const TERRAFORMS_OWN = new Set([".terraform", ".terraform.lock.hcl"]);

/** What is in a folder, compared with what its marker says. */
export type Folder =
  | { readonly kind: "absent" }
  /** `reason` completes "the folder …". */
  | { readonly kind: "foreign"; readonly reason: string }
  | {
      readonly kind: "ours";
      /** Hashes by path, as written. */
      readonly written: Readonly<Record<string, string>>;
      /** Files of the hand-off that are not as written any more: `main.tf.json was changed`. */
      readonly touched: readonly string[];
      /** Files that are not of the hand-off. */
      readonly others: readonly string[];
      /** Terraform's own files and folders. */
      readonly terraforms: readonly string[];
    };

export function markerOf(files: Files): string {
  const hashes = Object.fromEntries(
    Object.entries(files)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, text]) => [path, hashOf(text)]),
  );
  const note = "Written by tiers handoff, which replaces these files and no others.";
  return `${JSON.stringify({ note, version: 1, sha256: hashes }, null, 2)}\n`;
}

export function inspect(folder: string): Folder {
  if (!existsSync(folder)) return { kind: "absent" };
  if (!lstatSync(folder).isDirectory()) return { kind: "foreign", reason: "is not a folder" };
  const { files, terraforms } = contentOf(folder);
  if (files.length === 0 && terraforms.length === 0) return { kind: "absent" };
  if (!files.includes(MARKER))
    return { kind: "foreign", reason: `has no ${MARKER}: it was not written by a hand-off` };
  const marker = parseJson(readFileSync(join(folder, MARKER), "utf8"), join(folder, MARKER));
  if (!isObject(marker) || marker["version"] !== 1)
    return { kind: "foreign", reason: `has a ${MARKER} of another version` };
  const written = Object.fromEntries(
    Object.entries(objectAt(marker, "sha256")).map(([path, hash]) => [path, String(hash)]),
  );
  const touched = Object.entries(written).flatMap(([path, hash]) => {
    if (!files.includes(path)) return [`${path} was deleted`];
    return hashOf(readFileSync(join(folder, path), "utf8")) === hash ? [] : [`${path} was changed`];
  });
  const others = files.filter((path) => path !== MARKER && !Object.hasOwn(written, path));
  return { kind: "ours", written, touched, others, terraforms };
}

export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

interface Content {
  readonly files: readonly string[];
  readonly terraforms: readonly string[];
}

/** Links are files here, wherever they lead. */
function contentOf(folder: string, below = ""): Content {
  const entries = readdirSync(join(folder, below), { withFileTypes: true }).map((entry): Content => {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (TERRAFORMS_OWN.has(entry.name)) return { files: [], terraforms: [path] };
    return entry.isDirectory() ? contentOf(folder, path) : { files: [path], terraforms: [] };
  });
  return {
    files: entries.flatMap(({ files }) => files).sort(),
    terraforms: entries.flatMap(({ terraforms }) => terraforms).sort(),
  };
}
