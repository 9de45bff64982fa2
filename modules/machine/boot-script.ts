/** Boot scripts: real shell files, with their parameters exported in front. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Issue } from "../../net/issue";

/** EC2's limit for user data, in bytes before base64. @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html */
export const LARGEST_USER_DATA = 16_384;

/** What a machine runs as root on its first boot: 16384 bytes at most, parameters included. */
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

/** What is wrong with a script: a file that is not there, or more bytes than EC2 takes. */
export function bootScriptIssues(script: BootScript, path: string): readonly Issue[] {
  const missing = script.files.flatMap((file, i): readonly Issue[] =>
    isFile(join(__dirname, "..", file))
      ? []
      : [
          {
            code: "boot-script-file",
            path: `${path}.files[${i}]`,
            problem: `"${file}" is not a file below modules/`,
            fix: "name one such as compute/boot/web.sh",
          },
        ],
  );
  const bytes = Buffer.byteLength(renderBootScript(script));
  if (bytes <= LARGEST_USER_DATA) return missing;
  const problem = `${bytes} bytes of boot script are more than EC2 takes`;
  return [
    ...missing,
    { code: "user-data-size", path, problem, fix: `shorten it to ${LARGEST_USER_DATA} bytes` },
  ];
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

/** With the line ends of Linux: bash takes a carriage return, which editors on Windows add, for a part of the command. */
function fileText(file: string): string {
  const known = cache.get(file);
  if (known !== undefined) return known;
  const path = join(__dirname, "..", file);
  const text = isFile(path) ? readFileSync(path, "utf8").replaceAll("\r\n", "\n") : "";
  cache.set(file, text);
  return text;
}

function shellQuoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
