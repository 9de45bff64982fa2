/** Chromium without a window, for tests of pages; where it is not installed the tests say so. */
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "@jest/globals";
import { type Browser, chromium, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
/** Chromium asks other computers for nothing of its own. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The program that `CHROMIUM` names, or the first of the usual ones. */
export function chromiumPath(): string | undefined {
  const given = process.env["CHROMIUM"];
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const usual = ["/usr/bin", ...folders].flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return (given === undefined ? usual : [given]).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A test in Chromium: skipped by name where it is not installed, and a failure in CI. */
export function browserTest(name: string, run: () => Promise<void>): void {
  if (chromiumPath() !== undefined) test(name, run, 60_000);
  else if (process.env["CI"] === undefined)
    test.skip(`${name} (needs Chromium: apt-get install chromium)`, run);
  else
    test(name, () => {
      throw new Error("Chromium is not installed: apt-get install chromium, or set CHROMIUM to its path");
    });
}

export async function launched(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error("Chromium is not installed");
  return await chromium.launch({ executablePath, args: FLAGS });
}

export interface Look {
  readonly width?: number;
  readonly scheme?: "light" | "dark";
  readonly script?: boolean;
}

/** A page that was opened, and what it said and asked for. */
export interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
  /** What it asked for besides itself. */
  readonly requests: readonly string[];
}

/** Opens the text as a file, as somebody does who got it as an attachment. */
export async function opened(
  browser: Browser,
  content: string,
  { width = 1280, scheme = "light", script = true }: Look = {},
  ending: "html" | "svg" = "html",
): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), "tiers-page-"));
  const file = join(folder, `page.${ending}`);
  writeFileSync(file, content);
  const page = await browser.newPage({
    viewport: { width, height: 800 },
    colorScheme: scheme,
    javaScriptEnabled: script,
  });
  const [complaints, requests]: [string[], string[]] = [[], []];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  rmSync(folder, { recursive: true });
  return { page, complaints, requests: requests.filter((url) => url !== pathToFileURL(file).href) };
}

const IN_PAGE = readFileSync(join(__dirname, "in-page.js"), "utf8");

/** Runs one of the functions of in-page.js in the page, and gives what it gives. */
export async function inside<T>(page: Page, name: string, argument?: string): Promise<T> {
  const given = argument === undefined ? "" : JSON.stringify(argument);
  return await page.evaluate<T>(`${IN_PAGE}\ninPage.${name}(${given})`);
}
