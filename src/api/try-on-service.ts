import { AppError } from "../lib/errors.js";
import { randomId } from "../lib/random-id.js";
import { findUrlFault } from "../lib/safe-fetch.js";
import type { BlobStore } from "../storage/mod.js";
import {
  inputKey,
  type ImageRef,
  type InputRole,
  type SubscriptionId,
  type Task,
  type TaskId,
  type TaskStore,
} from "../tasks/mod.js";
import type { ImageSource } from "./wire/image-field.js";

export interface TryOnServiceOptions {
  readonly tasks: TaskStore;
  readonly blobs: BlobStore;
  /** What is wrong with an image file, or undefined. Reads no more than the header. */
  readonly findImageFault: (bytes: Uint8Array) => Promise<string | undefined>;
  /** Hosts that image URLs may name although they are not public. */
  readonly allowHosts: readonly string[];
  /** Called when a task waits for a worker. */
  readonly onSubmitted: () => void;
}

export interface Submission {
  readonly subscriptionId: SubscriptionId;
  readonly person: ImageSource;
  readonly garments: readonly ImageSource[];
}

/** What the fronts do, without the words of any front. */
export interface TryOnService {
  /** Accepts a try-on: from here on it ends exactly once. @throws AppError IMAGE_REFUSED */
  submit(submission: Submission): Promise<Task>;
  /** A task of this subscription; another's tasks do not exist for it. */
  find(subscriptionId: SubscriptionId, taskId: string): Promise<Task | undefined>;
}

export function createTryOnService(options: TryOnServiceOptions): TryOnService {
  const { tasks, blobs, onSubmitted } = options;
  return {
    async submit({ subscriptionId, person, garments }) {
      await Promise.all([person, ...garments].map((source) => checkSource(source, options)));
      const id = randomId() as TaskId; // the one place where a task's id is made
      const [personRef, ...garmentRefs] = await Promise.all([
        storeSource(blobs, id, "person", person),
        ...garments.map((garment, index) => storeSource(blobs, id, `garment-${index}`, garment)),
      ]);
      const task = await tasks.create({
        id,
        subscriptionId,
        inputs: { person: personRef, garments: garmentRefs },
      });
      onSubmitted();
      return task;
    },

    async find(subscriptionId, taskId) {
      const task = await tasks.find(taskId as TaskId); // a string that is no id finds nothing
      return task?.subscriptionId === subscriptionId ? task : undefined;
    },
  };
}

async function checkSource(
  source: ImageSource,
  { findImageFault, allowHosts }: TryOnServiceOptions,
): Promise<void> {
  const fault =
    source.kind === "url" ? findUrlFault(source.url, allowHosts) : await findImageFault(source.bytes);
  if (fault !== undefined) throw new AppError("IMAGE_REFUSED", { details: `${source.field}: ${fault}` });
}

async function storeSource(
  blobs: BlobStore,
  id: TaskId,
  role: InputRole,
  source: ImageSource,
): Promise<ImageRef> {
  if (source.kind === "url") return { kind: "url", url: source.url };
  const key = inputKey(id, role);
  await blobs.put(key, source.bytes);
  return { kind: "blob", key };
}
