import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { browserMissing, openBrowser, watchPage } from "../helpers/browser.js";
import { startPageService, type PageService } from "../helpers/page-service.js";
import { projectPath } from "../helpers/run-drape.js";
import { makeTempFolder } from "../helpers/temp-folder.js";

// The code below the playground is what people copy: each sample is read from the page and run as it stands.

const SAMPLES = [
  { label: "curl", file: "try-on.sh", program: "bash", probe: ["-c", "command -v curl sed"] },
  { label: "Python", file: "try_on.py", program: "python3", probe: ["--version"] },
  { label: "JavaScript", file: "try-on.mjs", program: process.execPath, probe: ["--version"] },
  { label: "Java", file: "TryOn.java", program: "java", probe: ["--list-modules", "jdk.compiler"] },
  {
    label: "PHP",
    file: "try-on.php",
    program: "php",
    probe: ["-r", "exit(function_exists('curl_init') ? 0 : 1);"],
  },
] as const;

describe("the playground's code", { skip: browserMissing }, () => {
  let browser: Browser;
  let service: PageService;
  before(async () => {
    browser = await openBrowser();
    service = await startPageService({ jobMs: 100 });
  });
  after(async () => {
    await browser.close();
    await service.stop();
  });

  for (const { label, file, program, probe } of SAMPLES) {
    const skip = spawnSync(program, probe).status === 0 ? false : `SKIPPED: ${program} is not installed here`;
    if (skip !== false) console.warn(skip);
    test(`in ${label} makes the picture that the page would make`, { skip }, async (t) => {
      const { page, context } = await watchPage(browser, [service.url]);
      await page.goto(service.url);
      await page.click('[aria-label="Use the example: woman in a green T-shirt"]');
      await page.click('[aria-label="Use the example: light blue shirt"]');
      await page.getByText("A top with short sleeves").waitFor();
      await page.locator("select").selectOption("webp");
      await page.getByRole("tab", { name: label, exact: true }).click();
      const code = await page.locator(".code pre").textContent();
      await context.close();

      const folder = await makeTempFolder(t);
      await writeFile(join(folder, file), code ?? "");
      await copyFile(projectPath("examples/people/woman.jpg"), join(folder, "woman.jpg"));
      await copyFile(projectPath("examples/garments/shirt.jpg"), join(folder, "shirt.jpg"));
      const env = { ...process.env, DRAPE_KEY: service.key };
      const { stdout, stderr } = await promisify(execFile)(program, [file], { cwd: folder, env });
      const result = await readFile(join(folder, "result.webp"));
      assert.equal(result.subarray(8, 12).toString("latin1"), "WEBP", stdout + stderr);
    });
  }
});
