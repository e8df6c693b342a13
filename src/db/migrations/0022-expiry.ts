import { sql, type Kysely } from "kysely";

const DAYS_BEFORE = 30; // what the versions that stored no expiry kept results by default
const DAY_MS = 24 * 3600_000;

/** When a task and its result are deleted, known from the moment it ends; a subscription may have its own number of days. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("subscriptions").addColumn("result_days", "integer").execute();
  await db.schema.alterTable("tasks").addColumn("expires_at", "bigint").execute();
  await sql`update tasks set expires_at = ended_at + ${sql.lit(DAYS_BEFORE * DAY_MS)}`.execute(db);
  await db.schema.createIndex("tasks_expires_at").on("tasks").column("expires_at").execute();
  await db.schema.dropIndex("tasks_ended_at").execute();
}
