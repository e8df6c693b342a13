/** Storage of bytes under keys. It knows no task: who needs a blob and until when is decided elsewhere. */
export type { BlobStat, BlobStore } from "./blob-store.js";
export { openDiskBlobStore } from "./disk.js";
export { openBlobStore } from "./open-blob-store.js";
export { Spool, SpoolFile } from "./spool.js";
