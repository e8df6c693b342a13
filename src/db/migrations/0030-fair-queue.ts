import { sql, type Kysely } from "kysely";

interface Tables {
  readonly tasks: { id: string; options: string | null; engine: string | null; available_at: number | null };
}

/** A place in the queue that is fair between subscriptions, and the engine as a column that workers choose by. */
export async function up(db: Kysely<Tables>): Promise<void> {
  // A process of the version before, still running beside a new one, names no place: 0 is the first.
  await db.schema
    .alterTable("tasks")
    .addColumn("place", "bigint", (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.alterTable("tasks").addColumn("engine", "text").execute();
  await sql`update tasks set place = created_at`.execute(db);
  const open = db
    .selectFrom("tasks")
    .select(["id", "options"])
    .where("available_at", "is not", null)
    .where("options", "is not", null);
  for (const { id, options } of await open.execute()) {
    const { engine } = JSON.parse(options ?? "{}") as { readonly engine?: string };
    if (engine !== undefined) await db.updateTable("tasks").set({ engine }).where("id", "=", id).execute();
  }
  await db.schema.dropIndex("tasks_available_at").execute();
  await db.schema
    .createIndex("tasks_queue")
    .on("tasks")
    .columns(["place", "created_at"])
    .where(sql.ref("available_at"), "is not", null)
    .execute();
  await db.schema
    .createIndex("tasks_open")
    .on("tasks")
    .columns(["subscription_id", "place"])
    .where(sql.ref("available_at"), "is not", null)
    .execute();
  await db.schema
    .createIndex("tasks_worker")
    .on("tasks")
    .column("worker")
    .where(sql.ref("worker"), "is not", null)
    .execute();
}
