/** The page in a real browser: it works by click and by keyboard, is readable without its script, and stays by itself. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { keepPromises } from "../../review/reach/promises";
import { renderNetworkPage, renderReviewPage } from "../../review/report/html/page";
import { CHANGES } from "../review/change/changes";
import { reviewedChange, reviewOf } from "../review/change/reviewed";
import { fourNetworks } from "../review/four-networks";
import { hostileNetwork } from "../review/hostile/hostile-network";
import { browserTest, chromiumPath, inside, type Look, launched, type Opened, opened } from "./chromium";

let browser: Browser;
const pages = new Map<string, Promise<string>>();

beforeAll(async () => {
  if (chromiumPath() !== undefined) browser = await launched();
});
afterAll(async () => {
  await browser?.close();
});

/** Changes that lose traffic, addresses, data and promises. */
const HURTING = ["NAT deleted", "subnet CIDR changed", "ICMP closed"];

const NAMES = fourNetworks.map(({ name }) => name);

function html(name: string): Promise<string> {
  const known = pages.get(name) ?? made(name);
  pages.set(name, known);
  return known;
}

function made(name: string): Promise<string> {
  if (name === "review") {
    const changes = [...CHANGES.slice(0, 4), ...CHANGES.filter((change) => HURTING.includes(change.name))];
    return renderReviewPage(reviewOf(...changes.map(reviewedChange)));
  }
  if (name === "hostile") return renderNetworkPage("<b>hostile</b>", hostileNetwork());
  const found = fourNetworks.find((each) => each.name === name);
  if (found === undefined) throw new Error(`${name} is no network`);
  const { asked, promises } = found;
  return renderNetworkPage(name, asked, keepPromises(asked.network, promises));
}

async function open(name: string, look: Look = {}): Promise<Opened> {
  return opened(browser, await html(name), look);
}

/** The cell's link in the first matrix. */
function cell(page: Page, from: string, to: string) {
  const column = page.locator(".matrix").first().locator("thead th").allTextContents();
  return column.then((heads) => {
    const row = page
      .locator(".matrix")
      .first()
      .locator("tbody tr")
      .filter({ has: page.locator("th", { hasText: new RegExp(`^${from}$`) }) });
    return row
      .locator("td")
      .nth(heads.indexOf(to) - 1)
      .locator("a");
  });
}

/** What the panel says: the heading, the places of the path, and what stops the rest. */
async function told(
  page: Page,
): Promise<{ readonly head: string; readonly path: readonly string[]; readonly stop: readonly string[] }> {
  const panel = page.locator(".panel").first();
  return {
    head: (await panel.locator(".of").textContent()) ?? "",
    path: await panel.locator(".path").first().locator(".name").allTextContents(),
    stop: await panel.locator(".stop .name").allTextContents(),
  };
}

for (const [network, from, to, path, stop] of [
  ["two-tier", "internet", "web", ["igw", "public_a", "web"], ["web"]],
  ["two-tier", "db", "internet", ["db", "private_a", "nat_a", "public_a", "igw"], undefined],
  ["private-web", "admin", "bastion", ["igw", "public_a", "bastion"], ["bastion"]],
  ["private-web", "internet", "main", undefined, ["main"]],
  ["multi-subnet", "internet", "alb", ["igw", "public_a", "alb"], ["alb"]],
  ["multi-subnet", "web_c", "internet", ["web_c", "private_c", "nat_c", "public_c", "igw"], undefined],
  ["multi-subnet", "bastion", "web_a", ["bastion", "web_a"], ["web_a"]],
  ["maintenance", "app", "db", ["app", "db"], undefined],
  ["maintenance", "internet", "db", undefined, ["db"]],
] as const)
  browserTest(`${network}: a click on ${from} → ${to} shows its path, or what stops it`, async () => {
    const { page, complaints } = await open(network);
    await (await cell(page, from, to)).click();
    const { head, path: shown, stop: stopped } = await told(page);
    expect(head).toBe(`${from} → ${to}`);
    if (path !== undefined) expect(shown.filter((at, i) => at !== shown[i - 1])).toEqual(path);
    if (stop !== undefined) expect(stopped).toEqual(stop);
    expect(complaints).toEqual([]);
    await page.close();
  });

browserTest("the keyboard: arrows walk the matrix, Enter opens, Escape closes and goes back", async () => {
  const { page } = await open("multi-subnet");
  await (await cell(page, "internet", "web_a")).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const focused = () => inside<string>(page, "focused");
  expect(await focused()).toMatch(/^bastion to web_a:/);
  await page.keyboard.press("ArrowRight");
  expect(await focused()).toMatch(/^bastion to web_c:/);
  await page.keyboard.press("End");
  expect(await focused()).toMatch(/^bastion to alb:/);
  await page.keyboard.press("Home");
  expect(await focused()).toMatch(/^bastion to internet:/);
  await page.keyboard.press("Enter");
  expect((await told(page)).head).toBe("bastion → internet");
  await page.keyboard.press("Escape");
  expect(await page.locator(".panel .answer").count()).toBe(0);
  expect(await focused()).toMatch(/^bastion to internet:/);
  expect(await inside(page, "outline")).toBe("solid");
  await page.close();
});

browserTest("Tab comes to the matrix once, not to each of its cells", async () => {
  const { page } = await open("multi-subnet");
  const stops = await inside(page, "tabStops");
  expect(stops).toBe(1);
  await page.close();
});

browserTest("without scripts: a click leads to the answer, which unfolds", async () => {
  const { page } = await open("multi-subnet", { script: false });
  expect(await page.locator(".search").isVisible()).toBe(false);
  const link = await cell(page, "internet", "alb");
  const target = (await link.getAttribute("href")) ?? "";
  expect(await page.locator(target).isVisible()).toBe(false);
  await link.click();
  expect(await page.locator(target).isVisible()).toBe(true);
  expect(await page.locator(`${target} .path .name`).allTextContents()).toContain("public_a");
  await page.close();
});

browserTest("search: rows, promises and boxes of that name stay", async () => {
  const { page } = await open("multi-subnet");
  await page.locator("#search").fill("NAT_C");
  expect(await page.locator("#found").textContent()).toBe("1 of 6 in the drawing");
  expect(await page.locator("tbody tr:visible th").allTextContents()).toEqual(["web_c", "nat_c"]);
  expect(await page.locator("g.found").getAttribute("data-names")).toBe("nat_c");
  await page.locator("#search").fill("");
  expect(await page.locator("tbody tr:visible").count()).toBe(7);
  await page.close();
});

browserTest("a review marks what opens and closes, in words, matrix and drawing", async () => {
  const { page, complaints } = await open("review");
  expect(await page.locator("li.opened").count()).toBeGreaterThan(0);
  expect(await page.locator("td.opened .mark").count()).toBeGreaterThan(0);
  expect(await page.locator("path.line.opened").count()).toBeGreaterThan(0);
  await page.locator("li.opened summary").first().click();
  expect(await page.locator("li.opened .path").first().isVisible()).toBe(true);
  expect(complaints).toEqual([]);
  await page.close();
});

browserTest("nothing from outside is loaded: the policy stops it, and no request leaves", async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const outside = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { page, requests } = await open("two-tier");
  const stopped = await inside<{ readonly violations: readonly string[]; readonly title: string }>(
    page,
    "reachOut",
    outside,
  );
  server.close();
  server.closeAllConnections();
  expect(stopped.violations).toEqual([
    "connect-src",
    "frame-src",
    "img-src",
    "script-src-elem",
    "style-src-attr",
    "style-src-elem",
  ]);
  expect(stopped.title).toBe("The network two-tier");
  expect(asked).toEqual([]);
  // What it was made to ask for was stopped before it left.
  expect(requests.filter((url) => !url.startsWith(outside))).toEqual([]);
  await page.close();
});

browserTest("hostile names are text, and break nothing", async () => {
  const { page, complaints, requests } = await open("hostile", { width: 390 });
  expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
  expect(await page.locator("h1").textContent()).toBe("The network <b>hostile</b>");
  expect(await page.locator("main img, main script, main h1").count()).toBe(0);
  expect(await page.locator("g.box-of title", { hasText: "<script>alert(1)</script>" }).count()).toBe(1);
  expect(await inside(page, "width")).toBe(390);
  await page.close();
});

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

for (const [name, look] of [
  ...NAMES.flatMap((network) => [
    [network, { scheme: "light" }] as const,
    [network, { scheme: "dark", width: 390 }] as const,
  ]),
  ["review", { scheme: "light" }] as const,
  ["review", { scheme: "dark" }] as const,
  ["hostile", { scheme: "light" }] as const,
])
  browserTest(`${name}, ${look.scheme}: axe finds nothing serious`, async () => {
    const { page } = await open(name, look);
    await inside(page, "unfold");
    await page.locator(".matrix a").first().click();
    await page.evaluate(axe);
    const found = await inside<readonly { readonly impact: string }[]>(page, "faults");
    expect(found.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
    await page.close();
  });

for (const name of [...NAMES, "review"])
  for (const width of [1280, 390])
    browserTest(`${name}: fits ${width} pixels`, async () => {
      const { page, complaints } = await open(name, { width });
      expect(await inside(page, "width")).toBe(width);
      const smallest = await inside<number>(page, "scale");
      expect(smallest).toBeGreaterThan(0.69);
      expect(complaints).toEqual([]);
      await page.close();
    });
