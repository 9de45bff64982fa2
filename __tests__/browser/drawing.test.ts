/** Drawings as a browser renders them: well-formed, in both colour schemes, and no text outside its box or over another. */
import { afterAll, beforeAll, expect } from "@jest/globals";
import type { Browser } from "playwright-core";
import { drawNetwork } from "../../review/report/drawing/drawing";
import { fourNetworks } from "../review/four-networks";
import { hostileNetwork } from "../review/hostile/hostile-network";
import { browserTest, chromiumPath, inside, launched, opened } from "./chromium";

let browser: Browser;
beforeAll(async () => {
  if (chromiumPath() !== undefined) browser = await launched();
});
afterAll(async () => {
  await browser?.close();
});

for (const { name, asked } of fourNetworks)
  browserTest(`${name}: every text has its place`, async () => {
    const { page, complaints, requests } = await opened(
      browser,
      await drawNetwork(asked, { name }),
      {},
      "svg",
    );
    expect(await page.locator("parsererror").count()).toBe(0);
    expect(await inside<readonly string[]>(page, "misplaced")).toEqual([]);
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
    await page.close();
  });

browserTest("light and dark are not the same", async () => {
  const [first] = fourNetworks;
  if (first === undefined) throw new Error("no network");
  const svg = await drawNetwork(first.asked, { name: first.name });
  const colours: string[] = [];
  for (const scheme of ["light", "dark"] as const) {
    const { page } = await opened(browser, svg, { scheme }, "svg");
    colours.push(await inside<string>(page, "cardFill"));
    await page.close();
  }
  expect(colours).toEqual(["rgb(255, 255, 255)", "rgb(13, 17, 23)"]);
});

browserTest("hostile names are well-formed text", async () => {
  const { page, complaints, requests } = await opened(
    browser,
    await drawNetwork(hostileNetwork(), { name: "<b>&'\"" }),
    {},
    "svg",
  );
  expect(await page.locator("parsererror, script, img, h1").count()).toBe(0);
  expect(await page.locator("svg > title").textContent()).toBe("The network <b>&'\"");
  expect(await inside<readonly string[]>(page, "misplaced")).toEqual([]);
  expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
  await page.close();
});
