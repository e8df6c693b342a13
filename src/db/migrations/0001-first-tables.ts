import { sql, type Kysely } from "kysely";

/** Tasks, subscriptions and settings. The SQL is common to SQLite and PostgreSQL. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("tasks")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("subscription_id", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("inputs", "text")
    .addColumn("available_at", "bigint")
    .addColumn("lease", "text")
    .addColumn("worker", "text")
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("failure_code", "text")
    .addColumn("message", "text", (column) => column.notNull())
    .addColumn("result_key", "text")
    .addColumn("report", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addColumn("ended_at", "bigint")
    .execute();
  await db.schema.createIndex("tasks_available_at").on("tasks").column("available_at").execute();
  await db.schema.createIndex("tasks_ended_at").on("tasks").column("ended_at").execute();
  await db.schema
    .createIndex("tasks_inputs_to_delete")
    .on("tasks")
    .column("ended_at")
    .where(sql.ref("inputs"), "is not", null)
    .execute();
  await db.schema
    .createTable("subscriptions")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("key_hash", "text", (column) => column.notNull().unique())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("settings")
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("value", "text", (column) => column.notNull())
    .execute();
}
