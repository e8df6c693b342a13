import { sql, type Kysely } from "kysely";
import type { Schema } from "../src/db/mod.js";

const ROWS_A_STATEMENT = 50_000;
const SUBSCRIPTIONS = 1000;

export interface EndedTasks {
  readonly rows: number;
  /** Whose they are. @default a thousand subscriptions' */
  readonly subscriptionId?: string;
}

/** Fills the table with ended tasks whose ids are `row-ROWS-0` and so on. */
export async function insertEndedTasks(
  db: Kysely<Schema>,
  { rows, subscriptionId }: EndedTasks,
): Promise<void> {
  const name = sql.lit(`row-${rows}-`);
  const owner =
    subscriptionId === undefined
      ? sql`'subscription-' || (i % ${sql.lit(SUBSCRIPTIONS)})`
      : sql.lit(subscriptionId);
  for (let from = 0; from < rows; from += ROWS_A_STATEMENT) {
    const to = sql.lit(Math.min(rows, from + ROWS_A_STATEMENT));
    await sql`
      with recursive numbers(i) as (select cast(${from} as integer) union all select i + 1 from numbers where i + 1 < ${to})
      insert into tasks (id, subscription_id, state, place, attempts, progress, message, created_at, updated_at, ended_at, expires_at)
      select ${name} || i, ${owner}, 'failed', i, 1, 0, '', i, i, i, 4000000000000 from numbers`.execute(db);
  }
}
