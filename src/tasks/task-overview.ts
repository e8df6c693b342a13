import type { Kysely } from "kysely";
import type { Schema } from "../db/mod.js";
import { toTask } from "./sql-rows.js";
import type { Task, TaskState } from "./task.js";

/** All subscriptions' tasks at a glance, for the operator. */
export interface TaskOverview {
  /** How many tasks there are in each state; those whose time is over are gone. */
  readonly counts: Readonly<Record<TaskState, number>>;
  /** When the task was submitted that has waited longest; undefined when none waits. */
  readonly oldestQueuedAtMs: number | undefined;
  /** Newest first. */
  readonly tasks: readonly Task[];
}

/** Counts all tasks and reads the newest, of one state where one is given. Two queries and a scan of the states' column. */
export async function readTaskOverview(
  db: Kysely<Schema>,
  { state, limit }: { readonly state?: TaskState; readonly limit: number },
): Promise<TaskOverview> {
  const groups = await db
    .selectFrom("tasks")
    .select(({ fn }) => [
      "state",
      fn.countAll<number>().as("count"),
      fn.min<number>("created_at").as("oldest"),
    ])
    .groupBy("state")
    .execute();
  const newest = db.selectFrom("tasks").selectAll().orderBy("created_at", "desc").orderBy("id").limit(limit);
  const rows = await (state === undefined ? newest : newest.where("state", "=", state)).execute();
  const countOf = (name: TaskState): number =>
    Number(groups.find((group) => group.state === name)?.count ?? 0);
  return {
    counts: {
      queued: countOf("queued"),
      running: countOf("running"),
      succeeded: countOf("succeeded"),
      failed: countOf("failed"),
      canceled: countOf("canceled"),
    },
    oldestQueuedAtMs: groups.find((group) => group.state === "queued")?.oldest,
    tasks: rows.map(toTask),
  };
}
