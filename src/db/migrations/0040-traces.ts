import type { Kysely } from "kysely";

/** The span of a task's submit, so that what is done for the task later and elsewhere continues its trace. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ["tasks", "webhooks"])
    await db.schema.alterTable(table).addColumn("traceparent", "text").execute();
}
