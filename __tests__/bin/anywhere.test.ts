/** `npm run synth` writes the same bytes wherever, whenever and for whomever it runs. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { copySources } from "../../bench/workshop";
import { linkPackages } from "../readme/clone";
import { synthesizeAll } from "../stacks/all-stacks";
import type { Written } from "../synthesis";

const STACKS = ["two-tier", "private-web", "multi-subnet", "maintenance"] as const;

/** The four networks as they come: main.ts itself is the user's to change. */
const MAIN = `
import { App } from "cdktf";
import { Maintenance } from "./stacks/maintenance";
import { MultiSubnet } from "./stacks/multi-subnet";
import { PrivateWeb } from "./stacks/private-web";
import { TwoTier } from "./stacks/two-tier";

const app = new App();
new TwoTier(app, "two-tier");
new PrivateWeb(app, "private-web");
new MultiSubnet(app, "multi-subnet");
new Maintenance(app, "maintenance");
app.synth();
`;

let elsewhere = "";
let here: Readonly<Record<string, Written>> = {};

beforeAll(() => {
  here = synthesizeAll();
  elsewhere = synthesizedElsewhere();
});

afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

/** What the command writes in a copy of the project under another path, at another hour, for another user. */
function synthesizedElsewhere(): string {
  const copy = mkdtempSync(join(tmpdir(), "another place "));
  copySources(copy);
  writeFileSync(join(copy, "main.ts"), MAIN);
  linkPackages(copy);
  const env = { ...process.env, HOME: copy, TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", USER: "somebody" };
  execFileSync(process.execPath, [join(copy, "bin/synth.mjs")], {
    cwd: tmpdir(),
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return copy;
}

test.each(STACKS)("%s is the same from any folder", (name) => {
  const read = (file: string): string =>
    readFileSync(join(elsewhere, "cdktf.out/stacks", name, file), "utf8");
  expect(read("cdk.tf.json")).toBe(here[name]?.text);
  expect(JSON.parse(read("promises.json"))).toEqual(here[name]?.promises);
  for (const line of Object.values(JSON.parse(read("sources.json")) as object))
    expect(line).toMatch(/^(main|stacks\/[a-z-]+)\.ts:\d+:\d+$/);
});
