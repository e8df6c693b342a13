import { open, type FileHandle } from "node:fs/promises";
import { AppError } from "../lib/errors.js";

/** Makes what was written so far survive a power cut. */
export interface DiskSync {
  /** Resolves when everything that was committed before the call is on the disk. @throws AppError STORE_UNAVAILABLE */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Syncs SQLite's write-ahead log beside the event loop. With `synchronous = normal` a commit only writes to the log, and SQLite syncs it
 * before a checkpoint (sqlite.org/wal.html, §3.2); so a commit is durable once the log was synced after it, or checkpointed.
 * Calls that come during a sync share the next one.
 */
export class WalSync implements DiskSync {
  readonly #file: string;
  #handle: FileHandle | undefined;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  /** `file` is the database's own. */
  constructor(file: string) {
    this.#file = `${file}-wal`;
  }

  sync(): Promise<void> {
    if (this.#next !== undefined) return this.#next;
    if (this.#running === undefined) return this.#start();
    this.#next = this.#running
      .catch(() => {}) // told to those who asked for it
      .then(() => {
        this.#next = undefined;
        return this.#start();
      });
    return this.#next;
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.#running, this.#next]);
    await this.#handle?.close();
    this.#handle = undefined;
  }

  #start(): Promise<void> {
    this.#running = this.#syncFile().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #syncFile(): Promise<void> {
    try {
      this.#handle ??= await open(this.#file, "r+"); // Windows syncs nothing that is open for reading only
      await this.#handle.datasync();
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ENOENT") return; // no log: all of it is in the database's own file
      throw new AppError("STORE_UNAVAILABLE", { cause });
    }
  }
}
