/** `tiers handoff` as it is typed: where it writes, what it prints, and with which code it ends. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { handoffCommand } from "../../../bin/commands/handoff";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tiers-handoff-"));
  for (const name of ["a", "b"]) stack(name, name);
});
afterEach(() => rmSync(root, { recursive: true }));

function stack(name: string, vpc: string): void {
  const folder = join(root, "out/stacks", name);
  mkdirSync(folder, { recursive: true });
  const json = {
    "//": { metadata: { stackName: name } },
    provider: { aws: [{ region: "eu-west-1" }] },
    resource: { aws_vpc: { [vpc]: { cidr_block: "10.0.0.0/16" } } },
  };
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(json));
}

/** What it prints, the folder left out, and its exit code. */
function handoff(...args: readonly string[]): { readonly code: number; readonly said: string } {
  let said = "";
  const out = jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  const before = process.exitCode;
  try {
    process.exitCode = 0;
    handoffCommand().parse(
      args.map((arg) => (arg.startsWith("--") ? arg : join(root, arg))),
      { from: "user" },
    );
    return { code: Number(process.exitCode), said: said.replaceAll(`${root}/`, "") };
  } finally {
    process.exitCode = before;
    out.mockRestore();
  }
}

test("one stack to a folder", () => {
  const { code, said } = handoff("out/stacks/a", "--out", "module");
  expect({ code, said }).toEqual({
    code: 0,
    said: expect.stringMatching(/^a +1 resources {2}\d+ files {2}module\n$/),
  });
  expect(existsSync(join(root, "module/main.tf.json"))).toBe(true);
});

test("all stacks into a folder, each under its name", () => {
  handoff("out", "--into", "modules");
  expect(readdirSync(join(root, "modules"))).toEqual(["a", "b"]);
  expect(handoff("out", "--into", "modules", "--check")).toEqual({
    code: 0,
    said: "modules/a: up to date\nmodules/b: up to date\n",
  });
});

test("--check ends with 2 and names what differs, and writes nothing", () => {
  handoff("out", "--into", "modules");
  stack("b", "other");
  const { code, said } = handoff("out", "--into", "modules", "--check");
  expect(code).toBe(2);
  expect(said).toContain("modules/a: up to date\nmodules/b: not up to date\n  README.md differs\n");
  expect(handoff("out/stacks/b", "--out", "nowhere", "--check").said).toBe(
    "nowhere: not up to date\n  there is no hand-off\n",
  );
  expect(existsSync(join(root, "nowhere"))).toBe(false);
});

test("one folder that must not be replaced keeps all others from being written", () => {
  handoff("out", "--into", "modules");
  stack("a", "other");
  writeFileSync(join(root, "modules/b/terraform.tfstate"), "{}");
  expect(() => handoff("out", "--into", "modules")).toThrow("terraform.tfstate is not of the hand-off");
  rmSync(join(root, "modules/b/terraform.tfstate"));
  expect(handoff("out", "--into", "modules", "--check").said).toContain("modules/a: not up to date");
});

test("--previous is found for each stack of several", () => {
  handoff("out", "--into", "v1");
  stack("a", "other");
  handoff("out", "--into", "v2", "--previous", "v1");
  expect(readdirSync(join(root, "v2/a"))).toEqual(expect.arrayContaining(["CHANGES.md", "moved.tf.json"]));
  expect(readdirSync(join(root, "v2/b"))).not.toContain("moved.tf.json");
});

test.each<[readonly string[], string]>([
  [["out/stacks/a"], "needs one of --out and --into"],
  [["out/stacks/a", "--out", "x", "--into", "y"], "needs one of --out and --into"],
  [["out", "--out", "x"], "holds 2 stacks"],
  [["out/stacks/c", "--out", "x"], "holds no cdk.tf.json"],
  [["out/stacks/a", "--out", "x", "--previous", "out"], "holds no main.tf.json"],
])("%j is refused", (args, said) => {
  expect(() => handoff(...args)).toThrow(said);
});
