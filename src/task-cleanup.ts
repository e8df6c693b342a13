import type { Log } from "./lib/log.js";
import type { BlobStore } from "./storage/mod.js";
import {
  BLOB_PREFIX,
  inputOwner,
  RESULT_SUFFIX,
  resultKey,
  type Task,
  type TaskId,
  type TaskStore,
} from "./tasks/mod.js";

const ORPHAN_AGE_MS = 10 * 60_000; // a submit stores its images seconds before its task; what is older has no task to come

interface Cleanup {
  readonly blobs: BlobStore;
  readonly tasks: TaskStore;
  readonly log: Log;
  /** Ends the search. */
  readonly signal: AbortSignal;
}

/** Deletes the images that were sent with a task; its URLs are forgotten with the row's inputs. */
export async function deleteInputs(blobs: BlobStore, { inputs }: Task): Promise<void> {
  if (inputs === undefined) return;
  for (const ref of [inputs.person, ...inputs.garments]) {
    if (ref.kind === "blob") await blobs.delete(ref.key);
  }
}

/** Deletes the picture, also one that a late attempt stored for a task which failed. */
export async function deleteResult(blobs: BlobStore, { id, options }: Task): Promise<void> {
  await blobs.delete(resultKey(id, options.output?.format));
}

/** Deletes a result that was made although its task was canceled or deleted meanwhile; another attempt's stays. */
export async function deleteUnwanted(blobs: BlobStore, tasks: TaskStore, taskId: TaskId): Promise<void> {
  const task = await tasks.find(taskId);
  if (task !== undefined && task.state !== "canceled") return;
  for (const format of Object.keys(RESULT_SUFFIX) as (keyof typeof RESULT_SUFFIX)[])
    await blobs.delete(resultKey(taskId, format));
}

/** Deletes images whose submit died before it stored a task: nobody else would, and they are somebody's photos. */
export async function deleteOrphans({ blobs, tasks, log, signal }: Cleanup, nowMs: number): Promise<void> {
  for await (const { key, storedAtMs } of blobs.list(BLOB_PREFIX.inputs)) {
    if (signal.aborted) return;
    if (nowMs - storedAtMs < ORPHAN_AGE_MS) continue;
    const owner = await tasks.find(inputOwner(key));
    if (owner?.inputs !== undefined) continue;
    await blobs.delete(key);
    log.info({ key }, "deleted an image without a task");
  }
}
