import { gzipSync } from "node:zlib";
import type { Browser, Response } from "playwright-core";
import { browserMissing, openBrowser } from "../test/helpers/browser.js";
import { startPageService } from "../test/helpers/page-service.js";
import { formatRow, summarize } from "./measure.js";

const RUNS = 9;
const WARM_UP = 2;

interface Load {
  /** First paint with content, in milliseconds after the navigation began. */
  readonly paintMs: number;
  /** From the navigation to the first moment when a click on an example is heard. */
  readonly interactiveMs: number;
  readonly bytes: ReadonlyMap<string, number>;
}

/** What a first visit to the playground loads, and how long it takes until it can be used. No cache, this machine. */
export async function run(): Promise<void> {
  if (browserMissing !== false) return console.log(browserMissing);
  const service = await startPageService();
  const browser = await openBrowser();
  try {
    const loads: Load[] = [];
    for (let i = 0; i < WARM_UP + RUNS; i++) loads.push(await load(browser, service.url));
    const measured = loads.slice(WARM_UP);
    const { bytes } = measured[0]!;
    for (const [path, size] of bytes) console.log(`${path.padEnd(64)} ${String(size).padStart(7)} bytes`);
    const total = [...bytes.values()].reduce((sum, size) => sum + size, 0);
    console.log(`${"first load, gzip".padEnd(64)} ${String(total).padStart(7)} bytes`);
    console.log(formatRow("first paint", summarize(measured.map(({ paintMs }) => paintMs))));
    console.log(formatRow("interactive", summarize(measured.map(({ interactiveMs }) => interactiveMs))));
  } finally {
    await browser.close();
    await service.stop();
  }
}

/** Loads the page in a new context, whose cache is empty. */
async function load(browser: Browser, url: string): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  const page = await context.newPage();
  const responses: Response[] = [];
  page.on("response", (response) => responses.push(response));
  await page.goto(url, { waitUntil: "commit" });
  const interactiveMs = (await page.evaluate(
    `new Promise((resolve) => {
      const look = () => document.querySelector(".example") ? resolve(performance.now()) : requestAnimationFrame(look);
      look();
    })`,
  )) as number;
  await page.waitForLoadState("networkidle");
  const paintMs = (await page.evaluate(
    "performance.getEntriesByName('first-contentful-paint')[0].startTime",
  )) as number;
  const bytes = new Map<string, number>();
  for (const response of responses) {
    const body = await response.body();
    const isText = /text|json|svg/.test(response.headers()["content-type"] ?? "");
    bytes.set(new URL(response.url()).pathname, isText ? gzipSync(body, { level: 9 }).length : body.length);
  }
  await context.close();
  return { paintMs, interactiveMs, bytes };
}
