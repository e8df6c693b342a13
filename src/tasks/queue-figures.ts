import type { Kysely } from "kysely";
import type { Schema } from "../db/mod.js";
import type { TaskState } from "./task.js";

/** The tasks that have not ended, as an operator wants to see them. */
export interface QueueFigures {
  readonly queued: number;
  readonly running: number;
  /** When the oldest queued task was accepted, in milliseconds since 1970; undefined: none waits. */
  readonly oldestQueuedAtMs: number | undefined;
}

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

/** Reads all tasks that have not ended; the bound of the queue bounds this too. */
export async function readQueueFigures(db: Kysely<Schema>): Promise<QueueFigures> {
  const rows = await db
    .selectFrom("tasks")
    .select(({ fn }) => ["state", fn.countAll().as("count"), fn.min("created_at").as("oldest")])
    .where("available_at", "is not", null)
    .groupBy("state")
    .execute();
  const find = (state: TaskState) => rows.find((row) => row.state === state);
  const queued = find("queued");
  return {
    queued: Number(queued?.count ?? 0),
    running: Number(find("running")?.count ?? 0),
    oldestQueuedAtMs: queued === undefined ? undefined : Number(queued.oldest),
  };
}
