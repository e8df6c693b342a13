import type { Kysely } from "kysely";

/** Where a task's changes are told, and the messages that wait for it or were sent. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ["callback_url", "callback_origin"])
    await db.schema.alterTable("tasks").addColumn(column, "text").execute();
  await db.schema
    .createTable("webhooks")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("task_id", "text", (column) => column.notNull())
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("subscription_id", "text", (column) => column.notNull())
    .addColumn("url", "text", (column) => column.notNull())
    .addColumn("receiver", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("available_at", "bigint")
    .addColumn("lease", "text")
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("last_status", "integer")
    .addColumn("last_error", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("webhooks_position", ["task_id", "position"])
    .execute();
  await db.schema.createIndex("webhooks_available_at").on("webhooks").column("available_at").execute();
  await db.schema.createIndex("webhooks_state").on("webhooks").columns(["state", "created_at"]).execute();
}
