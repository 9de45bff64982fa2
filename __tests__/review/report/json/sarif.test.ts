/** SARIF: valid against the schema of 2.1.0, with what GitHub asks for beyond it, and locations that exist. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Log } from "sarif";
// Brings the schema, and a matcher that holds a log against it.
import "@microsoft/jest-sarif";
import { reviewNetwork } from "../../../../review/change/review-network";
import { configuredChange } from "../../../../review/change/versions/configuration";
import { sarifReview } from "../../../../review/report/json/sarif";
import type { Json } from "../../../../terraform/json";
import { readPromises } from "../../../../terraform/promise-file";
import { sourceLines } from "../../../../terraform/source-lines";
import { CHANGES } from "../../change/changes";
import { reviewedChange, reviewOf } from "../../change/reviewed";

const ROOT = join(__dirname, "../../../..");
/** One of each kind; all of them would say the same thing again. */
const CHOSEN = ["nothing", "ssh opened to the world", "https opened", "NAT deleted", "ALB made internal"];
const logs = CHANGES.filter(({ name }) => CHOSEN.includes(name)).map(
  (change) => [change.name, sarifReview(reviewOf(reviewedChange(change)))] as const,
);

declare module "expect" {
  interface Matchers<R> {
    toBeValidSarifLog(): R;
  }
}

test.each(logs)("%s: valid", (_name, log) => {
  expect(log).toBeValidSarifLog();
});

test("what is no SARIF is told from it", () => {
  const [log] = logs.flatMap(([name, each]) => (name === "NAT deleted" ? [each] : []));
  const runs = log?.runs.map((run) => ({
    ...run,
    results: run.results?.map((each) => ({ ...each, level: "bad" })),
  }));
  expect({ ...log, runs }).not.toBeValidSarifLog();
});

test.each(logs)("%s: what GitHub asks for", (_name, log) => {
  expect(log.version).toBe("2.1.0");
  const [run] = log.runs;
  const rules = run?.tool.driver.rules?.map(({ id }) => id);
  for (const { ruleId, message, locations, partialFingerprints, level } of run?.results ?? []) {
    expect(rules).toContain(ruleId);
    expect(["error", "warning", "note"]).toContain(level);
    expect(message.text).not.toBe("");
    expect(locations).toHaveLength(1);
    const { artifactLocation, region } = locations?.[0]?.physicalLocation ?? {};
    expect(artifactLocation?.uri).toMatch(/^[\w%.-]+(\/[\w%.-]+)*$/);
    expect(region?.startLine).toBeGreaterThanOrEqual(1);
    expect(region?.startColumn).toBeGreaterThanOrEqual(1);
    expect(Object.keys(partialFingerprints ?? {})).toEqual(["network/v1"]);
  }
});

test.each([
  ["nothing", []],
  ["ssh opened to the world", ["opened-to-internet", "opened-inside", "broken-promise", "broken-promise"]],
  ["NAT deleted", ["loses-address", "loses-traffic"]],
  ["ALB made internal", ["broken-promise", "broken-promise", "broken-promise", "loses-address"]],
])("%s: %j", (name, rules) => {
  const log = logs.find(([each]) => each === name)?.[1];
  expect(log?.runs[0]?.results?.map(({ ruleId }) => ruleId)).toEqual(rules);
});

test("the same finding has the same fingerprint tomorrow, and no other finding has it", () => {
  const prints = (log: Log) =>
    (log.runs[0]?.results ?? []).map((each) => each.partialFingerprints?.["network/v1"]);
  for (const [name, log] of logs) {
    const change = CHANGES.find((each) => each.name === name);
    expect(change && prints(sarifReview(reviewOf(reviewedChange({ ...change }))))).toEqual(prints(log));
  }
});

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sarif-"));
  execFileSync(process.execPath, [join(ROOT, "bin/synth.mjs")], {
    cwd: ROOT,
    env: { ...process.env, CDKTF_OUTDIR: folder },
    stdio: ["ignore", "ignore", "inherit"],
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (name: string) =>
  JSON.parse(readFileSync(join(folder, "stacks/multi-subnet", name), "utf8")) as Json;

/** The text of the repository at the place of each result of a rule. */
function codeAtResults(rule: string, before: Json | undefined, after: Json): readonly string[] {
  const review = reviewNetwork(configuredChange(before, after), {
    name: "multi-subnet",
    place: "cdktf.out/stacks/multi-subnet/cdk.tf.json",
    promises: readPromises(written("promises.json"), "promises.json"),
    lines: sourceLines(written("sources.json")),
  });
  const results = sarifReview(reviewOf(review)).runs[0]?.results ?? [];
  return results
    .filter(({ ruleId }) => ruleId === rule)
    .map(({ locations }) => {
      const { artifactLocation, region } = locations?.[0]?.physicalLocation ?? {};
      const rows = readFileSync(join(ROOT, artifactLocation?.uri ?? ""), "utf8").split("\n");
      return rows[(region?.startLine ?? 0) - 1]?.slice((region?.startColumn ?? 0) - 1) ?? "";
    });
}

test("locations are lines of TypeScript in this repository, and the line made the resource", () => {
  const code = codeAtResults("opened-inside", undefined, written("cdk.tf.json"));
  expect(code.length).toBeGreaterThan(5);
  for (const each of code) expect(each).toMatch(/^(new \w+\(|allow\()/);
});

test("a broken promise is found where it is made", () => {
  const json = written("cdk.tf.json");
  const bastion = '"referenced_security_group_id":"${aws_security_group.bastion.id}"';
  const text = JSON.stringify(json).replace(bastion, '"cidr_ipv4":"10.0.0.0/16"');
  const code = codeAtResults("broken-promise", json, JSON.parse(text) as Json);
  expect(code).not.toEqual([]);
  for (const each of code) expect(each).toMatch(/^promise\(/);
});

test("without lines of code the review's own file is the place", () => {
  const log = logs.find(([name]) => name === "https opened")?.[1];
  expect(log?.runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(
    "cdktf.out/stacks/two-tier/cdk.tf.json",
  );
});
