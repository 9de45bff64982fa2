/** `node bin/synth.mjs` on a copy of the project whose main.ts has faults: errors name lines of the user's TypeScript. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { copySources } from "../../bench/workshop";
import { linkPackages } from "../readme/clone";

const project = mkdtempSync(join(tmpdir(), "tiers-synth-"));

const main = `import { Instance } from "@cdktf/provider-aws/lib/instance";
import { App } from "cdktf";
import { Network } from "./modules/network/network";
import { BaseStack } from "./modules/terraform/base-stack";
class Mine extends BaseStack {}
const app = new App();
if (process.env.FAULT === "props") {
  new Network(new Mine(app, "mine"), "network", { cidr: "10.0.1.0/16", zones: ["a"] });
} else if (process.env.FAULT === "type") {
  new Network(new Mine(app, "mine"), "network", { cidr: "10.0.0.0/16", zones: ["a"], nat: "none" as never });
} else {
  new Instance(new Mine(app, "mine"), "web", { ami: "ami-1", instanceType: "t3.micro", userData: "echo \${HOME}" });
}
app.synth();
`;

beforeAll(() => {
  copySources(project);
  writeFileSync(join(project, "main.ts"), main);
  linkPackages(project);
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

function synth(fault: string): string {
  const env = { ...process.env, FAULT: fault, CDKTF_OUTDIR: join(project, "cdktf.out") };
  const { status, stderr } = spawnSync(process.execPath, ["bin/synth.mjs"], {
    cwd: project,
    env,
    encoding: "utf8",
  });
  expect(status).toBe(1);
  return stderr;
}

test.each([
  // fault     what                                                                        where
  ["props", "mine: network.cidr: 10.0.1.0/16 is not the start of a /16 block; use", "main.ts:8:3"],
  ["template", "mine: aws_instance.web.user_data (mine/web): ", "main.ts:12:3"],
])("a fault in %s names the line that made the construct", (fault, what, where) => {
  const [first, second, ...rest] = synth(fault).split("\n");
  expect(first).toContain(what);
  expect(second).toBe(`    at ${where}`);
  expect(rest.join("\n")).not.toMatch(/node_modules|modules\/|bin\//);
});

test("what does not fit its type is told so, and how to find it", () => {
  const said = synth("type");
  expect(said).toMatch(/^TypeError: .*kind/);
  expect(said).toContain("    at main.ts:10:3");
  expect(said).toContain("Types are not checked here: `npx tsc -p .` may say what is wrong.");
});

test("what is kept to find the user's lines leads to no file of ours", () => {
  const folder = join(project, "node_modules/.cache/tiers");
  const [kept = ""] = readdirSync(folder).filter((name) => name.endsWith(".lines"));
  const lines: Record<number, [number, string, number, number][]> = JSON.parse(
    readFileSync(join(folder, kept), "utf8"),
  );
  const files = new Set(Object.values(lines).flatMap((line) => line.map(([, file]) => file)));
  expect([...files]).toEqual(["../../../main.ts"]);
});
