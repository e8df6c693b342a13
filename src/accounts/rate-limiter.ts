import { sql, type Kysely } from "kysely";
import type { Schema } from "../db/mod.js";
import type { Clock } from "../lib/clock.js";

const MINUTE_US = 60_000_000;

/**
 * Counts requests in the database, so that the limit holds over all processes. A subscription has an allowance of a minute's
 * requests that fills steadily: an idle one may use all of it at once.
 *
 * One statement a request, whose row is locked while it runs, so no update is lost. Only the time at which the allowance would be
 * full again is stored (the generic cell rate algorithm, ITU-T I.371 annex A).
 */
export class RateLimiter {
  readonly #db: Kysely<Schema>;
  readonly #clock: Clock;

  constructor(db: Kysely<Schema>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Counts a request. Returns how long to wait before one is allowed again: 0 when this one is. */
  async take(subscriptionId: string, requestsPerMinute: number): Promise<number> {
    const nowUs = this.#clock.nowMs() * 1000;
    const costUs = Math.floor(MINUTE_US / requestsPerMinute);
    const taken = await this.#db
      .insertInto("rate_limits")
      .values({ subscription_id: subscriptionId, full_at: nowUs + costUs })
      .onConflict((conflict) =>
        conflict
          .column("subscription_id")
          .doUpdateSet({
            full_at: sql<number>`case when rate_limits.full_at > ${nowUs} then rate_limits.full_at else ${nowUs} end + ${costUs}`,
          })
          .where("rate_limits.full_at", "<=", nowUs + MINUTE_US - costUs),
      )
      .returning("full_at")
      .executeTakeFirst();
    if (taken !== undefined) return 0;
    const row = await this.#db
      .selectFrom("rate_limits")
      .select("full_at")
      .where("subscription_id", "=", subscriptionId)
      .executeTakeFirst();
    const waitUs = (row?.full_at ?? nowUs) + costUs - MINUTE_US - nowUs;
    return Math.max(1, Math.ceil(waitUs / 1000));
  }
}
