import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import {
  browserMissing,
  keepScreenshot,
  listAccessibilityFaults,
  openBrowser,
  watchPage,
} from "../helpers/browser.js";
import { startCallbackReceiver } from "../helpers/callback-receiver.js";
import { startPageService, type PageService } from "../helpers/page-service.js";
import { projectPath } from "../helpers/run-drape.js";
import { waitUntil } from "../helpers/wait-until.js";

const TOKEN = "operator-token-of-32-characters-or-more";

describe("the operator's page", { skip: browserMissing }, () => {
  let browser: Browser;
  let service: PageService;
  before(async () => {
    browser = await openBrowser();
    service = await startPageService({ env: { DRAPE_ADMIN_TOKEN: TOKEN, DRAPE_ALLOW_HOSTS: "127.0.0.1" } });
  });
  after(async () => {
    await browser.close();
    await service.stop();
  });

  async function submit(callbackUrl: string): Promise<string> {
    const photo = async (name: string): Promise<Blob> =>
      new Blob([await readFile(projectPath(`examples/${name}.jpg`))]);
    const form = new FormData();
    form.append("person", await photo("people/woman"), "woman.jpg");
    form.append("garment", await photo("garments/shirt"), "shirt.jpg");
    form.append("callback_url", callbackUrl);
    const headers = { authorization: `Bearer ${service.key}` };
    const reply = await fetch(`${service.url}/v1/try-ons`, { method: "POST", body: form, headers });
    return ((await reply.json()) as { readonly id: string }).id;
  }

  test("shows tasks and usage, makes a key that works, sends a dead callback again", async (t) => {
    let status = 410;
    const receiver = await startCallbackReceiver(t, () => status);
    const taskId = await submit(`${receiver.url}/hook`);
    await waitUntil("the callback", () => receiver.received.length === 1);
    const { page, context, outside, faults } = await watchPage(browser, [service.url]);
    page.on("dialog", (dialog) => void dialog.accept());
    await page.goto(`${service.url}/admin`);
    await page.getByLabel("Admin token").fill("wrong-token-of-32-characters-or-more");
    await page.getByText("Open", { exact: true }).click();
    await page.getByText("This is not the service’s admin token.").waitFor();
    await keepScreenshot(page, "admin-1-login");
    await page.getByLabel("Admin token").fill(TOKEN);
    await page.getByText("Open", { exact: true }).click();
    await page.getByText("succeeded", { exact: true }).waitFor();
    await page.getByAltText(`Result of ${taskId}`).waitFor();
    assert.deepEqual(await listAccessibilityFaults(page), []);

    await page.getByLabel("Name of a new subscription").fill("shop-de");
    await page.getByText("Make one").click();
    const key = await page.locator(".credentials dd").first().textContent();
    const reply = await fetch(`${service.url}/v1/try-ons`, { headers: { authorization: `Bearer ${key}` } });
    assert.equal(reply.status, 200);
    await page.evaluate("scrollTo(0, 0)");
    await keepScreenshot(page, "admin-2-figures");
    await page.getByText("I have them").click();

    await page.getByRole("button", { name: "Disable shop-de" }).click();
    await page.getByRole("button", { name: "Enable shop-de" }).waitFor();
    const refused = await fetch(`${service.url}/v1/try-ons`, { headers: { authorization: `Bearer ${key}` } });
    assert.equal(refused.status, 403);
    await page.getByRole("button", { name: "Delete shop-de" }).click();
    await page.getByRole("button", { name: "Delete shop-de" }).waitFor({ state: "detached" });

    status = 200;
    const told = receiver.received.length;
    await page.getByText("Send all again").click();
    await waitUntil("the callback once more", () => receiver.received.length > told);
    await page.getByText("None: every callback was delivered").waitFor();
    await page.locator("#tasks").scrollIntoViewIfNeeded();
    await keepScreenshot(page, "admin-3-tasks");
    assert.deepEqual([outside, faults], [[], []]);
    await context.close();
  });

  test("fits a phone, in the dark", async () => {
    const { page, context } = await watchPage(browser, [service.url], {
      viewport: { width: 360, height: 740 },
      colorScheme: "dark",
    });
    await page.goto(`${service.url}/admin`);
    await page.getByLabel("Admin token").fill(TOKEN);
    await page.getByText("Open", { exact: true }).click();
    await page.locator(".tiles").waitFor();
    await keepScreenshot(page, "admin-4-phone");
    assert.equal(await page.evaluate("document.scrollingElement.scrollWidth"), 360);
    assert.deepEqual(await listAccessibilityFaults(page), []);
    await context.close();
  });
});
