import type { Kysely } from "kysely";
import type { Schema } from "../db/mod.js";
import { randomId } from "../lib/random-id.js";

export type AuditAction = "created" | "changed" | "disabled" | "enabled" | "rotated" | "deleted";

/** A change of a subscription that somebody made. */
export interface AuditEntry {
  readonly atMs: number;
  /** Who: `cli:NAME`, `admin-api`, `first-start`. */
  readonly actor: string;
  readonly action: AuditAction;
  readonly subscriptionId: string;
  /** What was changed; never a key or a secret. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Writes an entry; call it in the transaction of the change. */
export async function recordAudit(db: Kysely<Schema>, entry: AuditEntry): Promise<void> {
  const { atMs, actor, action, subscriptionId, details } = entry;
  await db
    .insertInto("audit")
    .values({
      id: randomId(),
      at: atMs,
      actor,
      action,
      subscription_id: subscriptionId,
      details: JSON.stringify(details),
    })
    .execute();
}

/** The entries of one subscription, or of all, newest first. */
export async function listAudit(
  db: Kysely<Schema>,
  { subscriptionId, limit }: { readonly subscriptionId?: string; readonly limit: number },
): Promise<readonly AuditEntry[]> {
  let query = db.selectFrom("audit").selectAll().orderBy("at", "desc").limit(limit);
  if (subscriptionId !== undefined) query = query.where("subscription_id", "=", subscriptionId);
  const rows = await query.execute();
  return rows.map((row) => ({
    atMs: row.at,
    actor: row.actor,
    action: row.action as AuditAction, // only recordAudit() writes it
    subscriptionId: row.subscription_id,
    details: JSON.parse(row.details) as AuditEntry["details"],
  }));
}
