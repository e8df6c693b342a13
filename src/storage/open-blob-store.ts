import type { BlobStore } from "./blob-store.js";
import { openDiskBlobStore } from "./disk.js";
import type { S3Location } from "./s3.js";

/** Opens the bucket, or without one the folder. S3's library is loaded only for a bucket: it takes a tenth of a second. */
export async function openBlobStore(bucket: S3Location | undefined, folder: string): Promise<BlobStore> {
  if (bucket === undefined) return await openDiskBlobStore(folder);
  const { openS3BlobStore } = await import("./s3.js");
  return openS3BlobStore(bucket);
}
