import { sql, type Kysely } from "kysely";
import { locksRows, type Schema } from "../db/mod.js";
import { padToPowerOfTwo } from "../lib/batch-reads.js";
import { randomId } from "../lib/random-id.js";
import type { Task, TaskHook, TaskId } from "../tasks/mod.js";
import type { WebhookState } from "./webhook-store.js";

/** Makes the message that tells of a task as it is now. */
export type RenderBody = (task: Task) => string;

/** The HTTP status by which a receiver says that it wants no more of a task. */
export const GONE = 410;

/** Places of a task's messages: each state that a caller-back is told of comes once. */
const POSITION = { started: 0, ended: 1 } as const;

/** Writes a message for each change of a task's status, in the transaction of the change: neither can be without the other. */
export class WebhookOutbox implements TaskHook {
  readonly #render: RenderBody;
  #onQueued: () => void = () => {};
  #hasWritten = false;

  constructor(render: RenderBody) {
    this.#render = render;
  }

  /** Sets what is called when a message can be sent: its transaction has ended. */
  listen(onQueued: () => void): void {
    this.#onQueued = onQueued;
  }

  async onStarted(db: Kysely<Schema>, tasks: readonly Task[]): Promise<void> {
    await this.#write(db, tasks, POSITION.started);
  }

  async onEnded(db: Kysely<Schema>, tasks: readonly Task[]): Promise<void> {
    await this.#write(db, tasks, POSITION.ended);
  }

  async onRemoved(db: Kysely<Schema>, id: TaskId): Promise<void> {
    await db.deleteFrom("webhooks").where("task_id", "=", id).execute();
  }

  onCommitted(): void {
    if (!this.#hasWritten) return;
    this.#hasWritten = false;
    this.#onQueued();
  }

  /**
   * A second start of the same task writes nothing: its status was told already. What comes after a 410 is kept as dead, not sent:
   * it can be replayed like the message that was refused.
   */
  async #write(db: Kysely<Schema>, tasks: readonly Task[], position: number): Promise<void> {
    const rows = tasks.flatMap((task) => this.#makeRow(task, position) ?? []);
    if (rows.length === 0) return;
    if (position > 0)
      await lockPending(
        db,
        rows.map((row) => row.task_id),
      );
    await db
      .insertInto("webhooks")
      .values(rows)
      .onConflict((conflict) => conflict.columns(["task_id", "position"]).doNothing())
      .execute();
    this.#hasWritten = true;
  }

  /** Undefined: nobody wants to be told. */
  #makeRow(task: Task, position: number) {
    if (task.callback === undefined) return undefined;
    const { url } = task.callback;
    const nowMs = task.updatedAtMs;
    const isStopped = sql<boolean>`exists (select 1 from webhooks where task_id = ${task.id} and state = 'dead'
      and last_status = ${sql.lit(GONE)})`;
    const mustWait = sql<boolean>`exists (select 1 from webhooks where task_id = ${task.id} and state = 'pending')`;
    return {
      id: `msg_${randomId()}`,
      task_id: task.id,
      position,
      subscription_id: task.subscriptionId,
      url,
      receiver: `${task.subscriptionId} ${new URL(url).host}`,
      body: this.#render(task),
      traceparent: task.traceparent ?? null,
      state: sql<WebhookState>`case when ${isStopped} then 'dead' else 'pending' end`,
      available_at: sql<
        number | null
      >`case when ${isStopped} or ${mustWait} then null else cast(${nowMs} as bigint) end`,
      lease: null,
      attempts: 0,
      last_status: null,
      last_error: null,
      created_at: nowMs,
      updated_at: nowMs,
    };
  }
}

/** So that the end of an earlier message and this one's writing do not miss each other: one waits for the other. */
async function lockPending(db: Kysely<Schema>, taskIds: readonly TaskId[]): Promise<void> {
  if (!locksRows(db)) return;
  await db
    .selectFrom("webhooks")
    .select("id")
    .where("task_id", "in", padToPowerOfTwo(taskIds))
    .where("state", "=", "pending" satisfies WebhookState)
    .orderBy("id") // two that lock several do it in one order
    .forUpdate()
    .execute();
}
