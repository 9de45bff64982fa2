/** The page as text: nothing of it leaves it, its policy fits it, and names stay text. */
import { createHash } from "node:crypto";
import { expect, test } from "@jest/globals";
import { queryable } from "../../../../review/reach/answer";
import { drawNetwork } from "../../../../review/report/drawing/drawing";
import { renderNetworkPage, renderReviewPage } from "../../../../review/report/html/page";
import { escaped } from "../../../../review/report/markup";
import { CHANGES } from "../../change/changes";
import { reviewedChange, reviewOf } from "../../change/reviewed";
import { fourNetworks } from "../../four-networks";
import { HOSTILE_NAMES, hostileNetwork } from "../../hostile/hostile-network";

const networks = [...fourNetworks, { name: HOSTILE_NAMES[0] ?? "", asked: hostileNetwork() }];

/** The parts of the page that a browser takes as style or script. */
function inline(html: string, element: "style" | "script"): readonly string[] {
  return [...html.matchAll(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, "g"))].map(
    ([, text = ""]) => text,
  );
}

test.each(networks)(
  "$name: one style and one script, allowed by their hashes and nothing else",
  async ({ name, asked }) => {
    const html = await renderNetworkPage(name, asked);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/
      .exec(html)?.[1]
      ?.replaceAll("&#39;", "'");
    const [style, ...otherStyles] = inline(html, "style");
    const [script, ...otherScripts] = inline(html, "script");
    expect([otherStyles, otherScripts]).toEqual([[], []]);
    const hashOf = (text = ""): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    expect(policy?.split("; ")).toEqual([
      "default-src 'none'",
      `style-src ${hashOf(style)}`,
      `script-src ${hashOf(script)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  },
);

test.each(networks)(
  "$name: no address of anywhere, no handler and no style in an attribute",
  async ({ name, asked }) => {
    const html = await renderNetworkPage(name, asked);
    const markup = [...html.replace(/<script>[\s\S]*?<\/script>/, "").matchAll(/<[a-z][^>]*>/g)];
    const tags = markup.map(([tag]) => tag.replaceAll(/="(?!#)[^"]*"/g, '=""'));
    const outside = tags.filter((tag) =>
      /\s(src|srcset|action|data|poster|background|formaction)=/.test(tag),
    );
    const linked = tags.filter((tag) => /\shref="(?!#)/.test(tag));
    const handlers = tags.filter((tag) => /\s(on[a-z]+|style)=/.test(tag));
    expect({ outside, linked, handlers }).toEqual({ outside: [], linked: [], handlers: [] });
    expect(inline(html, "style").join("")).not.toMatch(/url\(|@import/);
  },
);

test("hostile names are text in page and drawing", async () => {
  const asked = hostileNetwork();
  const [html, svg] = [
    await renderNetworkPage("hostile", asked),
    await drawNetwork(asked, { name: "hostile" }),
  ];
  for (const name of HOSTILE_NAMES) {
    expect(html).toContain(escaped(name));
    if (/[<>"']/.test(name)) expect(`${html}${svg}`).not.toContain(name);
  }
});

test("control characters and what turns text around are shown as replaced", () => {
  expect(escaped("a\u0000b\u202ec\ud800d\te\u2067f")).toBe("a\ufffdb\ufffdc\ufffdd\te\ufffdf");
  expect(escaped("שרת 😀 é ‍ <&>\"'")).toBe("שרת 😀 é ‍ &lt;&amp;&gt;&quot;&#39;");
});

test("ids are there once", async () => {
  const html = await renderReviewPage(reviewOf(...CHANGES.slice(0, 3).map(reviewedChange)));
  const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
  expect(ids.length).toBeGreaterThan(50);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

test("a network without anything is a page too", async () => {
  const empty = {
    ...hostileNetwork().network,
    vpcs: new Map(),
    subnets: new Map(),
    tables: new Map(),
    interfaces: new Map(),
    balancers: new Map(),
    groups: new Map(),
  };
  expect(await renderNetworkPage("empty", queryable(empty))).toContain("<svg");
});
