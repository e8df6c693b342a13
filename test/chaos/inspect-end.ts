import type { Kysely } from "kysely";
import type { Schema } from "../../src/db/mod.js";
import type { Fleet } from "./fleet.js";
import type { UnreliableReceiver } from "./unreliable-receiver.js";

export type ChaosDatabase = Kysely<Schema>;

/** What came of the tasks. */
export interface ChaosEnd {
  readonly accepted: number;
  /** Accepted tasks that did not succeed, or are not there. */
  readonly lost: readonly string[];
  /** Tasks that were ended more than once, by the workers' words or by the count in the tasks' own transactions. */
  readonly endedTwice: readonly string[];
  readonly endsCounted: { readonly ledger: number; readonly rows: number; readonly stillOpen: number };
  /** Tasks whose callbacks were not processing and then succeed. */
  readonly toldWrongly: readonly string[];
  readonly kills: number;
  readonly errors: number;
  readonly redelivery: { readonly count: number; readonly medianMs: number; readonly maxMs: number };
  readonly callbacks: { readonly requests: number; readonly refused: number };
}

interface Seen {
  readonly accepted: readonly string[];
  readonly fleet: Fleet;
  readonly receiver: UnreliableReceiver;
}

const TOLD = "processing succeed";

/** Compares what clients were told with what is in the database. */
export async function inspectEnd(db: ChaosDatabase, { accepted, fleet, receiver }: Seen): Promise<ChaosEnd> {
  const rows = await db.selectFrom("tasks").select(["id", "state"]).execute();
  const succeeded = new Set(rows.filter(({ state }) => state === "succeeded").map(({ id }) => id));
  const days = await db.selectFrom("usage_days").selectAll().execute();
  const ledger = days.reduce((sum, day) => sum + day.succeeded + day.failed + day.canceled, 0);
  const { open_tasks: stillOpen } = await db
    .selectFrom("subscriptions")
    .select("open_tasks")
    .executeTakeFirstOrThrow();
  const waits = fleet.redeliveriesMs.toSorted((a, b) => a - b);
  return {
    accepted: accepted.length,
    lost: accepted.filter((id) => !succeeded.has(id)),
    endedTwice: [...fleet.ends].filter(([, count]) => count > 1).map(([id]) => id),
    endsCounted: { ledger, rows: rows.length, stillOpen },
    toldWrongly: rows.map(({ id }) => id).filter((id) => receiver.told.get(id)?.join(" ") !== TOLD),
    kills: fleet.kills,
    errors: fleet.errors,
    redelivery: { count: waits.length, medianMs: waits[waits.length >> 1] ?? 0, maxMs: waits.at(-1) ?? 0 },
    callbacks: { requests: receiver.requests, refused: receiver.refused },
  };
}
