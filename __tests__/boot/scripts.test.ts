/** What holds of every boot script: it is clean, small, names its parameters, and fails where the operator looks. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { compose, linuxTest, newSandbox, OPENING, ROOT, removeSandboxes, SCRIPTS, STUBS } from "./sandbox";

afterAll(removeSandboxes);

const text = (script: string): string => readFileSync(join(ROOT, script), "utf8");
const run = (command: string, ...args: readonly string[]) =>
  spawnSync(command, args, { encoding: "utf8", cwd: ROOT });

// shellcheck is a system package: shown as skipped where it is missing, a failure in CI.
const shellcheck = run("shellcheck", "--version").status === 0;
const shellcheckTest = shellcheck || process.env["CI"] !== undefined ? test : test.skip;

shellcheckTest(
  `every script is shellcheck-clean${shellcheck ? "" : " (needs shellcheck)"}, and the stubs too`,
  () => {
    const stubs = readdirSync(STUBS).map((name) => join(STUBS, name));
    const { status, stdout, error } = run("shellcheck", OPENING, ...SCRIPTS, ...stubs);
    expect(error?.message ?? stdout).toBe("");
    expect(status).toBe(0);
  },
);

test.each(SCRIPTS)("%s follows the opening or another script: no shebang, a last line", (script) => {
  expect(text(script)).toMatch(/^# shellcheck shell=bash\n# [A-Z]/);
  expect(text(script)).toMatch(/[^\n]\n$/);
});

test.each(SCRIPTS)("%s names every parameter it needs in its head", (script) => {
  const head = text(script).split("\nbegin ")[0];
  const needed = [...text(script).matchAll(/^need ([A-Z_]+)/gm)].map(([, name]) => name);
  expect(needed).not.toHaveLength(0);
  for (const name of needed) expect(head).toContain(name);
});

// EC2 takes 16 KB of user data before base64.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
test.each(["nat", "wait-for-network web", "wait-for-network mariadb", "wait-for-network wordpress"])(
  "%s: the user data of one machine is less than half of what EC2 takes",
  (names) => {
    const scripts = names
      .split(" ")
      .flatMap((name) => SCRIPTS.filter((script) => script.endsWith(`/${name}.sh`)));
    expect(scripts).toHaveLength(names.split(" ").length);
    expect(Buffer.byteLength(compose(scripts, {}))).toBeLessThan(8 * 1024);
  },
);

linuxTest.each(SCRIPTS)("%s without its parameters says which one, and how to write it", (script) => {
  const { code, said } = newSandbox().run([script], { WAIT_SECONDS: "soon" });
  expect(code).toBe(1);
  expect(said).toMatch(/^[a-z-]+: FAILED: parameter [A-Z_]+ is '(soon)?'; write it as \S+/);
});

test("a checkout on Windows has every script, and what is compared byte by byte, with the line ends of Linux", () => {
  const folder = mkdtempSync(join(tmpdir(), "tiers-checkout-"));
  const git = (...args: readonly string[]) => {
    const settings = [
      "user.name=t",
      "user.email=t@t",
      "core.autocrlf=true",
      "core.eol=crlf",
      "core.safecrlf=false",
    ];
    const all = [...settings.flatMap((setting) => ["-c", setting]), ...args];
    const { status, stderr } = spawnSync("git", all, { cwd: folder, encoding: "utf8" });
    expect({ args, status, stderr: status === 0 ? "" : stderr }).toEqual({ args, status: 0, stderr: "" });
  };
  try {
    const isScript = (name: string) => name.endsWith(".sh") || !/\.\w+$/.test(name);
    cpSync(join(ROOT, ".gitattributes"), join(folder, ".gitattributes"));
    cpSync(join(ROOT, "modules"), join(folder, "modules"), { recursive: true, filter: isScript });
    cpSync(join(ROOT, "__tests__/golden"), join(folder, "golden"), { recursive: true });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-q", "-m", "all");
    rmSync(join(folder, "modules"), { recursive: true });
    rmSync(join(folder, "golden"), { recursive: true });
    git("checkout", "-q", "--", ".");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.(sh|json|md)$/.test(name),
    );
    expect(files.filter((name) => name.startsWith("modules"))).toHaveLength(SCRIPTS.length + 1);
    expect(files.length).toBeGreaterThan(SCRIPTS.length + 5);
    expect(files.filter((name) => readFileSync(join(folder, name)).includes("\r"))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
