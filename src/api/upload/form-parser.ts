import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { Busboy, type BusboyFileStream, type BusboyHeaders, type BusboyInstance } from "@fastify/busboy";
import type { FastifyRequest } from "fastify";
import { AppError } from "../../lib/errors.js";
import type { SpoolFile } from "../../storage/mod.js";
import type { Api } from "../server.js";
import { readAtPace } from "./body-pace.js";
import { beginUploads, type UploadOptions, type Uploads } from "./spool-images.js";

const LIMITS = { fields: 20, fieldSize: 64 * 1024, parts: 30, headerPairs: 50 };

export interface FormOptions extends UploadOptions {
  /** Parts that may be files. */
  readonly fileFields: readonly string[];
  /** Parts whose text is a number. */
  readonly numberFields: readonly string[];
}

/** Lets the routes of `app` read forms: files go to disk as they arrive, the body is what the same request in JSON would be. */
export function addFormParser(app: Api, options: FormOptions): void {
  app.addContentTypeParser(
    "multipart/form-data",
    async (request: FastifyRequest, payload: IncomingMessage) => {
      const uploads = beginUploads(request, options);
      try {
        return await readForm(request, payload, uploads, options);
      } catch (error) {
        await uploads.remove();
        throw error;
      }
    },
  );
}

async function readForm(
  { headers }: FastifyRequest,
  payload: IncomingMessage,
  uploads: Uploads,
  options: FormOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const body: Record<string, unknown> = Object.create(null) as Record<string, unknown>; // names come from strangers
  const files = new Map<string, { readonly file: SpoolFile; readonly isBase64: boolean }>();
  const collecting: Promise<void>[] = [];
  const parser = createParser(headers as BusboyHeaders);
  const ended = new Promise<void>((resolve, reject) => {
    parser.on("finish", resolve).on("error", (error: unknown) => reject(toAppError(error)));
    for (const limit of ["fieldsLimit", "partsLimit", "filesLimit"] as const)
      parser.on(limit, () =>
        reject(new AppError("INVALID_REQUEST", { details: "the form has too many parts" })),
      );
    parser.on("field", (name: string, text: string, _nameCut: boolean, isCut: boolean) => {
      if (isCut) reject(new AppError("INVALID_REQUEST", { details: `${name}: larger than 64 KB of text` }));
      body[name] = options.numberFields.includes(name) && /^\d{1,9}$/.test(text) ? Number(text) : text;
    });
    parser.on("file", (name: string, stream: BusboyFileStream) => {
      if (!options.fileFields.includes(name)) {
        reject(new AppError("INVALID_REQUEST", { details: `${name}: is not a file` }));
        stream.resume();
        return;
      }
      body[name] = "uploaded";
      const sink = uploads.open(name);
      files.set(name, { file: sink.file, isBase64: true });
      const collected = collect(stream, sink);
      collected.catch(reject);
      collecting.push(collected);
    });
  });
  ended.catch(() => {}); // it is awaited below, after the payload
  await Promise.race([feed(payload, parser, uploads, options.maxBodyBytes), ended.then(() => undefined)]);
  await ended;
  await Promise.all(collecting);
  await uploads.close(files);
  return body;
}

/** Hands the payload to the parser piece by piece; the files' bytes that it gave back are on disk before the next piece. */
async function feed(
  payload: Readable,
  parser: BusboyInstance,
  uploads: Uploads,
  maxBodyBytes: number,
): Promise<void> {
  let sizeBytes = 0;
  await readAtPace(payload, async (chunk) => {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBodyBytes) throw new AppError("BODY_TOO_LARGE");
    parser.write(chunk);
    await new Promise((resolve) => setImmediate(resolve)); // the parts' streams hand on what they got
    await uploads.flush();
  });
  parser.end();
}

async function collect(stream: Readable, sink: { write(bytes: Uint8Array): void }): Promise<void> {
  for await (const chunk of stream) sink.write(chunk as Uint8Array); // a part's stream has no encoding
}

function createParser(headers: BusboyHeaders): BusboyInstance {
  try {
    return new Busboy({ headers, limits: LIMITS });
  } catch (error) {
    throw toAppError(error);
  }
}

function toAppError(cause: unknown): AppError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AppError("INVALID_REQUEST", { details: `the form cannot be read: ${why}`, cause });
}
