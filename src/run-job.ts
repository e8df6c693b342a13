import type { TryOnEngine, TryOnFiles } from "./jobs/mod.js";
import { AppError } from "./lib/errors.js";
import type { SafeFetcher } from "./lib/safe-fetch.js";
import { withSpan } from "./lib/span.js";
import type { BlobStore } from "./storage/mod.js";
import {
  DEFAULT_ENGINE,
  resultKey,
  type ImageRef,
  type JobOutcome,
  type OutputOptions,
  type RunJob,
  type TaskInputs,
} from "./tasks/mod.js";

export interface RunJobOptions {
  readonly blobs: BlobStore;
  readonly fetcher: Pick<SafeFetcher, "fetch">;
  /** The engine registry: a task names one, or takes `drape`. */
  readonly engines: ReadonlyMap<string, TryOnEngine>;
  /** What is wrong with an image file, or undefined. */
  readonly findImageFault: (bytes: Uint8Array) => Promise<string | undefined>;
  /** Gives a PNG the form that the client wants. */
  readonly convert: (png: Uint8Array, output: OutputOptions) => Promise<Uint8Array>;
}

/** Behind why an image could not be fetched, for the client's developer. */
const WHAT_TO_DO = {
  URL_REFUSED: "use a URL on the public internet, or send the image as Base64",
  FETCH_FAILED: "check that anyone can open the URL, or send the image as Base64",
} as const;

type Loaded =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** The work of a task: load or fetch the images, let the engine dress the person, store the picture. Each step is a span. */
export function createRunJob(options: RunJobOptions): RunJob {
  return async (job, context) => {
    const name = job.options.engine ?? DEFAULT_ENGINE;
    const attributes = { "drape.task.id": job.taskId, "drape.engine": name };
    return await withSpan("drape.job", { attributes, continues: job.traceparent }, async () => {
      const loaded = await withSpan("drape.load", { attributes }, () =>
        loadFiles(job.inputs, options, context.signal),
      );
      if (!loaded.ok) return fail(loaded);
      const { kind, isSingle = false } = job.options;
      const files = { ...loaded.files, isSingle, ...(kind && { kind }) };
      const engine = options.engines.get(name);
      if (engine === undefined)
        throw new AppError("ENGINE_MISSING", { details: `there is no engine ${name} any more` });
      const outcome = await withSpan("drape.engine", { attributes }, () => engine.runTryOn(files, context));
      if (!outcome.ok) return fail(outcome);
      const output = job.options.output ?? { format: "png" };
      const key = resultKey(job.taskId, output.format);
      await withSpan("drape.store", { attributes }, async () =>
        options.blobs.put(key, await options.convert(outcome.picture, output)),
      );
      return { state: "succeeded", resultKey: key, report: outcome.report };
    });
  };
}

type LoadedFiles = { readonly ok: true; readonly files: TryOnFiles } | Exclude<Loaded, { readonly ok: true }>;

async function loadFiles(
  { person, garments }: TaskInputs,
  options: RunJobOptions,
  signal: AbortSignal,
): Promise<LoadedFiles> {
  const [personImage, ...garmentImages] = await Promise.all([
    loadImage("person image", person, options, signal),
    ...garments.map((ref, index) =>
      loadImage(index === 0 ? "garment image" : "second garment image", ref, options, signal),
    ),
  ]);
  if (!personImage.ok) return personImage;
  const files: Uint8Array[] = [];
  for (const image of garmentImages) {
    if (!image.ok) return image;
    files.push(image.bytes);
  }
  return { ok: true, files: { person: personImage.bytes, garments: files } };
}

async function loadImage(
  what: string,
  ref: ImageRef,
  options: RunJobOptions,
  signal: AbortSignal,
): Promise<Loaded> {
  if (ref.kind === "blob") {
    const bytes = await options.blobs.get(ref.key);
    if (bytes === undefined) throw new Error(`Cannot run the job: its input ${ref.key} is gone`);
    return { ok: true, bytes };
  }
  const fetched = await options.fetcher.fetch(ref.url, { signal });
  if (!fetched.ok) {
    const { code, message } = fetched;
    return { ok: false, code, message: `${what}: ${message}: ${WHAT_TO_DO[code]}` };
  }
  const fault = await options.findImageFault(fetched.bytes);
  return fault === undefined ? fetched : { ok: false, code: "IMAGE_INVALID", message: `${what}: ${fault}` };
}

function fail({ code, message }: { readonly code: string; readonly message: string }): JobOutcome {
  return { state: "failed", code, message };
}
