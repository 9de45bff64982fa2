/** Names come from plans, and plans from anybody: whatever they hold is text in every format. */

import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Review } from "../../../../review/change/review";
import { reviewNetwork } from "../../../../review/change/review-network";
import { plannedChange } from "../../../../review/change/versions/plan";
import { readTerraformPlan } from "../../../../review/read/plan/changes";
import { sarifReview } from "../../../../review/report/json/sarif";
import { code, plain, tame } from "../../../../review/report/markdown/escape";
import { changeDiagram } from "../../../../review/report/markdown/mermaid";
import { renderMarkdown } from "../../../../review/report/markdown/review";
import { created, ingress, planOf, SERVER, SSH } from "../../change/plans";

test.each([
  ["a|b", "a&#124;b"],
  ["`x`", "&#96;x&#96;"],
  ["<script>alert(1)</script>", "&lt;script&gt;alert&#40;1&#41;&lt;/script&gt;"],
  ["[me](http://evil)", "&#91;me&#93;&#40;http&#58;//evil&#41;"],
  ["https://evil.example", "https&#58;//evil.example"],
  ["www.evil.example", "www&#46;evil.example"],
  ["![x](y)", "&#33;&#91;x&#93;&#40;y&#41;"],
  ["**bold** _thin_", "&#42;&#42;bold&#42;&#42; &#95;thin&#95;"],
  ["web_a_b", "web_a_b"],
  ["@octocat", "&#64;&#8203;octocat"],
  ["fixes #1", "fixes &#35;&#8203;1"],
  ["GH-1", "GH-&#8203;1"],
  ["# heading\nnext", "&#35;&#8203; heading next"],
  ["a: b", "a: b"],
  [":tada:", "&#58;tada&#58;"],
  ["$x$", "&#36;x&#36;"],
  ["\u202eevil\u202c", " evil "],
  ["a\u0000b", "a b"],
  ["\ud800", " "],
])("%j is text: %s", (text, expected) => {
  expect(plain(text)).toBe(expected);
});

test("code is text inside of code, where nothing is a mention", () => {
  expect(code('aws_instance.web["@me`|<b>"]')).toBe(
    '<code>aws_instance.web&#91;"&#64;me&#96;&#124;&lt;b&gt;"&#93;</code>',
  );
});

test("a very long name is cut, and shows it", () => {
  expect(tame("x".repeat(10_000))).toBe(`${"x".repeat(300)}…`);
});

/** Any code points, halves of pairs among them. */
const ANY_TEXT = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 200 })
  .map((points) => String.fromCodePoint(...points));

test("no text has a character left that Markdown, HTML or a table would act on", () => {
  fc.assert(
    fc.property(ANY_TEXT, (text) => {
      expect(plain(text)).not.toMatch(/[|`<>*[\]\\@\n\r]|&(?!#\d+;|amp;|lt;|gt;)/);
    }),
    { numRuns: 2_000 },
  );
});

const HOSTILE = 'x"]); <script>alert(1)</script> | `@octocat` [a](http://evil) \n```\n## end';

/** A rule whose key is hostile, so that it stands in every list and as a cause. */
function hostileReview(): Review {
  const rule = created(ingress("ssh", SSH));
  const address = `${rule.address}[${JSON.stringify(HOSTILE)}]`;
  const plan = planOf([...SERVER, { ...rule, address }]);
  return {
    source: "plan",
    networks: [reviewNetwork(plannedChange(readTerraformPlan(plan)), { name: HOSTILE, place: "plan.json" })],
  };
}

test("a hostile resource key changes nothing about the comment's shape", () => {
  const text = renderMarkdown(hostileReview());
  expect(text).toContain("⚠️ <code>internet → web tcp/22</code>");
  expect(text).not.toMatch(/<script|@octocat|\]\(http|^## end/m);
  expect(text.match(/^```/gm)).toHaveLength(2);
  for (const row of text.split("\n").filter((line) => line.startsWith("| ")))
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(4);
});

test("a hostile name in the diagram neither ends its label nor its block", () => {
  const end = { name: HOSTILE, members: [HOSTILE], state: "kept" } as const;
  const change = {
    kind: "opened",
    from: end,
    to: end,
    traffic: [],
    exposes: false,
    causes: [],
    path: [],
  } as const;
  const lines = changeDiagram({ reach: { opened: [change], closed: [], unknown: [] } });
  expect(lines[1]).toMatch(/^ {2}n0\["[^"`<>[\]\n]+"\]$/);
  expect(lines.join("\n")).not.toContain("```");
});

test("a hostile name is one line of SARIF", () => {
  for (const { message } of sarifReview(hostileReview()).runs[0]?.results ?? [])
    expect(message.text).not.toMatch(/[\n\r]/);
});
