import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { randomId } from "./lib/random-id.js";

const KEY_BYTES = 32;

/**
 * The key in the data folder that encrypts stored secrets. The first process that asks makes it; of several at once one wins and
 * all get its key.
 */
export async function findOrMakeSecretKey(dataDir: string): Promise<Uint8Array> {
  const file = join(dataDir, "secret.key");
  return (await readKey(file)) ?? (await makeKey(dataDir, file));
}

async function readKey(file: string): Promise<Uint8Array | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const key = Buffer.from(text, "base64");
  if (key.length !== KEY_BYTES)
    throw new Error(`Cannot use ${file}: want ${KEY_BYTES} bytes in Base64; put the backup of it back`);
  return key;
}

/** Written whole under another name and then linked, which fails where somebody was faster: no process reads half a key. */
async function makeKey(dataDir: string, file: string): Promise<Uint8Array> {
  const draft = `${file}.${randomId()}`;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  try {
    await writeFile(draft, `${randomBytes(KEY_BYTES).toString("base64")}\n`, { mode: 0o600, flush: true });
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const key = await readKey(file);
  if (key === undefined) throw new Error(`Cannot read ${file}, which was just made`);
  return key;
}
