/**
 * A review, or one network, as a single HTML file: no request leaves it, and it is readable without its script.
 * Its policy allows its own style and script by their hashes, and nothing else.
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { given } from "../../../net/given";
import type { Review } from "../../change/review";
import type { QueryableNetwork } from "../../reach/answer";
import type { PromiseFinding } from "../../reach/promises";
import { DRAWING_STYLE } from "../drawing/svg/style";
import { headline } from "../wording/headline";
import { networkPart, type PageNetwork } from "./network-part";
import { type Content, Html, single, tag } from "./tags";

const STYLES = ["style.css", "drawing.css", "matrix.css", "lists.css"];

/** What `tiers review` writes as `review.html`. */
export async function renderReviewPage(review: Review): Promise<string> {
  const networks = review.networks.map(({ after, before, ...rest }): PageNetwork => {
    const asked = after ?? before;
    return {
      name: rest.name,
      promises: rest.promises,
      review: {
        ...rest,
        ...given({ after, before }),
      },
      ...given({ asked }),
    };
  });
  const [only] = networks;
  const title =
    networks.length === 1 && only !== undefined ? `Review of ${only.name}` : "Review of the networks";
  return page(title, headline(review), networks);
}

/** One network as it is, without a comparison. */
export async function renderNetworkPage(
  name: string,
  asked: QueryableNetwork,
  promises: readonly PromiseFinding[] = [],
): Promise<string> {
  const broken = promises.filter(({ kept }) => !kept).length;
  const said =
    promises.length === 0
      ? ""
      : `${promises.length} promises, ${broken === 0 ? "all kept" : `${broken} broken`}`;
  return page(`The network ${name}`, said, [{ name, asked, promises }]);
}

async function page(title: string, said: string, networks: readonly PageNetwork[]): Promise<string> {
  const style = [DRAWING_STYLE, ...STYLES.map(part)].join("");
  const script = part("script.js");
  const parts: Content[] = [];
  for (const [i, network] of networks.entries())
    parts.push(await networkPart(network, i, networks.length === 1));
  const html = tag(
    "html",
    { lang: "en" },
    tag(
      "head",
      {},
      single("meta", { charset: "utf-8" }),
      single("meta", { "http-equiv": "Content-Security-Policy", content: policy(style, script) }),
      single("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      single("meta", { name: "color-scheme", content: "light dark" }),
      tag("title", {}, title),
      tag("style", {}, new Html(style)),
    ),
    tag("body", {}, header(title, said), tag("main", {}, ...parts), tag("script", {}, new Html(script))),
  );
  return `<!doctype html>\n${html.text}\n`;
}

function header(title: string, said: string): Content {
  return tag(
    "header",
    {},
    tag("h1", {}, title),
    said === "" ? undefined : tag("p", { class: "said" }, said),
    tag(
      "div",
      { class: "search", hidden: "" },
      tag("label", { for: "search" }, "Search by name"),
      single("input", { id: "search", type: "search", autocomplete: "off", spellcheck: "false" }),
      tag("span", { id: "found", role: "status" }),
    ),
  );
}

function policy(style: string, script: string): string {
  return [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function part(file: string): string {
  return readFileSync(join(__dirname, file), "utf8");
}
