import { createHmac } from "node:crypto";
import type { Kysely } from "kysely";
import type { Schema } from "../db/mod.js";
import { findOrMakeSetting } from "../db/mod.js";
import { randomId } from "../lib/random-id.js";
import type { Subscription } from "./subscription-store.js";

/** Whose access key it is, and the secret that signs this subscription's tokens. */
export interface AccessKeyOwner {
  readonly subscription: Subscription;
  readonly jwtSecret: string;
}

/** Finds subscriptions by the access keys of front B. */
export interface AccessKeys {
  findByAccessKey(accessKey: string): Promise<AccessKeyOwner | undefined>;
}

/** Access keys that need no table: the key is the subscription's id, its secret follows from one secret of this service. */
export class DerivedAccessKeys implements AccessKeys {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async findByAccessKey(accessKey: string): Promise<AccessKeyOwner | undefined> {
    const row = await this.#db
      .selectFrom("subscriptions")
      .select(["id", "name", "created_at"])
      .where("id", "=", accessKey)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const subscription = { id: row.id, name: row.name, createdAtMs: row.created_at };
    return { subscription, jwtSecret: await this.secretOf(row.id) };
  }

  /** The secret key of a subscription. */
  async secretOf(subscriptionId: string): Promise<string> {
    const root = await findOrMakeSetting(this.#db, "access-key-root", () => randomId() + randomId());
    return createHmac("sha256", root).update(subscriptionId).digest("hex");
  }
}
