import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { Annotations, App, Aspects } from "cdktf";
import { Construct } from "constructs";
import { Network } from "../../../modules/network/network";
import { judgeWith } from "../../../modules/terraform/synthesis";
import { InputError } from "../../../net/issue";
import { isBlocked } from "../../../net/promise";
import { ssh } from "../../../net/traffic";
import { TestStack } from "../../synthesis";

let outdir = "";
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), "synth-"));
});
afterEach(() => rmSync(outdir, { recursive: true, force: true }));

/** A scope between app and stack. */
class Holder extends Construct {}

function failure(app: App): InputError {
  try {
    app.synth();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("synth went through");
}

function networkOf(cidr: string) {
  return (stack: TestStack) => {
    new Network(stack, "network", { cidr, zones: ["a"] });
  };
}

test("a fault names the user's own line", () => {
  const app = new App({ outdir });
  new TestStack(app, (stack) => {
    new Network(stack, "network", { cidr: "10.0.0.0/8", zones: ["a"] });
  });
  const line =
    readFileSync(__filename, "utf8")
      .split("\n")
      .findIndex((text) => text.includes('"10.0.0.0/8", zones')) + 1;
  expect(failure(app).issues[0]?.lines?.[0]).toMatch(
    new RegExp(`^__tests__/modules/terraform/synthesis\\.test\\.ts:${line}:\\d+$`),
  );
});

test("a fault in the second stack leaves nothing of the first behind", () => {
  const app = new App({ outdir });
  new TestStack(app, networkOf("10.0.0.0/16"));
  const second = new TestStack(new Holder(app, "second"), networkOf("10.0.0.0/8"));
  expect(failure(app).message).toContain("10.0.0.0/8 is larger than /16");
  expect(second.node.path).toBe("second/test");
  expect(existsSync(join(outdir, "stacks")) ? readdirSync(join(outdir, "stacks")) : []).toEqual([]);
});

test("the faults of all stacks come at once", () => {
  const app = new App({ outdir });
  new TestStack(app, networkOf("10.0.0.0/8"));
  new TestStack(new Holder(app, "second"), networkOf("10.0.0.0/30"));
  expect(failure(app).issues).toHaveLength(2);
});

test("what a judge objects to is not written, and the objection is the error", () => {
  const app = new App({ outdir });
  const stack = new TestStack(app, networkOf("10.0.0.0/16"));
  stack.promise(isBlocked("internet", "web", ssh));
  judgeWith(app, (json, { promises }) => {
    expect(json["resource"]).toBeDefined();
    return promises.map(({ from, to }) => ({
      code: "promise-broken",
      path: `${from} → ${to}`,
      problem: "reachable",
      fix: "close it",
    }));
  });
  expect(failure(app).message).toMatch(/^test: internet → web: reachable; close it\n {4}at .*:\d+:\d+$/);
  expect(readdirSync(join(outdir, "stacks"))).toEqual([]);
});

test("a second synth of the same app checks again", () => {
  const app = new App({ outdir });
  const stack = new TestStack(app, networkOf("10.0.0.0/16"));
  app.synth();
  new Vpc(stack, "extra", { cidrBlock: "${HOME}" });
  expect(failure(app).message).toContain("${HOME}");
});

test("aspects and validations run, and annotations reach the manifest, as CDKTF does it", () => {
  const app = new App({ outdir });
  const stack = new TestStack(app, networkOf("10.0.0.0/16"));
  const visited: string[] = [];
  Aspects.of(stack).add({ visit: ({ node }) => void visited.push(node.path) });
  Annotations.of(stack).addWarning("mind the gap");
  app.synth();
  expect(visited).toContain("test/network/vpc");
  const manifest = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
  expect(manifest.stacks.test.annotations).toMatchObject([{ level: "@cdktf/warn", message: "mind the gap" }]);
});

test("an error annotation stops the synth", () => {
  const app = new App({ outdir });
  Annotations.of(new TestStack(app, networkOf("10.0.0.0/16"))).addError("no");
  expect(failure(app).message).toContain("test: test: no");
});
