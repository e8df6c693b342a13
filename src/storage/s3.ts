import { readFile, rm } from "node:fs/promises";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { assertBlobKey, createUnavailableError, type BlobStat, type BlobStore } from "./blob-store.js";

/** Where the blobs are: `s3://BUCKET/PREFIX?endpoint=…&region=…`, taken apart. */
export interface S3Location {
  readonly bucket: string;
  /** Before every key: empty, or ending with a slash. */
  readonly prefix: string;
  /** Another server than Amazon's, such as http://minio:9000. */
  readonly endpoint: string | undefined;
  readonly region: string;
}

/** A try that has no answer by then counts as failed; the client library makes three, so that a caller knows within a minute. */
const CONNECT_TIMEOUT_MS = 2000;
const ANSWER_TIMEOUT_MS = 15_000;
const MAX_ATTEMPTS = 3;

/**
 * Blobs in an S3 bucket, which must exist. The credentials are those that Amazon's library finds: AWS_ACCESS_KEY_ID and
 * AWS_SECRET_ACCESS_KEY, a profile, or the role of the machine. This file is imported only when S3 is configured.
 */
export function openS3BlobStore({ bucket, prefix, endpoint, region }: S3Location): BlobStore {
  const client = new S3Client({
    region,
    maxAttempts: MAX_ATTEMPTS,
    // By default the library adds checksums that other servers than Amazon's store as a part of the object, or refuse (ADR-0035).
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: ANSWER_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
    // Other servers have no name for each bucket.
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
  });
  return new S3BlobStore(client, bucket, prefix);
}

class S3BlobStore implements BlobStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;

  constructor(client: S3Client, bucket: string, prefix: string) {
    this.#client = client;
    this.#bucket = bucket;
    this.#prefix = prefix;
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const command = new PutObjectCommand({ ...this.#name(key), Body: bytes });
    await this.#client.send(command).catch(failUnavailable);
  }

  /** Reads the file whole (10 MB at most), because a stream could not be sent a second time when the first try fails. */
  async putFile(key: string, path: string): Promise<void> {
    assertBlobKey(key);
    await this.put(key, await readFile(path));
    await rm(path);
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    const command = new GetObjectCommand(this.#name(key));
    const found = await this.#client.send(command).catch(ignoreMissing);
    return await found?.Body?.transformToByteArray().catch(failUnavailable);
  }

  async stat(key: string): Promise<BlobStat | undefined> {
    const command = new HeadObjectCommand(this.#name(key));
    const found = await this.#client.send(command).catch(ignoreMissing);
    return found && toStat(key, found.ContentLength, found.LastModified);
  }

  async delete(key: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand(this.#name(key))).catch(ignoreMissing);
  }

  async *list(prefix: string): AsyncIterable<BlobStat> {
    assertBlobKey(prefix);
    let token: string | undefined;
    do {
      const page = await this.#client
        .send(
          new ListObjectsV2Command({
            Bucket: this.#bucket,
            Prefix: `${this.#prefix}${prefix}/`,
            ContinuationToken: token,
          }),
        )
        .catch(failUnavailable);
      for (const { Key = "", Size, LastModified } of page.Contents ?? [])
        yield toStat(Key.slice(this.#prefix.length), Size, LastModified);
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  /** Signed here, without asking the server. */
  async makeUrl(key: string, ttlMs: number): Promise<string> {
    const command = new GetObjectCommand(this.#name(key));
    return await getSignedUrl(this.#client, command, { expiresIn: Math.ceil(ttlMs / 1000) });
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }

  #name(key: string): { readonly Bucket: string; readonly Key: string } {
    assertBlobKey(key);
    return { Bucket: this.#bucket, Key: this.#prefix + key };
  }
}

function toStat(key: string, sizeBytes = 0, storedAt = new Date(0)): BlobStat {
  return { key, sizeBytes, storedAtMs: storedAt.getTime() };
}

/** No such object is an answer. No such bucket is not: taking it for an empty one would lose tasks. */
function ignoreMissing(error: unknown): undefined {
  const name = error instanceof S3ServiceException ? error.name : "";
  if (name !== "NoSuchKey" && name !== "NotFound") failUnavailable(error);
}

function failUnavailable(cause: unknown): never {
  throw createUnavailableError(cause);
}
