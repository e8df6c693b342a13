import { mkdir, open, readdir, rm, stat, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { randomId } from "../lib/random-id.js";
import { reportFullDisk } from "./blob-store.js";

const ABANDONED_AFTER_MS = 3600_000; // no request takes an hour; another process may be writing what is younger

/** A folder of files that live as long as a request, readable by this user only. */
export class Spool {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Opens (or makes) the folder. What an earlier crash left in it is deleted: it is somebody's photos. */
  static async open(folder: string): Promise<Spool> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder)) {
      const { mtimeMs } = await stat(join(folder, name));
      if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rm(join(folder, name), { force: true });
    }
    return new Spool(folder);
  }

  /** A new file, which is made when the first bytes are flushed. */
  createFile(): SpoolFile {
    return new SpoolFile(join(this.#folder, randomId()));
  }
}

/** A file that is written piece by piece, and deleted unless somebody has moved it away. */
export class SpoolFile {
  readonly path: string;
  #pending: Uint8Array[] = [];
  #handle: FileHandle | undefined;
  #sizeBytes = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** All that was written, flushed or not. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  write(bytes: Uint8Array): void {
    this.#pending.push(bytes);
    this.#sizeBytes += bytes.length;
  }

  /** Hands what was written to the operating system: until then the bytes must not change. */
  async flush(): Promise<void> {
    if (this.#pending.length === 0) return;
    const pieces = this.#pending.splice(0);
    try {
      this.#handle ??= await open(this.path, "wx", 0o600);
      const { bytesWritten } = await this.#handle.writev(pieces);
      const wanted = pieces.reduce((sum, { length }) => sum + length, 0);
      // A disk that is nearly full takes a part, and refuses the next write.
      if (bytesWritten < wanted) await this.#handle.writeFile(Buffer.concat(pieces).subarray(bytesWritten));
    } catch (error) {
      throw reportFullDisk(error);
    }
  }

  /** Flushes and closes: from here on others may read or move the file. */
  async close(): Promise<void> {
    await this.flush();
    this.#handle ??= await open(this.path, "wx", 0o600); // nothing was written: an empty file
    await this.#handle.close();
    this.#handle = undefined;
  }

  /** Deletes the file, closed or not; does nothing when it has been moved or deleted. */
  async remove(): Promise<void> {
    this.#pending = [];
    await this.#handle?.close();
    this.#handle = undefined;
    await rm(this.path, { force: true });
  }
}
