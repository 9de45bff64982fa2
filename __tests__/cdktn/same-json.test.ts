/**
 * The same sources on CDKTF's community successor: they type-check, and the JSON differs in version strings only.
 *
 * Installs some 500 MB of packages into a temporary folder. Without the npm registry it is skipped, saying so; in CI that
 * is a failure.
 */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { root } from "../../bench/workshop";
import { run } from "../e2e/terraform/command";
import { step } from "../e2e/terraform/progress";
import { ALIASES, copyProject, unreachable } from "./project";

const MINUTES = 60_000;
const STACKS = ["two-tier", "private-web", "multi-subnet", "maintenance"];

const reason = process.env["CI"] === undefined ? unreachable() : undefined;
const describeOnline = reason === undefined ? describe : describe.skip;
if (reason !== undefined) process.stderr.write(`  SKIPPED: ${reason}\n`);

describeOnline(reason ?? "on cdktn", () => {
  const project = reason === undefined ? copyProject() : "";
  const ours = join(project, "out-of-cdktf");
  const theirs = join(project, "out-of-cdktn");

  beforeAll(async () => {
    const install = ["install", "--no-audit", "--no-fund", "--prefer-offline"];
    await command("install cdktn", "npm", install, project);
    await command("synth with cdktf", process.execPath, ["bin/synth.mjs"], root, { CDKTF_OUTDIR: ours });
    await command("synth with cdktn", process.execPath, ["bin/synth.mjs"], project, { CDKTF_OUTDIR: theirs });
  }, 10 * MINUTES);

  afterAll(() => rmSync(project, { recursive: true }));

  test("the packages behind our names are cdktn's", () => {
    const versions = ["cdktf", "@cdktf/provider-aws"].map((name) => {
      const json = readJson(join(project, "node_modules", name, "package.json"));
      return `npm:${json["name"]}@${json["version"]}`;
    });
    expect(versions).toEqual([ALIASES.cdktf, ALIASES["@cdktf/provider-aws"]]);
  });

  test(
    "the sources type-check",
    async () => {
      const compiler = join(project, "node_modules/typescript/bin/tsc");
      await command("tsc", process.execPath, [compiler, "-p", project], project);
    },
    5 * MINUTES,
  );

  test("the same stacks are made, and the same promises", () => {
    expect(stacksIn(theirs)).toEqual([...STACKS].sort());
    expect(stacksIn(theirs)).toEqual(stacksIn(ours));
    for (const stack of STACKS)
      expect(text(theirs, stack, "promises.json")).toBe(text(ours, stack, "promises.json"));
  });

  test.each(STACKS)("%s: the JSON differs in one line, the note of CDKTF's version", (stack) => {
    const [before, after] = [text(ours, stack, "cdk.tf.json"), text(theirs, stack, "cdk.tf.json")];
    const lines = before.split("\n").map((line, number) => [line, after.split("\n")[number]]);
    expect(lines.filter(([one, other]) => one !== other)).toEqual([
      ['      "version": "0.21.0"', '      "version": "0.24.0"'],
    ]);
    expect(after).toHaveLength(before.length);
    expect([before, after].map(noteOfVersion)).toEqual(["0.21.0", "0.24.0"]);
  });
});

function command(
  name: string,
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const all = Object.entries({ ...process.env, ...env }).map(([key, value]) => [key, value ?? ""] as const);
  return step("cdktn", name, () =>
    run({ program, args, cwd, env: Object.fromEntries(all), timeout: 9 * MINUTES }),
  );
}

function stacksIn(out: string): readonly string[] {
  return readdirSync(join(out, "stacks")).sort();
}

function text(out: string, stack: string, name: string): string {
  return readFileSync(join(out, "stacks", stack, name), "utf8");
}

function readJson(path: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
}

function noteOfVersion(json: string): string {
  const { "//": note } = JSON.parse(json) as { "//": { metadata: { version: string } } };
  return note.metadata.version;
}
