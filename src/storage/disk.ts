import { copyFile, mkdir, open, opendir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { randomId } from "../lib/random-id.js";
import { assertBlobKey, reportFullDisk, type BlobStat, type BlobStore } from "./blob-store.js";

const UNFINISHED = ".unfinished"; // keys cannot begin with a dot, so no blob lies in here

const ABANDONED_AFTER_MS = 3600_000; // no put takes an hour; another process may be writing what is younger

/** Opens (or makes) a folder of blobs, readable by this user only. What an earlier crash left half written is deleted. */
export async function openDiskBlobStore(folder: string): Promise<BlobStore> {
  const unfinished = join(folder, UNFINISHED);
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  for (const name of await readdir(unfinished)) {
    const found = await stat(join(unfinished, name)).catch(ignoreMissing);
    if (found !== undefined && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS)
      await rm(join(unfinished, name), { force: true });
  }
  return new DiskBlobStore(folder);
}

/** Files in a folder; a blob is written beside, synced to the disk and then renamed into its place. */
class DiskBlobStore implements BlobStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.#path(key);
    const unfinished = join(this.#folder, UNFINISHED, randomId());
    try {
      await writeSynced(unfinished, bytes);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await rename(unfinished, path);
      await syncFolder(dirname(path));
    } catch (error) {
      await rm(unfinished, { force: true });
      throw reportFullDisk(error);
    }
  }

  async putFile(key: string, path: string): Promise<void> {
    const target = this.#path(key);
    const unfinished = join(this.#folder, UNFINISHED, randomId());
    try {
      await moveFile(path, unfinished);
      await syncFile(unfinished);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await rename(unfinished, target);
      await syncFolder(dirname(target));
    } catch (error) {
      await rm(unfinished, { force: true });
      throw reportFullDisk(error);
    }
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    return await readFile(this.#path(key)).catch(ignoreMissing);
  }

  async stat(key: string): Promise<BlobStat | undefined> {
    const found = await stat(this.#path(key)).catch(ignoreMissing);
    return found?.isFile() === true ? { key, sizeBytes: found.size, storedAtMs: found.mtimeMs } : undefined;
  }

  async delete(key: string): Promise<void> {
    await rm(this.#path(key), { force: true });
  }

  async *list(prefix: string): AsyncIterable<BlobStat> {
    const folder = await opendir(this.#path(prefix), { recursive: true }).catch(ignoreMissing);
    if (folder === undefined) return;
    for await (const entry of folder) {
      if (!entry.isFile()) continue;
      const key = relative(this.#folder, join(entry.parentPath, entry.name)).split(sep).join("/");
      const blob = await this.stat(key);
      if (blob !== undefined) yield blob; // else deleted since
    }
  }

  #path(key: string): string {
    assertBlobKey(key);
    return join(this.#folder, ...key.split("/"));
  }
}

/** Renames, or copies where the two places are on different disks. */
async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    await copyFile(from, to);
    await rm(from);
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a rename in this folder survive a power cut. Windows cannot open folders and needs no such step. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function ignoreMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
}
