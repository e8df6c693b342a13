import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import sharp from "sharp";
import { startShop, type Shop } from "../../examples/shop/shop.js";
import {
  browserMissing,
  keepScreenshot,
  listAccessibilityFaults,
  openBrowser,
  watchPage,
} from "../helpers/browser.js";
import { startPageService, type PageService } from "../helpers/page-service.js";
import { projectPath } from "../helpers/run-drape.js";

const WOMAN = projectPath("examples/people/woman.jpg");

describe("<drape-try-on> on a shop's page of another origin", { skip: browserMissing }, () => {
  let browser: Browser;
  let service: PageService;
  let shop: Shop;
  before(async () => {
    browser = await openBrowser();
    service = await startPageService({ jobMs: 800, env: { DRAPE_ALLOW_HOSTS: "127.0.0.1" } });
    shop = await startShop({ drapeUrl: service.url, drapeKey: service.key, port: 0 });
  });
  after(async () => {
    await browser.close();
    shop.close();
    await service.stop();
  });

  test("asks consent, takes a photo, shows before and after, saves and deletes", async () => {
    const { page, context, outside, faults } = await watchPage(browser, [shop.origin, service.url]);
    const texts: string[] = [];
    page.on(
      "response",
      (response) =>
        void response.text().then(
          (text) => texts.push(text),
          () => {},
        ),
    );
    await page.goto(shop.origin);
    const widget = page.locator("drape-try-on").first();
    await widget.getByRole("button", { name: "Try it on" }).click();
    await widget.getByText(`Your photo is sent to ${new URL(service.url).host}`).waitFor();
    await widget
      .getByText("Your photo is deleted when the picture is made, the picture after 30 days")
      .waitFor();
    await keepScreenshot(page, "widget-1-consent");
    assert.deepEqual(await listAccessibilityFaults(page), []);
    await widget.getByText("I agree").click();
    await keepScreenshot(page, "widget-2-photo");
    const input = widget.locator("input[type=file]").first();
    await input.setInputFiles({ name: "cv.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF") });
    await widget.getByText("This file is no picture that can be read.").waitFor();
    await input.setInputFiles(WOMAN);
    await widget.getByRole("button", { name: "Show it on me" }).click();
    await widget.getByRole("progressbar").waitFor();
    await keepScreenshot(page, "widget-3-working");
    const slider = widget.getByRole("slider", { name: "Compare before and after" });
    await slider.focus();
    await page.keyboard.press("ArrowLeft");
    assert.equal(await slider.getAttribute("aria-valuetext"), "51 % After");
    await keepScreenshot(page, "widget-4-done");
    assert.deepEqual(await listAccessibilityFaults(page), []);
    const [download] = await Promise.all([page.waitForEvent("download"), widget.getByText("Save").click()]);
    assert.equal((await sharp(await readFile(await download.path())).metadata()).width, 768);
    await widget.getByRole("button", { name: "Delete" }).click();
    await widget.getByText("Photo and picture are deleted.").waitFor();
    // The shop's key never reached the browser.
    assert.ok(texts.length >= 5);
    assert.equal(
      texts.some((text) => text.includes(service.key)),
      false,
    );
    assert.deepEqual([outside, faults], [[], []]);
    await context.close();
  });

  test("speaks the page's language on a phone", async () => {
    const { page, context } = await watchPage(browser, [shop.origin, service.url], {
      viewport: { width: 360, height: 740 },
      deviceScaleFactor: 2,
      isMobile: true,
      hasTouch: true,
    });
    await page.goto(shop.origin);
    const titles: unknown[] = [];
    for (const lang of ["de", "es-MX", "fr", "zh-CN", "ja", "nl"]) {
      await page.evaluate(
        `document.documentElement.lang = "${lang}"; document.querySelector("drape-try-on").requestUpdate()`,
      );
      titles.push(
        await page.evaluate(
          'document.querySelector("drape-try-on").updateComplete.then(() => document.querySelector("drape-try-on").shadowRoot.querySelector("h2").textContent)',
        ),
      );
    }
    assert.deepEqual(titles, ["Anprobieren", "Pruébatelo", "Essayer", "试穿", "試着する", "Try it on"]);
    await page.evaluate(
      'document.documentElement.lang = "de"; document.querySelector("drape-try-on").requestUpdate()',
    );
    await page.locator("drape-try-on").first().getByRole("button", { name: "Anprobieren" }).click();
    await page.getByText("Einverstanden").click();
    await page.getByText("Foto aufnehmen").waitFor();
    await keepScreenshot(page, "widget-5-phone-german");
    await context.close();
  });

  test("says that it does not work when the shop's server refuses", async () => {
    const { page, context } = await watchPage(browser, [shop.origin, service.url]);
    await page.goto(shop.origin);
    await page.evaluate('document.querySelector("drape-try-on").setAttribute("endpoint", "/gone")');
    await page.locator("drape-try-on").first().getByRole("button", { name: "Try it on" }).click();
    await page.getByText("Trying on does not work at the moment.").waitFor();
    await context.close();
  });

  test("weighs less than 40 kB", async () => {
    const script = Buffer.from(await (await fetch(`${service.url}/widget.js`)).arrayBuffer());
    assert.ok(gzipSync(script).length < 40_000, `${gzipSync(script).length} bytes`);
  });
});
