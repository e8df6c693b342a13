import type {
  JobOutcome,
  Lease,
  SubscriptionId,
  Task,
  TaskCallback,
  TaskId,
  TaskInputs,
  TaskOptions,
} from "./task.js";

export interface NewTask {
  readonly id: TaskId;
  readonly subscriptionId: SubscriptionId;
  readonly inputs: TaskInputs;
  readonly externalId?: string;
  readonly options?: TaskOptions;
  readonly callback?: TaskCallback;
  /** The span of the submit, which the task's other spans continue. */
  readonly traceparent?: string | undefined;
}

/** A client's promise that two submits with the same key are one. */
export interface IdempotencyKey {
  readonly key: string;
  /** Of everything that was asked, so that the same key for something else is noticed. */
  readonly requestHash: string;
  readonly ttlMs: number;
}

/** What a submit with an idempotency key came to. */
export interface CreatedOnce {
  /** The task of the first submit with this key; it may be over or even deleted. */
  readonly taskId: TaskId;
  readonly createdAtMs: number;
  /** False: this submit repeats an earlier one, and created nothing. */
  readonly isNew: boolean;
}

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

export interface Progress {
  readonly percent: number;
  readonly stage: string;
}

export interface ClaimOptions {
  /** The claiming process, see worker-identity.ts. */
  readonly worker: string;
  readonly leaseMs: number;
  /** Only tasks of these engines. @default all */
  readonly engines?: readonly string[] | undefined;
}

export interface ClaimedTask extends Task {
  readonly lease: Lease;
}

/** Keeps tasks. Implementations pass the contract in store.contract.ts. */
export interface TaskStore {
  /** Stores a queued task; when this resolves the task survives any crash. @throws AppError EXTERNAL_ID_TAKEN */
  create(task: NewTask): Promise<Task>;
  /** Stores a queued task unless its key was used before. @throws AppError EXTERNAL_ID_TAKEN, IDEMPOTENCY_CONFLICT */
  createOnce(task: NewTask, key: IdempotencyKey): Promise<CreatedOnce>;
  find(id: TaskId): Promise<Task | undefined>;
  findByExternalId(subscriptionId: SubscriptionId, externalId: string): Promise<Task | undefined>;
  /** A subscription's tasks, newest first. */
  listNewest(subscriptionId: SubscriptionId, page: Page): Promise<readonly Task[]>;
  /**
   * Takes the first task of the queue, or one whose lease ran out. No two callers get the same one. Subscriptions take turns: a
   * new task is behind its own subscription's tasks, and before the backlog of others.
   */
  claim(options: ClaimOptions): Promise<ClaimedTask | undefined>;
  /** Prolongs the lease to `leaseMs` from now. False: the lease is lost. */
  renew(id: TaskId, lease: Lease, leaseMs: number): Promise<boolean>;
  /** Records how far the current attempt is. False: the lease is lost. */
  setProgress(id: TaskId, lease: Lease, progress: Progress): Promise<boolean>;
  /** Ends the task. False: the lease is lost and nothing was changed. */
  finish(id: TaskId, lease: Lease, outcome: JobOutcome): Promise<boolean>;
  /** Gives the task back to the queue, in its old place, without counting the attempt. False: the lease is lost. */
  giveBack(id: TaskId, lease: Lease, delayMs?: number): Promise<boolean>;
  /** Gives the task back for another attempt after `delayMs`; this one counts. False: the lease is lost. */
  retry(id: TaskId, lease: Lease, delayMs: number): Promise<boolean>;
  /** Ends a task that has not ended, whoever holds its lease. False: it had ended, or does not exist. */
  cancel(id: TaskId): Promise<boolean>;
  /** Fails tasks that nobody has begun, or that wait for another attempt, so long after their submit. Returns how many, at most `limit`. */
  failOverdue(ageMs: number, limit: number): Promise<number>;
  /** The processes that hold leases. */
  listWorkers(): Promise<readonly string[]>;
  /** Ends all leases of a process that is known to be dead. Returns how many tasks are free again. */
  expireLeases(worker: string): Promise<number>;
  /** Ended tasks whose inputs are still there, oldest first. */
  listEndedWithInputs(limit: number): Promise<readonly Task[]>;
  /** Records that a task's inputs are deleted. */
  forgetInputs(id: TaskId): Promise<void>;
  /** Tasks whose time is over, oldest first. */
  listExpired(limit: number): Promise<readonly Task[]>;
  /** Ends all tasks of a subscription, and the time of all: nobody is left who could ask for them. */
  abandon(subscriptionId: SubscriptionId): Promise<void>;
  remove(id: TaskId): Promise<void>;
  /** Forgets idempotency keys whose time is over. Returns how many. */
  removeExpiredKeys(): Promise<number>;
}
