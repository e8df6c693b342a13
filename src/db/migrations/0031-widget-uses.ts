import type { Kysely } from "kysely";

/** How often a widget's token was used. A token itself is stored nowhere. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("widget_uses")
    .addColumn("token_id", "text", (column) => column.primaryKey())
    .addColumn("used", "integer", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("widget_uses_expires_at").on("widget_uses").column("expires_at").execute();
}
