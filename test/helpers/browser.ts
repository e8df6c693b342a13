import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from "playwright-core";
import { projectPath } from "./run-drape.js";

const CHROMIUM = "/usr/bin/chromium";
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
];

/** Why tests with a browser cannot run here; false when they can. */
export const browserMissing: string | false = existsSync(CHROMIUM)
  ? false
  : "SKIPPED: Debian's chromium is not installed (apt-get install chromium)";

if (browserMissing !== false) console.warn(browserMissing);

/** Starts Debian's Chromium. The caller closes it. */
export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** A page of its own, and what went wrong in it. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Requests to other origins than those that are allowed; they do not get out. */
  readonly outside: readonly string[];
  /** Errors of scripts, and what the content security policy forbade. */
  readonly faults: readonly string[];
}

/** Opens a page that may only ask these origins. */
export async function watchPage(
  browser: Browser,
  origins: readonly string[],
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  const outside: string[] = [];
  const faults: string[] = [];
  await context.route(
    (url) => !origins.includes(url.origin) && url.protocol.startsWith("http"),
    async (route) => {
      outside.push(route.request().url());
      await route.abort();
    },
  );
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (/content security policy|trusted ?type/i.test(message.text())) faults.push(message.text());
  });
  return { page, context, outside, faults };
}

/** Keeps a picture of the page for the eye: test-output/ is not in version control. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  const folder = projectPath("test-output/screenshots");
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
}

interface AxeViolation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

const axeSource = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds serious or critical on the page as it is now, one line each. */
export async function listAccessibilityFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(await axeSource);
  const violations = (await page.evaluate(
    "axe.run().then(({ violations }) => violations)",
  )) as AxeViolation[];
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ""}`),
    );
}
