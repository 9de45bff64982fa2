/** The comment's order and length: the verdict first and whole, and what was cut is said. */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { stretch } from "../../../../net/traffic-set";
import type { ReachChange } from "../../../../review/change/reach/reach-change";
import type { NetworkReview } from "../../../../review/change/review";
import type { Change } from "../../../../review/change/versions/change";
import { changeDiagram } from "../../../../review/report/markdown/mermaid";
import { renderMarkdown } from "../../../../review/report/markdown/review";
import { renderReview } from "../../../../review/report/text/review";
import { CHANGES } from "../../change/changes";
import { reviewedChange, reviewOf } from "../../change/reviewed";

const GOLDEN = join(__dirname, "../../../golden/reviews");
const named = CHANGES.map((change) => [change.name, change] as const);

function reviewed(name: string): NetworkReview {
  const change = CHANGES.find((each) => each.name === name);
  if (change === undefined) throw new Error(`no change ${name}`);
  return reviewedChange(change);
}

test("the parts come in the order of their weight", () => {
  const text = renderMarkdown(reviewOf(reviewed("listener port changed")));
  const places = [
    "## 🔴 Network review: breaks 3 promises; closes 5 paths",
    "#### Closed",
    "#### Promises broken",
    "promises kept",
    "Changes: 1 changed",
    "```mermaid",
    "Ways out, a month",
    "From two synths",
  ].map((part) => text.indexOf(part));
  expect(places).not.toContain(-1);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
});

test("exposure to the internet comes first", () => {
  const text = renderMarkdown(reviewOf(reviewed("HTTPS with a redirect")));
  const rows = text.split("\n").filter((line) => line.startsWith("| ") && line.includes("→"));
  expect(rows[1]).toMatch(/^\| ⚠️ <code>internet → alb tcp\/443<\/code>/);
});

test("several networks have a heading each, and one verdict", () => {
  const text = renderMarkdown(reviewOf(reviewed("https opened"), reviewed("NAT deleted")));
  expect(text).toMatch(
    /Network review: two-tier: opens 1 path from the internet; opens 1 other path · private-web: closes/,
  );
  expect(text.match(/^### /gm)).toHaveLength(2);
});

test("of several networks, the unchanged ones are named and no more", () => {
  const review = reviewOf(reviewed("NAT deleted"), { ...reviewed("nothing"), name: "quiet" });
  expect(renderMarkdown(review)).toMatch(/\n### Unchanged\n\n- quiet \(\d+ promises kept\)\n/);
  expect(renderMarkdown(review).match(/^### /gm)).toHaveLength(1);
  expect(renderReview(review)).toMatch(/\n\nunchanged: quiet$/);
  expect(renderMarkdown(reviewOf(reviewed("nothing")))).not.toContain("Unchanged");
});

const opened = (i: number): ReachChange => ({
  kind: "opened",
  from: { name: "internet", members: ["internet"], state: "kept" },
  to: { name: `web_${i}`, members: [`web_${i}`], state: "new" },
  traffic: stretch("tcp", 22, 22),
  exposes: true,
  causes: [{ address: `aws_instance.web_${i}`, action: "create", text: "" }],
  path: [],
});
const change = (i: number): Change => ({
  address: `aws_instance.web_${i}`,
  type: "aws_instance",
  action: "update",
  attributes: ["instance_type"],
  unknown: [],
  forcedBy: [],
  noise: false,
});

test.each([
  [10, 3_000],
  [500, 5_000],
  [5_000, 10],
  [20_000, 20_000],
])("with %d paths and %d changes it stays under 60,000 characters", (paths, changes) => {
  const network: NetworkReview = {
    ...reviewed("https opened"),
    reach: { opened: Array.from({ length: paths }, (_, i) => opened(i)), closed: [], unknown: [] },
    changes: Array.from({ length: changes }, (_, i) => change(i)),
  };
  const text = renderMarkdown(reviewOf(network));
  expect(text.length).toBeLessThanOrEqual(60_000);
  expect(text).toContain(`## 🔴 Network review: opens ${paths} paths from the internet`);
  expect(text).toContain("internet → web_0 tcp/22");
  expect(text).toContain("**Cut to fit:**");
  expect(text).toMatch(/> \*\*Cut to fit:\*\* .*(lines of|the list of changes)/);
  // What is folded is unfolded again, so that the rest is not swallowed.
  expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0);
});

test("nothing is said to be cut where nothing is", () => {
  for (const each of CHANGES)
    expect(renderMarkdown(reviewOf(reviewedChange(each)))).not.toContain("Cut to fit");
});

test("the diagram shows the change alone, and not more than can be read", () => {
  const reach = { opened: Array.from({ length: 900 }, (_, i) => opened(i)), closed: [], unknown: [] };
  const lines = changeDiagram({ reach });
  expect(lines.filter((line) => line.includes("-->"))).toHaveLength(30);
  expect(lines).toContain('  more["and 870 more"]');
  expect(changeDiagram(reviewed("nothing"))).toEqual([]);
});

test.each(named)("%s, as the comment of a pull request", (name, change) => {
  const file = join(GOLDEN, `${name.replaceAll(" ", "-")}.md`);
  const text = renderMarkdown(reviewOf(reviewedChange(change)));
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(GOLDEN, { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, "utf8"));
});
