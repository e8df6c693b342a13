/**
 * A task is one try-on that a client was promised.
 *
 * queued     accepted and stored; any worker may claim it, or, after an attempt that failed in a way that may pass, one that waits.
 * running    a worker holds its lease, renews it by heartbeats, and alone may end it. When the worker dies the lease runs out and
 *            another worker claims the task again; when the worker stops in good order it gives the task back (queued).
 * succeeded  ended with a picture; the result stays for its retention time, then the task is deleted with it.
 * failed     ended with a code and a message that the shopper or the developer can act on.
 * canceled   ended because its client no longer wants it; a worker that runs it learns so at its next heartbeat.
 *
 * Every change of state presents the lease, so a worker that lost it (slept too long, was cut off) changes nothing.
 */
export type TaskState = "queued" | "running" | "succeeded" | "failed" | "canceled";

/** Which state may follow which. */
export const NEXT = {
  queued: ["running", "canceled"],
  running: ["running", "queued", "succeeded", "failed", "canceled"], // running again: another worker took over an expired lease
  succeeded: [],
  failed: [],
  canceled: [],
} as const satisfies Record<TaskState, readonly TaskState[]>;

export type TaskId = string & { readonly brand: "TaskId" };
export type SubscriptionId = string & { readonly brand: "SubscriptionId" };
/** The token of one claim: only its holder may renew, give back or end the task. */
export type Lease = string & { readonly brand: "Lease" };

/** The engine of a task that names none. */
export const DEFAULT_ENGINE = "drape";

/** Where an input image is: stored here at submit, or to be fetched by the worker. */
export type ImageRef =
  | { readonly kind: "blob"; readonly key: string }
  | { readonly kind: "url"; readonly url: string };

export interface TaskInputs {
  readonly person: ImageRef;
  /** One garment, or two of one outfit. */
  readonly garments: readonly ImageRef[];
}

/** What the result is to be. */
export interface OutputOptions {
  readonly format: "png" | "jpeg" | "webp";
  /** A result with a longer side is shrunk to it; undefined: as the engine made it. */
  readonly maxSidePx?: number;
}

/** What a client chose for a task; what is missing has the service's default. */
export interface TaskOptions {
  /** A name of the engine registry. */
  readonly engine?: string;
  /** The model that a front's client named, where that makes a difference. */
  readonly model?: string;
  /** What the garment is, or which one of its picture is meant. */
  readonly kind?: "upper" | "lower" | "dress";
  /** Whether a picture of several garments fails, even if they could be worn together. */
  readonly isSingle?: boolean;
  readonly output?: OutputOptions;
  /** The widget's token that it was made with: for others of the subscription's tokens it does not exist. */
  readonly widgetToken?: string;
}

/** Who is told of the task's changes. */
export interface TaskCallback {
  readonly url: string;
  /** The service's address as the client that submitted knows it, for links in what is told. */
  readonly origin: string;
}

export interface Task {
  readonly id: TaskId;
  readonly subscriptionId: SubscriptionId;
  /** The client's own name for the task, unique within its subscription. */
  readonly externalId: string | undefined;
  readonly options: TaskOptions;
  readonly callback: TaskCallback | undefined;
  /** The span of its submit, as W3C Trace Context writes it; undefined: nobody traces it. */
  readonly traceparent: string | undefined;
  readonly state: TaskState;
  /** Undefined once the inputs are deleted. */
  readonly inputs: TaskInputs | undefined;
  readonly attempts: number;
  /** 0..100: how much of the current attempt is done. */
  readonly progress: number;
  /** What the current attempt is doing, as the engine calls it. */
  readonly stage: string | undefined;
  /** Why the task failed, else empty. */
  readonly message: string;
  readonly failureCode: string | undefined;
  /** Blob key of the picture, when the task succeeded. */
  readonly resultKey: string | undefined;
  /** The quality report that came with the picture: JSON data. */
  readonly report: unknown;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly endedAtMs: number | undefined;
  /** When it is deleted with its result; undefined until it has ended. */
  readonly expiresAtMs: number | undefined;
}

/** How a job ended. */
export type JobOutcome =
  | { readonly state: "succeeded"; readonly resultKey: string; readonly report: unknown }
  | { readonly state: "failed"; readonly code: string; readonly message: string };
