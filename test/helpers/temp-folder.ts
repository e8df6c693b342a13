import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

/** A new folder that is deleted when the test ends. */
export async function makeTempFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "drape-test-"));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
