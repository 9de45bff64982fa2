import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Maintenance } from "../../stacks/maintenance";
import { MultiSubnet } from "../../stacks/multi-subnet";
import { PrivateWeb } from "../../stacks/private-web";
import { TwoTier } from "../../stacks/two-tier";
import { synthesize, type Written } from "../synthesis";

const ROOT = join(__dirname, "../..");
const GOLDEN = join(__dirname, "../golden");
const STACKS = ["two-tier", "private-web", "multi-subnet", "maintenance"] as const;
const FILES = ["cdk.tf.json", "promises.json"] as const;

let elsewhere = "";
let here: Readonly<Record<string, Written>> = {};

beforeAll(() => {
  here = synthesize((app) => {
    new TwoTier(app, "two-tier");
    new PrivateWeb(app, "private-web");
    new MultiSubnet(app, "multi-subnet");
    new Maintenance(app, "maintenance");
  });
  elsewhere = synthesizedElsewhere();
});

afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

/** What the command writes in a copy of the project under another path, at another hour, for another user. */
function synthesizedElsewhere(): string {
  const copy = mkdtempSync(join(tmpdir(), "another place "));
  for (const part of [
    "main.ts",
    "package.json",
    "tsconfig.json",
    "cdktf.json",
    "bin",
    "net",
    "modules",
    "stacks",
    "review",
  ]) {
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  }
  mkdirSync(join(copy, "node_modules"));
  for (const name of ["cdktf", "@cdktf", "constructs", "esbuild", "@esbuild", "ipaddr.js", "commander"])
    symlinkSync(join(ROOT, "node_modules", name), join(copy, "node_modules", name));
  const env = { ...process.env, HOME: copy, TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", USER: "somebody" };
  execFileSync(process.execPath, [join(copy, "bin/synth.mjs")], {
    cwd: tmpdir(),
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return copy;
}

test.each(STACKS)("%s is, byte for byte, the golden JSON", (name) => {
  const file = join(GOLDEN, `${name}.tf.json`);
  const text = here[name]?.text ?? "";
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
});

test.each(STACKS.flatMap((name) => FILES.map((file) => [name, file] as const)))(
  "%s/%s is the same from any folder",
  (name, file) => {
    const there = readFileSync(join(elsewhere, "cdktf.out/stacks", name, file), "utf8");
    const mine = file === "cdk.tf.json" ? here[name]?.text : undefined;
    if (mine !== undefined) expect(there).toBe(mine);
    else expect(JSON.parse(there)).toEqual(here[name]?.promises);
  },
);

test("no stack carries CDKTF's notes inside its blocks, or a hash in an address", () => {
  for (const name of STACKS) {
    const { "//": top, ...rest } = JSON.parse(here[name]?.text ?? "{}") as Record<string, unknown>;
    expect(top).toBeDefined();
    expect(JSON.stringify(rest)).not.toContain('"//"');
    expect(
      Object.values(rest["resource"] as object)
        .flatMap((named: object) => Object.keys(named))
        .filter((id) => /_[0-9A-F]{8}$/.test(id)),
    ).toEqual([]);
  }
});
