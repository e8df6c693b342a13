import { sql, type Kysely, type Selectable } from "kysely";
import { locksRows, type Schema } from "../db/mod.js";
import type { Clock } from "../lib/clock.js";
import { randomId } from "../lib/random-id.js";

/**
 * pending    to be sent: now, later, or when an earlier message of its task is over.
 * delivered  its receiver answered 2xx.
 * dead       given up: too many attempts, 410, or an address that is never asked. It can be replayed.
 */
export type WebhookState = "pending" | "delivered" | "dead";

type WebhookRow = Selectable<Schema["webhooks"]>;

/** A message that this process alone may send until its lease ends. */
export interface ClaimedWebhook {
  readonly id: string;
  readonly taskId: string;
  readonly subscriptionId: string;
  readonly url: string;
  readonly receiver: string;
  readonly body: string;
  /** The span that its sending continues; undefined: nobody traces it. */
  readonly traceparent: string | undefined;
  /** With this one. */
  readonly attempts: number;
  readonly lease: string;
}

/** What an attempt came to. */
export interface Attempt {
  readonly status?: number;
  readonly error?: string;
}

export interface ListedWebhook {
  readonly id: string;
  readonly taskId: string;
  readonly subscriptionId: string;
  readonly url: string;
  readonly state: WebhookState;
  readonly attempts: number;
  readonly lastStatus: number | undefined;
  readonly lastError: string | undefined;
  /** When it is sent next; undefined when it waits for an earlier message or is over. */
  readonly nextAttemptAtMs: number | undefined;
  readonly createdAtMs: number;
}

const NOT_HELD = { lease: null, available_at: null } as const;

/** Messages in a SQL table, handed out with leases as tasks are: who dies with one loses it to another after a while. */
export class WebhookStore {
  readonly #db: Kysely<Schema>;
  readonly #clock: Clock;

  constructor(db: Kysely<Schema>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Takes the message that is due longest, of a receiver that is not among these. */
  async claim(busyReceivers: readonly string[], leaseMs: number): Promise<ClaimedWebhook | undefined> {
    const nowMs = this.#clock.nowMs();
    const lease = randomId();
    const row = await this.#db
      .updateTable("webhooks")
      .set({ lease, attempts: sql<number>`attempts + 1`, available_at: nowMs + leaseMs, updated_at: nowMs })
      .where("id", "=", ({ selectFrom }) => {
        const due = selectFrom("webhooks").select("id").where("available_at", "<=", nowMs);
        const free = busyReceivers.length === 0 ? due : due.where("receiver", "not in", busyReceivers);
        return free
          .orderBy("available_at")
          .limit(1)
          .$if(locksRows(this.#db), (query) => query.forUpdate().skipLocked());
      })
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { receiver, body, traceparent } = row;
    return { ...toListed(row), receiver, body, traceparent: traceparent ?? undefined, lease };
  }

  /** The receiver has it; the task's next message may go. False: the lease is lost. */
  async deliver(message: ClaimedWebhook, status: number): Promise<boolean> {
    return await this.#end(message, "delivered", { status });
  }

  /** Gives the message up; the task's next one may go. False: the lease is lost. */
  async bury(message: ClaimedWebhook, attempt: Attempt): Promise<boolean> {
    return await this.#end(message, "dead", attempt);
  }

  /** Gives up all of the task's messages: its receiver wants no more. */
  async buryTask({ taskId }: ClaimedWebhook, attempt: Attempt): Promise<void> {
    await this.#db
      .updateTable("webhooks")
      .set({ state: "dead" satisfies WebhookState, ...NOT_HELD, ...this.#stamp(attempt) })
      .where("task_id", "=", taskId)
      .where("state", "=", "pending" satisfies WebhookState)
      .execute();
  }

  /** Sends the message again after `delayMs`. False: the lease is lost. */
  async retry({ id, lease }: ClaimedWebhook, delayMs: number, attempt: Attempt): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable("webhooks")
      .set({ lease: null, available_at: this.#clock.nowMs() + delayMs, ...this.#stamp(attempt) })
      .where("id", "=", id)
      .where("lease", "=", lease)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  /** Takes back a claim whose attempt was not made. */
  async giveBack({ id, lease }: ClaimedWebhook): Promise<void> {
    const nowMs = this.#clock.nowMs();
    await this.#db
      .updateTable("webhooks")
      .set({ lease: null, available_at: nowMs, attempts: sql<number>`attempts - 1`, updated_at: nowMs })
      .where("id", "=", id)
      .where("lease", "=", lease)
      .execute();
  }

  /**
   * Frees messages whose predecessor ended in the same moment as they were written, so that neither transaction saw the other.
   * Returns how many.
   */
  async freeStranded(): Promise<number> {
    const { numUpdatedRows } = await this.#db
      .updateTable("webhooks")
      .set({ available_at: this.#clock.nowMs() })
      .where("state", "=", "pending" satisfies WebhookState)
      .where("available_at", "is", null)
      .where(
        sql<boolean>`not exists (select 1 from webhooks as earlier where earlier.task_id = webhooks.task_id
          and earlier.state = 'pending' and earlier.position < webhooks.position)`,
      )
      .executeTakeFirst();
    return Number(numUpdatedRows);
  }

  /** Newest first. */
  async list({
    state,
    subscriptionId,
    limit,
  }: {
    readonly state?: WebhookState;
    readonly subscriptionId?: string;
    readonly limit: number;
  }): Promise<readonly ListedWebhook[]> {
    let query = this.#db.selectFrom("webhooks").selectAll().orderBy("created_at", "desc").limit(limit);
    if (state !== undefined) query = query.where("state", "=", state);
    if (subscriptionId !== undefined) query = query.where("subscription_id", "=", subscriptionId);
    return (await query.execute()).map(toListed);
  }

  /** Sends dead messages again from the first attempt on: one, or all. Returns how many. */
  async replay(id?: string): Promise<number> {
    const nowMs = this.#clock.nowMs();
    return await this.#db.transaction().execute(async (db) => {
      let update = db
        .updateTable("webhooks")
        .set({ state: "pending" satisfies WebhookState, attempts: 0, available_at: nowMs, updated_at: nowMs })
        .where("state", "=", "dead" satisfies WebhookState);
      if (id !== undefined) update = update.where("id", "=", id);
      const replayed = await update.returning("id").execute();
      // Of a task's messages only the first may go.
      await db
        .updateTable("webhooks")
        .set({ available_at: null })
        .where("state", "=", "pending" satisfies WebhookState)
        .where("lease", "is", null)
        .where(
          sql<boolean>`exists (select 1 from webhooks as earlier where earlier.task_id = webhooks.task_id
            and earlier.state = 'pending' and earlier.position < webhooks.position)`,
        )
        .execute();
      return replayed.length;
    });
  }

  async #end({ id, lease, taskId }: ClaimedWebhook, state: WebhookState, attempt: Attempt): Promise<boolean> {
    return await this.#db.transaction().execute(async (db) => {
      const { numUpdatedRows } = await db
        .updateTable("webhooks")
        .set({ state, ...NOT_HELD, ...this.#stamp(attempt) })
        .where("id", "=", id)
        .where("lease", "=", lease)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await db
        .updateTable("webhooks")
        .set({ available_at: this.#clock.nowMs() })
        .where("task_id", "=", taskId)
        .where("state", "=", "pending" satisfies WebhookState)
        .where("available_at", "is", null)
        .execute();
      return true;
    });
  }

  #stamp({ status, error }: Attempt) {
    return { last_status: status ?? null, last_error: error ?? null, updated_at: this.#clock.nowMs() };
  }
}

function toListed(row: WebhookRow): ListedWebhook {
  return {
    id: row.id,
    taskId: row.task_id,
    subscriptionId: row.subscription_id,
    url: row.url,
    state: row.state as WebhookState, // only this class and the outbox write it
    attempts: row.attempts,
    lastStatus: row.last_status ?? undefined,
    lastError: row.last_error ?? undefined,
    nextAttemptAtMs: row.available_at ?? undefined,
    createdAtMs: row.created_at,
  };
}
