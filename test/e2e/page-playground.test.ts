import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import {
  browserMissing,
  keepScreenshot,
  listAccessibilityFaults,
  openBrowser,
  watchPage,
} from "../helpers/browser.js";
import { startPageService, type PageService } from "../helpers/page-service.js";
import { projectPath } from "../helpers/run-drape.js";

const WOMAN = '[aria-label="Use the example: woman in a green T-shirt"]';
const PRINTED_TEE = '[aria-label="Use the example: T-shirt with a print"]';
const HOODIE = '[aria-label="Use the example: hooded sweatshirt"]';
const START = "button:text-is('Try it on')";
const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

describe("the playground", { skip: browserMissing }, () => {
  let browser: Browser;
  let service: PageService;
  before(async () => {
    browser = await openBrowser();
    service = await startPageService();
  });
  after(async () => {
    await browser.close();
    await service.stop();
  });

  async function chooseExamples(page: Page): Promise<void> {
    await page.click(WOMAN);
    await page.click(PRINTED_TEE);
    await page.getByText("Person found").waitFor();
    await page.getByText("A top with short sleeves").waitFor();
  }

  async function tryOn(page: Page): Promise<void> {
    await chooseExamples(page);
    await page.click(START);
    await page.locator(".stage-done").waitFor();
  }

  test("goes from an example to a result, a slider by keyboard, a download and a deletion, with the real engine", async () => {
    const real = await startPageService({ isReal: true });
    const { page, context, outside, faults } = await watchPage(browser, [real.url]);
    try {
      await page.goto(real.url);
      await keepScreenshot(page, "desktop-1-empty");
      await page.click(WOMAN);
      await page.click(PRINTED_TEE);
      await page.getByText("Person found").waitFor({ timeout: 60_000 });
      await page.getByText("A top with short sleeves").waitFor({ timeout: 60_000 });
      await keepScreenshot(page, "desktop-2-chosen");
      await page.click(START);
      await page.getByRole("progressbar").waitFor();
      await keepScreenshot(page, "desktop-3-running");
      await page.locator(".stage-done").waitFor({ timeout: 120_000 });

      const slider = page.locator(".stage-done > compare-slider");
      const edge = (): Promise<unknown> =>
        page.evaluate(
          "document.querySelector('.stage-done > compare-slider').style.getPropertyValue('--edge')",
        );
      await slider.getByRole("slider").focus();
      assert.equal(await edge(), "50%");
      await page.keyboard.press("ArrowRight");
      assert.equal(await edge(), "51%");
      await page.keyboard.press("Home");
      assert.equal(await edge(), "100%");
      await page.keyboard.press("End");
      assert.equal(await edge(), "0%");
      await keepScreenshot(page, "desktop-4-done");

      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByText("Download").click(),
      ]);
      assert.equal(download.suggestedFilename(), "drape-try-on.png");
      const { format, width, height } = await sharp(await readFile(await download.path())).metadata();
      assert.deepEqual([format, width, height], ["png", 768, 1024]);

      const address = await slider.getAttribute("result");
      assert.equal((await page.request.get(real.url + address)).status(), 200);
      await page.getByRole("button", { name: "Delete this try-on" }).click();
      await page.getByText("Deleted, here and on the service.").waitFor();
      assert.equal(await page.locator("history-card").count(), 0);
      assert.equal((await page.request.get(real.url + address)).status(), 404);
      assert.deepEqual(outside, []);
      assert.deepEqual(faults, []);
    } finally {
      await context.close();
      await real.stop();
    }
  });

  test("keeps the person for another garment, and shows earlier results after a reload", async () => {
    const { page, context } = await watchPage(browser, [service.url]);
    await page.goto(service.url);
    await tryOn(page);
    await page.getByRole("button", { name: "Another garment" }).click();
    await page.click(HOODIE);
    await page.click(START);
    await page.locator("history-card").nth(1).waitFor();
    await keepScreenshot(page, "desktop-5-history");
    await page.reload();
    await page.getByRole("button", { name: /Show the try-on of printed tee/ }).click();
    await page.locator(".stage-done").waitFor();
    await page.getByRole("button", { name: "Delete all photos and pictures" }).click();
    await page.locator("history-card").first().waitFor({ state: "detached" });
    assert.equal(await page.locator("history-card").count(), 0);
    await context.close();
  });

  test("works with the keyboard alone", async () => {
    const { page, context } = await watchPage(browser, [service.url]);
    await page.goto(service.url);
    await page.locator(PRINTED_TEE).waitFor();
    const press = async (name: string): Promise<void> => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press("Tab");
        const label = await page.evaluate(
          "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()",
        );
        if (label === name) return page.keyboard.press("Enter");
      }
      assert.fail(`No Tab leads to ${name}`);
    };
    await press("Use the example: woman in a green T-shirt");
    await press("Use the example: T-shirt with a print");
    await page.getByText("A top with short sleeves").waitFor();
    await press("Try it on");
    await page.locator(".stage-done").waitFor();
    await context.close();
  });

  test("says what is wrong with a file", async () => {
    const { page, context } = await watchPage(browser, [service.url]);
    await page.goto(service.url);
    const person = page.getByLabel("Choose a photo of the person");
    await person.setInputFiles({
      name: "cv.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("%PDF-1.7"),
    });
    await page.getByText("“cv.pdf” is not a picture. Choose a JPEG or PNG.").waitFor();
    await person.setInputFiles({
      name: "half.jpg",
      mimeType: "image/jpeg",
      buffer: Buffer.from("ffd8ffe0", "hex"),
    });
    await page.getByText("“half.jpg” is damaged, or of a kind this browser cannot read.").waitFor();
    await keepScreenshot(page, "desktop-6-wrong-file");
    const small = await sharp({ create: { width: 120, height: 90, channels: 3, background: "teal" } })
      .png()
      .toBuffer();
    await page
      .getByLabel("Choose a photo of the garment")
      .setInputFiles({ name: "icon.png", mimeType: "image/png", buffer: small });
    await page.getByText("120x90 px is too small: want at least 300 px on each side.").waitFor();
    assert.equal(await page.locator(".start .primary").isDisabled(), true);
    await context.close();
  });

  test("sends a picture of another kind as a JPEG", async () => {
    const { page, context } = await watchPage(browser, [service.url]);
    await page.goto(service.url);
    const webp = await sharp({ create: { width: 600, height: 800, channels: 3, background: "teal" } })
      .webp()
      .toBuffer();
    await page
      .getByLabel("Choose a photo of the person")
      .setInputFiles({ name: "me.webp", mimeType: "image/webp", buffer: webp });
    await page.getByText("600 × 800 px, sent as a JPEG").waitFor();
    await context.close();
  });

  test("takes a dropped photo in its place, and a pasted one where none is yet", async () => {
    const { page, context } = await watchPage(browser, [service.url]);
    await page.goto(service.url);
    await page.locator(PRINTED_TEE).waitFor();
    const photo = await readFile(projectPath("examples/garments/hoodie.jpg"), "base64");
    // a File as the browser makes it of a drag or of the clipboard: a test cannot drag one in from the desktop
    const hand = (target: string, kind: "drop" | "paste", name: string): Promise<unknown> =>
      page.evaluate(`{
        const bytes = Uint8Array.from(atob("${photo}"), (character) => character.charCodeAt(0));
        const data = new DataTransfer();
        data.items.add(new File([bytes], "${name}", { type: "image/jpeg" }));
        const init = { bubbles: true, composed: true, cancelable: true };
        const event = "${kind}" === "drop"
          ? new DragEvent("drop", { ...init, dataTransfer: data })
          : new ClipboardEvent("paste", { ...init, clipboardData: data });
        ${target}.dispatchEvent(event);
      }`);
    const garment = `document.querySelector('[aria-label="Choose a photo of the garment"]')`;
    await hand(garment, "drop", "dropped.jpg");
    await page.getByAltText("The garment: dropped.jpg").waitFor();
    await hand("document", "paste", "pasted.jpg");
    await page.getByAltText("The person: pasted.jpg").waitFor();
    await hand("document", "paste", "next.jpg");
    await page.getByAltText("The garment: next.jpg").waitFor();
    assert.equal(await page.getByAltText("The person: pasted.jpg").count(), 1);
    assert.equal(page.url(), `${service.url}/`);
    await context.close();
  });

  test("takes a photo with the camera", async () => {
    const { page, context } = await watchPage(browser, [service.url], { permissions: ["camera"] });
    await page.goto(service.url);
    await page.getByRole("button", { name: "Take a photo of the person" }).click();
    await page.getByRole("button", { name: "Take the photo" }).click();
    await page.getByText("Person found").waitFor();
    assert.equal(await page.getByAltText("The person: camera.jpg").count(), 1);
    await context.close();
  });

  test("goes on by itself after the service was stopped midway", async () => {
    const first = await startPageService({ jobMs: 60_000, env: {} });
    const { page, context } = await watchPage(browser, [first.url]);
    await page.goto(first.url);
    await chooseExamples(page);
    await page.click(START);
    await page.getByText("Looking for the person").waitFor();
    const { port } = new URL(first.url);
    const { dataDir } = first;
    await first.stop({ keepFolder: true });
    await page.getByText("The service does not answer. Your try-on is kept there").waitFor();
    await keepScreenshot(page, "desktop-7-stopped");
    const second = await startPageService({ dataDir, env: { PORT: port } });
    await page.locator(".stage-done").waitFor({ timeout: 20_000 });
    await context.close();
    await second.stop();
  });

  test("fits a phone of 360 px, and has no serious fault for axe in light and dark", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const { page, context, faults } = await watchPage(browser, [service.url], { ...PHONE, colorScheme });
      await page.goto(service.url);
      await page.locator(PRINTED_TEE).waitFor();
      await keepScreenshot(page, `phone-${colorScheme}-1-empty`);
      assert.deepEqual(await listAccessibilityFaults(page), []);
      await tryOn(page);
      await keepScreenshot(page, `phone-${colorScheme}-2-done`);
      assert.deepEqual(await listAccessibilityFaults(page), []);
      assert.equal(await page.evaluate("document.scrollingElement.scrollWidth"), 360);
      assert.deepEqual(faults, []);
      await context.close();
    }
  });

  test("has no serious fault for axe on a desktop in light and dark", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const { page, context } = await watchPage(browser, [service.url], { colorScheme });
      await page.goto(service.url);
      await tryOn(page);
      await keepScreenshot(page, `desktop-${colorScheme}-done`);
      assert.deepEqual(await listAccessibilityFaults(page), []);
      await context.close();
    }
  });

  test("asks for a key where it is not open, and keeps it in the tab", async () => {
    const closed = await startPageService({ env: { DRAPE_PLAYGROUND: "key" } });
    const { page, context } = await watchPage(browser, [closed.url]);
    await page.goto(closed.url);
    await page.getByLabel("Subscription key").fill("0".repeat(32));
    await page.getByText("Use it").click();
    await page.click(WOMAN);
    await page.getByText("This key is not known here.").waitFor();
    await keepScreenshot(page, "desktop-8-key");
    await page.getByLabel("Subscription key").fill(closed.key);
    await page.getByText("Use it").click();
    await tryOn(page);
    const kept = (await page.evaluate(
      "JSON.stringify([localStorage, document.cookie, location.href])",
    )) as string;
    assert.equal(kept.includes(closed.key), false);
    await context.close();
    await closed.stop();
  });
});
