/**
 * Keeps bytes under keys such as `results/abc-0.png`: segments of letters, digits, `.`, `_` and `-`, parted by `/`; no segment
 * begins with a dot. Implementations pass the contract in blob-store.contract.ts and throw RangeError for other keys.
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
