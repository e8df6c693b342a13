import type { Kysely } from "kysely";
import type { Schema } from "../db/mod.js";
import type { WebhookState } from "./webhook-store.js";

/** The outbox as an operator wants to see it. */
export interface WebhookFigures {
  /** Not delivered and not given up. */
  readonly pending: number;
  /** Given up. */
  readonly dead: number;
  /** When the oldest pending callback was written, in milliseconds since 1970; undefined: none is pending. */
  readonly oldestPendingAtMs: number | undefined;
}

/** Counts what was not delivered, by index: delivered callbacks, however many, cost nothing. */
export async function readWebhookFigures(db: Kysely<Schema>): Promise<WebhookFigures> {
  const rows = await db
    .selectFrom("webhooks")
    .select(({ fn }) => ["state", fn.countAll().as("count"), fn.min("created_at").as("oldest")])
    .where("state", "in", ["pending", "dead"] satisfies WebhookState[])
    .groupBy("state")
    .execute();
  const find = (state: WebhookState) => rows.find((row) => row.state === state);
  const pending = find("pending");
  return {
    pending: Number(pending?.count ?? 0),
    dead: Number(find("dead")?.count ?? 0),
    oldestPendingAtMs: pending === undefined ? undefined : Number(pending.oldest),
  };
}
