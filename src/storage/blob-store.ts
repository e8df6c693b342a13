import { AppError } from "../lib/errors.js";

/**
 * Keeps bytes under keys such as `results/abc-0.png`: segments of letters, digits, `.`, `_` and `-`, parted by `/`; no segment
 * begins with a dot. Implementations pass the contract in blob-store.contract.ts, throw RangeError for other keys, and AppError
 * STORE_UNAVAILABLE when the disk is full or the server does not answer: the same call may succeed later.
 */
export interface BlobStore {
  /** Stores or replaces. Readers see the old bytes or the new ones, never a part; when it resolves they survive a crash. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Stores or replaces with the bytes of a file on this machine, and takes the file: it is gone when this resolves. */
  putFile(key: string, path: string): Promise<void>;
  get(key: string): Promise<Uint8Array | undefined>;
  stat(key: string): Promise<BlobStat | undefined>;
  /** Does nothing when there is no such blob. */
  delete(key: string): Promise<void>;
  /** The blobs whose key begins with `prefix` (a whole segment, such as `inputs`), in no particular order. */
  list(prefix: string): AsyncIterable<BlobStat>;
  /** A link by which anyone can read the blob for `ttlMs`. Stores that clients cannot reach have none. */
  makeUrl?(key: string, ttlMs: number): Promise<string>;
  /** Ends open connections. */
  close?(): Promise<void>;
}

export interface BlobStat {
  readonly key: string;
  readonly sizeBytes: number;
  /** Milliseconds since 1970. */
  readonly storedAtMs: number;
}

const KEY = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/;

/** @throws RangeError if the key is not of the allowed form, which also keeps it inside the store's folder. */
export function assertBlobKey(key: string): void {
  if (!KEY.test(key))
    throw new RangeError(
      `Cannot use ${JSON.stringify(key)} as a blob key: want segments of [A-Za-z0-9_.-] parted by /`,
    );
}

const RETRY_AFTER_MS = 10_000;

/** The store cannot do it now. What was wrong is the cause, for the log: it may name servers and folders. */
export function createUnavailableError(cause: unknown): AppError {
  return new AppError("STORE_UNAVAILABLE", { retryAfterMs: RETRY_AFTER_MS, cause });
}

/** What the operating system calls a disk that takes no more. */
const FULL_DISK = new Set(["ENOSPC", "EDQUOT", "EROFS"]);

/** STORE_UNAVAILABLE in place of an error that says that the disk is full; others stay what they are. */
export function reportFullDisk(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return code !== undefined && FULL_DISK.has(code) ? createUnavailableError(error) : error;
}
