import { sql, type Kysely } from "kysely";

/** Two keys and access keys of a subscription, what it may do, what it has used, and who changed it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await rebuildSubscriptions(db);
  await db.schema
    .createTable("subscription_keys")
    .addColumn("key_hash", "text", (column) => column.primaryKey())
    .addColumn("subscription_id", "text", (column) => column.notNull())
    .addColumn("slot", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("subscription_keys_slot", ["subscription_id", "slot"])
    .execute();
  await sql`insert into subscription_keys (key_hash, subscription_id, slot, created_at)
    select key_hash, id, 'primary', created_at from subscriptions_0001`.execute(db);
  await db.schema.dropTable("subscriptions_0001").execute();
  await db.schema
    .createTable("rate_limits")
    .addColumn("subscription_id", "text", (column) => column.primaryKey())
    .addColumn("full_at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("usage_days")
    .addColumn("subscription_id", "text", (column) => column.notNull())
    .addColumn("day", "text", (column) => column.notNull())
    .addColumn("submitted", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("succeeded", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("failed", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("canceled", "integer", (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint("usage_days_primary", ["subscription_id", "day"])
    .execute();
  await createAuditTable(db);
}

/** SQLite cannot drop a unique column, so the table is made anew. */
async function rebuildSubscriptions(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("subscriptions").renameTo("subscriptions_0001").execute();
  await db.schema
    .createTable("subscriptions")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("policy", "text", (column) => column.notNull())
    .addColumn("requests_per_minute", "integer")
    .addColumn("concurrent_tasks", "integer")
    .addColumn("monthly_quota", "integer")
    .addColumn("access_key", "text", (column) => column.unique())
    .addColumn("secret_key_sealed", "text")
    .addColumn("webhook_secret_sealed", "text")
    .addColumn("open_tasks", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("quota_month", "text", (column) => column.notNull().defaultTo(""))
    .addColumn("quota_used", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("disabled_at", "bigint")
    .execute();
  await sql`insert into subscriptions (id, name, policy, open_tasks, created_at)
    select id, name, '{}', (select count(*) from tasks where subscription_id = s.id and ended_at is null), created_at
    from subscriptions_0001 as s`.execute(db);
}

async function createAuditTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("audit")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("subscription_id", "text", (column) => column.notNull())
    .addColumn("details", "text", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("audit_subscription").on("audit").columns(["subscription_id", "at"]).execute();
}
