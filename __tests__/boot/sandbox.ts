/**
 * Runs boot scripts on this machine as a server would: their absolute paths lead into a temporary folder, and the
 * commands of the server (dnf, systemctl, aws, …) are the small stand-ins of stubs/. Needs Linux, not root.
 */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "@jest/globals";

export const ROOT = join(__dirname, "..", "..");
export const STUBS = join(__dirname, "stubs");
export const OPENING = "modules/machine/boot/opening.sh";
export const SCRIPTS = [
  "modules/nat/boot/nat.sh",
  ...readdirSync(join(ROOT, "modules/compute/boot"))
    .filter((file) => file.endsWith(".sh"))
    .map((file) => `modules/compute/boot/${file}`),
] as const;

/** A test where the boot scripts can run, which needs Linux; elsewhere it is shown as skipped, and in CI it fails. */
export const linuxTest = process.platform === "linux" || process.env["CI"] !== undefined ? test : test.skip;

export type Parameters = Readonly<Record<string, string>>;

export interface Run {
  readonly code: number | null;
  /** What the operator sees on the console. */
  readonly said: string;
  /** The commands of the server that were called, one a line, in order. */
  readonly calls: readonly string[];
}

export interface Sandbox {
  run(scripts: readonly string[], parameters: Parameters): Run;
  read(path: string): string;
  has(path: string): boolean;
  write(path: string, content: string | Buffer): void;
  /** The permissions of a file, as `640`. */
  mode(path: string): string;
  remove(path: string): void;
}

/** Commands that every Linux has, and those that stubs replace but still need. */
const REAL = "bash cat cp head ln mkdir mktemp mv rm sed sha1sum tar gzip timeout touch env".split(" ");
const REPLACED = ["openssl", "sleep"];
const PATHS = /(?<![\w.])\/(?=(?:etc|var|proc|dev\/console)\b)/g;

const sandboxes: string[] = [];

/** Removes the folders of all sandboxes of this test file. */
export function removeSandboxes(): void {
  for (const folder of sandboxes.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function newSandbox(): Sandbox {
  const folder = mkdtempSync(join(tmpdir(), "boot-"));
  sandboxes.push(folder);
  for (const path of ["bin", "rpm", "running", "tmp", "www", "dev", "var/www", "etc/systemd/system"])
    mkdirSync(join(folder, path), { recursive: true });
  linkCommands(join(folder, "bin"));
  const at = (path: string) => join(folder, path);
  return {
    run: (scripts, parameters) => runIn(folder, scripts, parameters),
    read: (path) => readFileSync(at(path), "utf8"),
    has: (path) => existsSync(at(path)),
    remove: (path) => rmSync(at(path)),
    mode: (path) => (statSync(at(path)).mode & 0o777).toString(8),
    write: (path, content) => {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), content);
    },
  };
}

/** `export NAME='value'` in front, then the scripts: as the user data of an instance is composed. */
export function compose(scripts: readonly string[], parameters: Parameters): string {
  const exports = Object.entries(parameters)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`);
  return [
    "#!/bin/bash\n",
    ...exports,
    ...[OPENING, ...scripts].map((script) => readFileSync(join(ROOT, script), "utf8")),
  ].join("");
}

function linkCommands(bin: string): void {
  for (const name of readdirSync(STUBS)) if (name !== "nft") symlinkSync(join(STUBS, name), join(bin, name));
  for (const name of REAL) symlinkSync(commandPath(name), join(bin, name));
  for (const name of REPLACED) symlinkSync(commandPath(name), join(bin, `real-${name}`));
}

function commandPath(name: string): string {
  const path = spawnSync("bash", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();
  if (path === "") throw new Error(`The boot script tests need the command ${name}; install it.`);
  return path;
}

function runIn(folder: string, scripts: readonly string[], parameters: Parameters): Run {
  const program = join(folder, "user-data.sh");
  const calls = join(folder, "calls");
  writeFileSync(program, compose(scripts, parameters).replace(PATHS, `${folder}/`));
  writeFileSync(calls, "");
  writeFileSync(join(folder, "dev/console"), "");
  const bash = commandPath("bash");
  const env = {
    PATH: join(folder, "bin"),
    SANDBOX: folder,
    STUBS,
    UNITS: join(folder, "etc/systemd/system"),
  };
  const { status } = spawnSync(bash, [program], {
    env: { ...env, TMPDIR: join(folder, "tmp") },
    encoding: "utf8",
    timeout: 60_000,
  });
  return {
    code: status,
    said: readFileSync(join(folder, "dev/console"), "utf8"),
    calls: readFileSync(calls, "utf8").replaceAll(`${folder}/`, "/").split("\n").filter(Boolean),
  };
}
