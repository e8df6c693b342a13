import type { Kysely } from "kysely";
import type { Schema } from "../db/mod.js";

/** How many tasks have not ended, counted up to `limit`: ended tasks, however many, cost nothing. */
export async function countOpenTasks(db: Kysely<Schema>, limit: number): Promise<number> {
  const { count } = await db
    .selectFrom((from) =>
      from.selectFrom("tasks").select("id").where("available_at", "is not", null).limit(limit).as("open"),
    )
    .select(({ fn }) => fn.countAll().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}
