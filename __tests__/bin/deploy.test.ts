/** `npm run diff|deploy|destroy` with command lines that only tell how they were called: which one runs, and what it gets. */
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeEach, expect, test } from "@jest/globals";

const repository = resolve(__dirname, "..", "..");
const project = mkdtempSync(join(tmpdir(), "tiers-deploy-"));
afterAll(() => rmSync(project, { recursive: true, force: true }));

const TERMINAL = "@cdktf/node-pty-prebuilt-multiarch/index.js";
/** What the library does on a Node that its native part is not for. */
const NO_TERMINAL =
  'console.error("innerError"); throw Object.assign(new Error(), { code: "ERR_DLOPEN_FAILED" });';
// It tells once it can be interrupted.
const TELLS = `if (process.argv.includes("wait")) {
  process.on("SIGINT", () => { console.log("interrupted"); process.exit(130); });
  setInterval(() => undefined, 1000);
}
console.log(JSON.stringify({ name: require("node:path").basename(__filename), args: process.argv.slice(2) }));
if (process.argv.includes("fail")) process.exit(7);`;

function install(file: string, text: string): void {
  const path = join(project, "node_modules", file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const installCdktf = (terminal: string): void => {
  install(TERMINAL, terminal);
  install("cdktf-cli/bundle/bin/cdktf", TELLS);
};
const installCdktn = (): void => install("cdktn-cli/bin/cdktn", TELLS);

beforeEach(() => {
  rmSync(project, { recursive: true, force: true });
  for (const name of ["bin/deploy.mjs", "bin/deploy-cli.mjs", "package.json"])
    cpSync(join(repository, name), join(project, name));
});

type Cdktf = "cdktf" | "cdktf without its terminal" | "no cdktf";
type Cdktn = "cdktn" | "no cdktn";

test.each<[string, Cdktf, Cdktn, RegExp]>([
  // Node      installed                               then
  ["20.9.0", "cdktf", "no cdktn", /bin\/cdktf$/],
  ["22.20.0", "cdktf", "cdktn", /bin\/cdktf$/],
  ["24.1.0", "cdktf without its terminal", "cdktn", /bin\/cdktn$/],
  ["26.0.0", "no cdktf", "cdktn", /bin\/cdktn$/],
  ["22.19.0", "cdktf without its terminal", "cdktn", /bin\/cdktn$/],
  [
    "22.18.1",
    "cdktf without its terminal",
    "cdktn",
    /cdktn-cli needs Node 22\.19 or newer\nRun `npm ci` with/,
  ],
  [
    "24.1.0",
    "cdktf without its terminal",
    "no cdktn",
    /\(ERR_DLOPEN_FAILED\)\n {2}cdktn-cli is not installed: npm/,
  ],
  [
    "20.9.0",
    "no cdktf",
    "no cdktn",
    /runs on Node 20\.9\.0:\n {2}cdktf-cli is not installed\n {2}cdktn-cli needs/,
  ],
])("on Node %s with %s and %s", (node, cdktf, cdktn, then) => {
  if (cdktf !== "no cdktf") installCdktf(cdktf === "cdktf" ? "" : NO_TERMINAL);
  if (cdktn === "cdktn") installCdktn();
  const choose = pathToFileURL(join(project, "bin/deploy-cli.mjs")).href;
  const program = `import { chooseCli } from ${JSON.stringify(choose)};
    const choice = chooseCli(${JSON.stringify(project)}, ${JSON.stringify(node)});
    console.log((choice.program ?? choice.why).replaceAll("\\\\", "/"));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout.trim()).toMatch(then);
});

test("the lock file pins cdktn-cli, and leaves it out on a Node that is too old for it", () => {
  const { packages } = JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8"));
  expect(packages["node_modules/cdktn-cli"]).toMatchObject({
    version: "0.24.0",
    optional: true,
    engines: { node: ">=22.19.0" },
  });
  // Its own packages come and go with it.
  for (const name of ["cdktn", "@cdktn/commons", "@cdktn/hcl2json"])
    expect(packages[`node_modules/${name}`].optional).toBe(true);
});

const npm = (...args: readonly string[]) =>
  spawnSync("npm", ["run", "--silent", ...args], { cwd: project, encoding: "utf8" });

test.each(["diff", "deploy", "destroy"])(
  "npm run %s hands on its arguments, quoted as they were",
  (command) => {
    installCdktf("");
    const variable = `--var=admin_cidrs=["203.0.113.7/32"]`;
    const { stdout, status } = npm(command, "--", "multi-subnet", variable, "--auto-approve");
    expect(JSON.parse(stdout)).toEqual({
      name: "cdktf",
      args: [command, "multi-subnet", variable, "--auto-approve"],
    });
    expect(status).toBe(0);
  },
);

test("the exit code is the command line's", () => {
  installCdktf("");
  expect(npm("deploy", "--", "fail").status).toBe(7);
});

test("an interrupt is the command line's to answer, once", async () => {
  installCdktf("");
  const child = spawn(process.execPath, [join(project, "bin/deploy.mjs"), "deploy", "wait"]);
  let said = "";
  child.stdout.on("data", (text: Buffer) => {
    said += text.toString();
    if (!said.includes("interrupted")) child.kill("SIGINT");
  });
  expect(await new Promise((done) => child.once("close", done))).toBe(130);
  expect(said.split("\n").slice(1)).toEqual(["interrupted", ""]);
});

test("where nothing runs, it says why and fails", () => {
  installCdktf(NO_TERMINAL);
  const { stdout, stderr, status } = npm("deploy", "--", "multi-subnet");
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^Nothing that deploys runs on Node \d+\.\d+\.\d+:\n {2}cdktf-cli has no terminal/);
  expect(status).toBe(1);
});
