import { checkPolicy, type Subscription } from "../accounts/mod.js";
import { AppError } from "../lib/errors.js";
import { randomId } from "../lib/random-id.js";
import { findUrlFault } from "../lib/safe-agent.js";
import { withRequestSpan } from "../lib/span.js";
import { formatTraceparent } from "../lib/traceparent.js";
import type { BlobStore } from "../storage/mod.js";
import {
  DEFAULT_ENGINE,
  inputKey,
  type CreatedOnce,
  type IdempotencyKey,
  type ImageRef,
  type InputRole,
  type NewTask,
  type Page,
  type SubscriptionId,
  type Task,
  type TaskCallback,
  type TaskId,
  type TaskOptions,
  type TaskStore,
} from "../tasks/mod.js";
import type { ImageSource } from "./wire/image-field.js";

export interface TryOnServiceOptions {
  readonly tasks: TaskStore;
  readonly blobs: BlobStore;
  /** What is wrong with an image, given as bytes or as a file's path, or undefined. Reads no more than the header. */
  readonly findImageFault: (image: Uint8Array | string) => Promise<string | undefined>;
  /** Hosts that image and callback URLs may name although they are not public. */
  readonly allowHosts: readonly string[];
  /** Whose policy says what may be asked. */
  readonly findSubscription: (subscriptionId: SubscriptionId) => Promise<Subscription | undefined>;
  /** What the subscription may use in this month; undefined: as much as it wants. */
  readonly findQuota: (subscriptionId: SubscriptionId) => Promise<Quota | undefined>;
  /** Deletes a task's images and its result. */
  readonly deleteFiles: (task: Task) => Promise<void>;
  /** The names of the engine registry. */
  readonly engines: readonly string[];
  /** Refuses a submit before its body is read. @throws AppError OVERLOADED */
  readonly checkRoom: () => Promise<void>;
  /** Called when a task waits for a worker. */
  readonly onSubmitted: () => void;
}

export interface Submission {
  readonly subscriptionId: SubscriptionId;
  readonly person: ImageSource;
  readonly garments: readonly ImageSource[];
  /** Told of every change of the task's status. */
  readonly callback?: TaskCallback;
  /** The client's own name for the task. */
  readonly externalId?: string;
  readonly options?: TaskOptions;
  /** The span that the submit continues: the request's header of this name. */
  readonly traceparent?: string | undefined;
}

/** How many try-ons a subscription may make in a time, and has made. */
export interface Quota {
  readonly total: number;
  readonly used: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

/** What the fronts do, without the words of any front. Another subscription's tasks do not exist for a caller. */
export interface TryOnService {
  /** Whether there is room for one more task; asked before a submit's body is read. @throws AppError OVERLOADED */
  checkRoom(): Promise<void>;
  /** Accepts a try-on: from here on it ends exactly once. @throws AppError IMAGE_REFUSED, INVALID_REQUEST, EXTERNAL_ID_TAKEN */
  submit(submission: Submission): Promise<Task>;
  /** As submit(), but only once for all submissions with this key. @throws AppError IDEMPOTENCY_CONFLICT too */
  submitOnce(submission: Submission, key: IdempotencyKey): Promise<CreatedOnce>;
  find(subscriptionId: SubscriptionId, taskId: string): Promise<Task | undefined>;
  findByExternalId(subscriptionId: SubscriptionId, externalId: string): Promise<Task | undefined>;
  /** Newest first. */
  list(subscriptionId: SubscriptionId, page: Page): Promise<readonly Task[]>;
  findQuota(subscriptionId: SubscriptionId): Promise<Quota | undefined>;
  /** Ends a task that has not ended. @throws AppError TASK_NOT_FOUND, ALREADY_ENDED */
  cancel(subscriptionId: SubscriptionId, taskId: string): Promise<Task>;
  /** Deletes a task with its images and its result, now; one that runs is canceled. @throws AppError TASK_NOT_FOUND */
  remove(subscriptionId: SubscriptionId, taskId: string): Promise<void>;
}

export function createTryOnService(options: TryOnServiceOptions): TryOnService {
  const { tasks, onSubmitted, findQuota } = options;
  const submitWith = async <T extends Task | CreatedOnce>(
    submission: Submission,
    create: (task: NewTask) => Promise<T>,
  ): Promise<T> => {
    const traced = { attributes: {}, continues: submission.traceparent };
    const created = await withRequestSpan("drape.submit", traced, async (span) => {
      await checkSubmission(submission, options);
      const traceparent = formatTraceparent(span.spanContext());
      const made = await storeInputs(options.blobs, { ...submission, traceparent }, create);
      span.setAttribute("drape.task.id", "id" in made ? made.id : made.taskId);
      return made;
    });
    onSubmitted();
    return created;
  };
  const find: TryOnService["find"] = async (subscriptionId, taskId) => {
    const task = await tasks.find(taskId as TaskId); // a string that is no id finds nothing
    return task?.subscriptionId === subscriptionId ? task : undefined;
  };
  const require = async (subscriptionId: SubscriptionId, taskId: string): Promise<Task> => {
    const task = await find(subscriptionId, taskId);
    if (task === undefined) throw new AppError("TASK_NOT_FOUND");
    return task;
  };
  return {
    checkRoom: options.checkRoom,
    submit: (submission) => submitWith(submission, (task) => tasks.create(task)),
    submitOnce: (submission, key) =>
      submitWith(submission, async (task) => {
        const created = await tasks.createOnce(task, key);
        if (!created.isNew) await deleteInputs(options.blobs, task);
        return created;
      }),
    find,
    findByExternalId: (subscriptionId, externalId) => tasks.findByExternalId(subscriptionId, externalId),
    list: (subscriptionId, page) => tasks.listNewest(subscriptionId, page),
    findQuota,
    async cancel(subscriptionId, taskId) {
      const { id } = await require(subscriptionId, taskId);
      await tasks.cancel(id);
      const task = await require(subscriptionId, taskId);
      if (task.state !== "canceled")
        throw new AppError("ALREADY_ENDED", { details: `the task has ${task.state}` });
      return task;
    },
    async remove(subscriptionId, taskId) {
      const task = await require(subscriptionId, taskId);
      await tasks.cancel(task.id);
      await options.deleteFiles(task);
      await tasks.remove(task.id);
    },
  };
}

async function checkSubmission(
  { subscriptionId, person, garments, callback, options }: Submission,
  { findImageFault, findSubscription, allowHosts, engines }: TryOnServiceOptions,
): Promise<void> {
  const engine = options?.engine ?? DEFAULT_ENGINE;
  if (!engines.includes(engine))
    throw new AppError("MODEL_NOT_FOUND", { details: `engine: want one of ${engines.join(", ")}` });
  const subscription = await findSubscription(subscriptionId);
  if (subscription !== undefined) checkPolicy(subscription.policy, { engine, callbackUrl: callback?.url });
  const callbackFault = callback === undefined ? undefined : findUrlFault(callback.url, allowHosts);
  if (callbackFault !== undefined)
    throw new AppError("INVALID_REQUEST", { details: `callback_url: ${callbackFault}` });
  for (const source of [person, ...garments]) {
    const fault =
      source.kind === "url"
        ? findUrlFault(source.url, allowHosts)
        : await findImageFault(source.kind === "file" ? source.path : source.bytes);
    if (fault !== undefined) throw new AppError("IMAGE_REFUSED", { details: `${source.field}: ${fault}` });
  }
}

/** Stores the images, then the task that owns them; without the task they do not stay. */
async function storeInputs<T>(
  blobs: BlobStore,
  { person, garments, subscriptionId, externalId, options, callback, traceparent }: Submission,
  create: (task: NewTask) => Promise<T>,
): Promise<T> {
  const id = randomId() as TaskId; // the one place where a task's id is made
  const [personRef, ...garmentRefs] = await Promise.all([
    storeSource(blobs, id, "person", person),
    ...garments.map((garment, index) => storeSource(blobs, id, `garment-${index}`, garment)),
  ]);
  const task: NewTask = {
    id,
    subscriptionId,
    inputs: { person: personRef, garments: garmentRefs },
    traceparent,
    ...(externalId !== undefined && { externalId }),
    ...(options !== undefined && { options }),
    ...(callback !== undefined && { callback }),
  };
  try {
    return await create(task);
  } catch (error) {
    await deleteInputs(blobs, task);
    throw error;
  }
}

async function storeSource(
  blobs: BlobStore,
  id: TaskId,
  role: InputRole,
  source: ImageSource,
): Promise<ImageRef> {
  if (source.kind === "url") return { kind: "url", url: source.url };
  const key = inputKey(id, role);
  if (source.kind === "file") await blobs.putFile(key, source.path);
  else await blobs.put(key, source.bytes);
  return { kind: "blob", key };
}

async function deleteInputs(blobs: BlobStore, { inputs }: NewTask): Promise<void> {
  for (const ref of [inputs.person, ...inputs.garments]) if (ref.kind === "blob") await blobs.delete(ref.key);
}
