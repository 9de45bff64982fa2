/** Boot scripts: real shell files, with their parameters exported in front. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** EC2's limit for user data, in bytes before base64. @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html */
export const LARGEST_USER_DATA = 16_384;

export interface BootScript {
  /** Files below `modules/`, run one after the other: `["compute/boot/wait-for-network.sh", "compute/boot/web.sh"]`. */
  readonly files: readonly string[];
  /** Exported before the first file, e.g. `{ SERVER_NAME: "web_a" }`. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** What every script needs: it stops at the first failure, and says so on the console. */
const OPENING = "machine/boot/opening.sh";

const cache = new Map<string, string>();

/** The script as the machine gets it. */
export function renderBootScript({ files, parameters }: BootScript): string {
  const exports = Object.entries(parameters)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `export ${name}=${shellQuoted(value)}\n`);
  return ["#!/bin/bash\n", ...exports, ...[OPENING, ...files].map(fileText)].join("");
}

/** The script as user data: what Terraform would read as a template is escaped, so the machine gets it unchanged. */
export function userData(script: BootScript): string {
  return renderBootScript(script).replaceAll(/[$%]\{/g, (opener) => opener.charAt(0) + opener);
}

/** With the line ends of Linux: bash takes a carriage return, which editors on Windows add, for a part of the command. */
function fileText(file: string): string {
  const known = cache.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(join(__dirname, "..", file), "utf8").replaceAll("\r\n", "\n");
  cache.set(file, text);
  return text;
}

function shellQuoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
