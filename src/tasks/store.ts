import type { JobOutcome, Lease, SubscriptionId, Task, TaskId, TaskInputs } from "./task.js";

export interface NewTask {
  readonly id: TaskId;
  readonly subscriptionId: SubscriptionId;
  readonly inputs: TaskInputs;
}

export interface ClaimOptions {
  /** The claiming process, see worker-identity.ts. */
  readonly worker: string;
  readonly leaseMs: number;
}

export interface ClaimedTask extends Task {
  readonly lease: Lease;
}

/** Keeps tasks. Implementations pass the contract in store.contract.ts. */
export interface TaskStore {
  /** Stores a queued task; when this resolves the task survives any crash. */
  create(task: NewTask): Promise<Task>;
  find(id: TaskId): Promise<Task | undefined>;
  /** Takes the task that has waited longest, or whose lease ran out. No two callers get the same one. */
  claim(options: ClaimOptions): Promise<ClaimedTask | undefined>;
  /** Prolongs the lease to `leaseMs` from now. False: the lease is lost. */
  renew(id: TaskId, lease: Lease, leaseMs: number): Promise<boolean>;
  /** Ends the task. False: the lease is lost and nothing was changed. */
  finish(id: TaskId, lease: Lease, outcome: JobOutcome): Promise<boolean>;
  /** Gives the task back to the queue, in its old place, without counting the attempt. False: the lease is lost. */
  giveBack(id: TaskId, lease: Lease): Promise<boolean>;
  /** The processes that hold leases. */
  listWorkers(): Promise<readonly string[]>;
  /** Ends all leases of a process that is known to be dead. Returns how many tasks are free again. */
  expireLeases(worker: string): Promise<number>;
  /** Ended tasks whose inputs are still there, oldest first. */
  listEndedWithInputs(limit: number): Promise<readonly Task[]>;
  /** Records that a task's inputs are deleted. */
  forgetInputs(id: TaskId): Promise<void>;
  /** Tasks that ended before this time, oldest first. */
  listEndedBefore(timeMs: number, limit: number): Promise<readonly Task[]>;
  remove(id: TaskId): Promise<void>;
}
