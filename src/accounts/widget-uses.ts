import { sql, type Kysely } from "kysely";
import type { Schema } from "../db/mod.js";
import type { Clock } from "../lib/clock.js";

/** A token as far as its uses are counted. */
export interface CountedToken {
  readonly id: string;
  /** How many try-ons may be made with it. */
  readonly count: number;
  readonly expiresAtMs: number;
}

/** Counts what widgets' tokens are used for, in the database, so that the count holds over all processes. */
export class WidgetUses {
  readonly #db: Kysely<Schema>;
  readonly #clock: Clock;

  constructor(db: Kysely<Schema>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Counts a use, in one statement whose row is locked while it runs. False: the token is used up. */
  async take({ id, count, expiresAtMs }: CountedToken): Promise<boolean> {
    await this.#db.deleteFrom("widget_uses").where("expires_at", "<", this.#clock.nowMs()).execute();
    const taken = await this.#db
      .insertInto("widget_uses")
      .values({ token_id: id, used: 1, expires_at: expiresAtMs })
      .onConflict((conflict) =>
        conflict
          .column("token_id")
          .doUpdateSet({ used: sql<number>`widget_uses.used + 1` })
          .where("widget_uses.used", "<", count),
      )
      .returning("used")
      .executeTakeFirst();
    return taken !== undefined;
  }

  /** Takes a use back from which no try-on came. */
  async giveBack({ id }: CountedToken): Promise<void> {
    await this.#db
      .updateTable("widget_uses")
      .set({ used: sql<number>`used - 1` })
      .where("token_id", "=", id)
      .execute();
  }

  async countLeft({ id, count }: CountedToken): Promise<number> {
    const row = await this.#db
      .selectFrom("widget_uses")
      .select("used")
      .where("token_id", "=", id)
      .executeTakeFirst();
    return Math.max(0, count - (row?.used ?? 0));
  }
}
