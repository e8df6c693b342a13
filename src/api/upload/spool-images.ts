import type { IncomingMessage } from "node:http";
import type { FastifyRequest } from "fastify";
import { AppError } from "../../lib/errors.js";
import type { Spool, SpoolFile } from "../../storage/mod.js";
import type { Api } from "../server.js";
import { readAtPace, readSmallBody } from "./body-pace.js";
import { JsonSpooler, MAX_TEXT_BYTES, parseJson, type ImageSink } from "./json-spooler.js";

declare module "fastify" {
  interface FastifyRequest {
    /** Images that came as long Base64 or as parts of a form, by their field. Deleted with the request unless moved away. */
    uploads: Uploads | undefined;
  }
}

export interface UploadOptions {
  readonly spool: Spool;
  /** An image's largest size in bytes. */
  readonly maxImageBytes: number;
  /** A body's largest size in bytes. */
  readonly maxBodyBytes: number;
}

interface UploadSink extends ImageSink {
  readonly file: SpoolFile;
}

/** An image that came with a request. */
export interface Upload {
  readonly file: SpoolFile;
  /** False when a JSON field held something else than Base64. */
  readonly isBase64: boolean;
}

/** The files of one request. */
export class Uploads {
  readonly #options: UploadOptions;
  readonly #files: SpoolFile[] = [];
  #images: ReadonlyMap<string, Upload> = new Map();

  constructor(options: UploadOptions) {
    this.#options = options;
  }

  /** Opens a file for an image's bytes. Its write() throws AppError IMAGE_REFUSED when the image becomes too large. */
  open(field: string): UploadSink {
    const { spool, maxImageBytes } = this.#options;
    const file = spool.createFile();
    this.#files.push(file);
    const details = `${field}: larger than ${maxImageBytes / 2 ** 20} MB`;
    return {
      file,
      write(bytes) {
        file.write(bytes);
        if (file.sizeBytes > maxImageBytes) throw new AppError("IMAGE_REFUSED", { details });
      },
    };
  }

  async flush(): Promise<void> {
    for (const file of this.#files) await file.flush();
  }

  /** The images are complete. */
  async close(images: ReadonlyMap<string, Upload>): Promise<void> {
    for (const { file } of images.values()) await file.close();
    this.#images = images;
  }

  find(field: string): Upload | undefined {
    return this.#images.get(field);
  }

  async remove(): Promise<void> {
    for (const file of this.#files.splice(0)) await file.remove();
  }
}

/** Lets the routes of `app` read JSON bodies whose image `fields` are decoded to files as they arrive. */
export function spoolImages(app: Api, fields: readonly string[], options: UploadOptions): void {
  const imageFields = new Set(fields);
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser("application/json", async (request: FastifyRequest, payload: IncomingMessage) => {
    const uploads = beginUploads(request, options);
    const isSmall = Number(request.headers["content-length"]) <= MAX_TEXT_BYTES; // no text in it can be long enough for an image
    try {
      const body = isSmall
        ? parseSmall(await readSmallBody(payload))
        : await readJson(payload, uploads, imageFields, options.maxBodyBytes);
      if (body === undefined && request.routeOptions.schema?.body !== undefined)
        throw new AppError("INVALID_JSON", { details: "the body is empty: want a JSON object" });
      return body;
    } catch (error) {
      await uploads.remove(); // a request that was cut off has no response that would do it
      throw error;
    }
  });
  app.addHook("onResponse", async (request) => await request.uploads?.remove());
}

/** The parsed body; undefined when it is empty. */
async function readJson(
  payload: IncomingMessage,
  uploads: Uploads,
  fields: ReadonlySet<string>,
  maxBodyBytes: number,
): Promise<unknown> {
  const spooler = new JsonSpooler({ fields, open: (field) => uploads.open(field) });
  let sizeBytes = 0;
  await readAtPace(payload, async (chunk) => {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBodyBytes) throw new AppError("BODY_TOO_LARGE");
    takeChunk(spooler, chunk);
    await uploads.flush();
  });
  if (sizeBytes === 0) return undefined;
  const { body, images } = endBody(spooler);
  const found = [...images].map(
    ([field, { sink, isBase64 }]) => [field, { file: sink.file, isBase64 }] as const,
  );
  await uploads.close(new Map(found));
  return body;
}

/** @throws AppError BODY_TOO_LARGE by what the client announced, before anything is read */
export function beginUploads(request: FastifyRequest, options: UploadOptions): Uploads {
  if (Number(request.headers["content-length"] ?? 0) > options.maxBodyBytes)
    throw new AppError("BODY_TOO_LARGE");
  request.uploads = new Uploads(options);
  return request.uploads;
}

function takeChunk(spooler: JsonSpooler<UploadSink>, chunk: Uint8Array): void {
  try {
    spooler.push(chunk);
  } catch (error) {
    throw error instanceof RangeError
      ? new AppError("BODY_TOO_LARGE", { details: error.message, cause: error })
      : error;
  }
}

function endBody(spooler: JsonSpooler<UploadSink>) {
  return orInvalid(() => spooler.end());
}

function parseSmall(body: Buffer): unknown {
  return body.length === 0 ? undefined : orInvalid(() => parseJson(body));
}

function orInvalid<T>(parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw new AppError("INVALID_JSON", { details: "the body is not valid JSON", cause });
  }
}
