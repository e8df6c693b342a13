import { createHash, randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import type { Schema } from "../db/mod.js";
import type { Clock } from "../lib/clock.js";
import { randomId } from "../lib/random-id.js";

export interface Subscription {
  readonly id: string;
  /** What its owner called it. */
  readonly name: string;
  readonly createdAtMs: number;
}

/** A subscription with its key: the only time that the key can be seen. */
export interface NewSubscription extends Subscription {
  readonly key: string;
}

/**
 * Subscriptions and their keys. Only a hash of a key is stored: a plain SHA-256 is enough, because keys are 256 random bits and
 * cannot be guessed as a password can.
 */
export class SubscriptionStore {
  readonly #db: Kysely<Schema>;
  readonly #clock: Clock;

  constructor(db: Kysely<Schema>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async create(name: string): Promise<NewSubscription> {
    const key = randomBytes(32).toString("hex");
    const subscription = { id: randomId(), name, createdAtMs: this.#clock.nowMs() };
    await this.#db
      .insertInto("subscriptions")
      .values({ id: subscription.id, name, key_hash: hashKey(key), created_at: subscription.createdAtMs })
      .execute();
    return { ...subscription, key };
  }

  async findByKey(key: string): Promise<Subscription | undefined> {
    const row = await this.#select().where("key_hash", "=", hashKey(key)).executeTakeFirst();
    return row && toSubscription(row);
  }

  /** Oldest first. */
  async list(): Promise<readonly Subscription[]> {
    const rows = await this.#select().orderBy("created_at").execute();
    return rows.map(toSubscription);
  }

  #select() {
    return this.#db.selectFrom("subscriptions").select(["id", "name", "created_at"]);
  }
}

function hashKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

function toSubscription(row: Pick<Schema["subscriptions"], "id" | "name" | "created_at">): Subscription {
  return { id: row.id, name: row.name, createdAtMs: row.created_at };
}
