/** `tiers draw` as people run it: a drawing or a page by the file's ending, the same bytes, and clear errors. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, jest, test } from "@jest/globals";
import { PrivateWeb } from "../../../stacks/private-web";
import { synthesize } from "../../synthesis";

jest.setTimeout(60_000);
const folder = mkdtempSync(join(tmpdir(), "tiers-draw-"));
const stack = join(folder, "private-web");
const written = synthesize((app) => {
  new PrivateWeb(app, "private-web");
})["private-web"];
mkdirSync(stack);
writeFileSync(join(stack, "cdk.tf.json"), written?.text ?? "");
writeFileSync(join(stack, "promises.json"), JSON.stringify(written?.promises));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function draw(...args: readonly string[]): {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
} {
  const script = join(__dirname, "../../../bin/tiers.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, "draw", ...args], {
    encoding: "utf8",
    cwd: folder,
  });
  return { code: status, out: stdout, err: stderr };
}

test("an SVG, printed or written, of the same bytes", () => {
  const printed = draw("private-web");
  expect(draw("private-web/cdk.tf.json", "-o", "drawn.svg")).toEqual({ code: 0, out: "", err: "" });
  expect(readFileSync(join(folder, "drawn.svg"), "utf8")).toBe(printed.out);
  expect(printed.out).toContain('<title id="drawing-title">The network private-web</title>');
});

test("a page, with the promises", () => {
  expect(draw("private-web", "--output", "network.html")).toEqual({ code: 0, out: "", err: "" });
  const page = readFileSync(join(folder, "network.html"), "utf8");
  expect(page).toContain('<h1>The network private-web</h1><p class="said">6 promises, all kept</p>');
});

test.each([
  ["drawn.png", "drawn.png: ends neither in .svg nor in .html; name the file network.svg or network.html"],
  ["nowhere/drawn.svg", "nowhere/drawn.svg: cannot be written: "],
])("-o %s is an error with a fix, and no stack trace", (file, message) => {
  const { code, err } = draw("private-web", "-o", file);
  expect(code).toBe(1);
  expect(err).toContain(message);
  expect(err).not.toMatch(/\n\s+at /);
});
