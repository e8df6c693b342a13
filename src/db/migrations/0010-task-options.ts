import type { Kysely } from "kysely";

/** What clients may ask of a task, its progress, its name in their own system; keys that make a submit happen once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ["external_id", "options", "stage"])
    await db.schema.alterTable("tasks").addColumn(column, "text").execute();
  await db.schema
    .alterTable("tasks")
    .addColumn("progress", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createIndex("tasks_external_id")
    .on("tasks")
    .columns(["subscription_id", "external_id"])
    .unique() // nulls differ from each other, so tasks without an external id do not meet
    .execute();
  await db.schema
    .createIndex("tasks_newest")
    .on("tasks")
    .columns(["subscription_id", "created_at", "id"])
    .execute();
  await db.schema
    .createTable("idempotency_keys")
    .addColumn("subscription_id", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("request_hash", "text", (column) => column.notNull())
    .addColumn("task_id", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("idempotency_keys_primary", ["subscription_id", "key"])
    .execute();
  await db.schema
    .createIndex("idempotency_keys_expires_at")
    .on("idempotency_keys")
    .column("expires_at")
    .execute();
}
