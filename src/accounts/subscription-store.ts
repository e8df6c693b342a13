import type { Kysely } from "kysely";
import type { Schema } from "../db/mod.js";
import { batchReads, padToPowerOfTwo } from "../lib/batch-reads.js";
import type { Clock } from "../lib/clock.js";
import { AppError } from "../lib/errors.js";
import { randomId } from "../lib/random-id.js";
import type { SecretBox } from "../lib/secret-box.js";
import { recordAudit, type AuditAction } from "./audit.js";
import { hashKey, makeAccessKey, makeKey, makeWebhookSecret } from "./credentials.js";
import { SUBSCRIPTION_COLUMNS, toPolicyColumns, toSubscription } from "./subscription-rows.js";
import {
  UNLIMITED,
  type Credentials,
  type KeySlot,
  type NewSubscription,
  type Rotatable,
  type Subscription,
  type SubscriptionPolicy,
} from "./subscription.js";

/** Whose access key it is, and the secret that signs this subscription's tokens. */
export interface AccessKeyOwner {
  readonly subscription: Subscription;
  readonly jwtSecret: string;
}

/** Finds subscriptions by the access keys of front B. */
export interface AccessKeys {
  findByAccessKey(accessKey: string): Promise<AccessKeyOwner | undefined>;
}

export interface SubscriptionChange {
  readonly name?: string;
  /** Only what is given is changed. */
  readonly policy?: Partial<SubscriptionPolicy>;
}

/**
 * Subscriptions, their keys and what they may do. Of a key only a hash is stored; secrets that sign are stored encrypted. Every
 * change writes an audit entry in its own transaction.
 */
export class SubscriptionStore implements AccessKeys {
  readonly #db: Kysely<Schema>;
  readonly #clock: Clock;
  readonly #box: SecretBox;
  readonly #findByKeyHash = batchReads(
    async (hashes: readonly string[]): Promise<ReadonlyMap<string, Subscription>> => {
      const rows = await this.#db
        .selectFrom("subscription_keys")
        .innerJoin("subscriptions", "subscriptions.id", "subscription_keys.subscription_id")
        .select(["subscription_keys.key_hash", ...SUBSCRIPTION_COLUMNS])
        .where("subscription_keys.key_hash", "in", padToPowerOfTwo(hashes))
        .execute();
      return new Map(rows.map((row) => [row.key_hash, toSubscription(row)]));
    },
  );

  constructor(db: Kysely<Schema>, clock: Clock, box: SecretBox) {
    this.#db = db;
    this.#clock = clock;
    this.#box = box;
  }

  /** Makes a subscription with all its keys and secrets, which nobody can show again. */
  async create(
    name: string,
    { policy = {}, actor }: { readonly policy?: Partial<SubscriptionPolicy>; readonly actor: string },
  ): Promise<NewSubscription> {
    const id = randomId();
    const nowMs = this.#clock.nowMs();
    const credentials: Credentials = {
      key: makeKey(),
      secondaryKey: makeKey(),
      ...makeAccessKey(),
      webhookSecret: makeWebhookSecret(),
    };
    const whole = { ...UNLIMITED, ...policy };
    await this.#db.transaction().execute(async (db) => {
      await db
        .insertInto("subscriptions")
        .values({
          id,
          name,
          ...toPolicyColumns(whole),
          access_key: credentials.accessKey,
          secret_key_sealed: this.#box.seal(credentials.secretKey, `${id} secret-key`),
          webhook_secret_sealed: this.#box.seal(credentials.webhookSecret, `${id} webhook-secret`),
          open_tasks: 0,
          quota_month: "",
          quota_used: 0,
          created_at: nowMs,
          disabled_at: null,
        })
        .execute();
      await putKey(db, id, "primary", credentials.key, nowMs);
      await putKey(db, id, "secondary", credentials.secondaryKey, nowMs);
      await this.#audit(db, id, "created", actor, { name, ...policy });
    });
    return { id, name, policy: whole, createdAtMs: nowMs, disabledAtMs: undefined, ...credentials };
  }

  /** A key that was replaced, or whose subscription was changed, is known as such to the next request: only a turn's requests share the query. */
  async findByKey(key: string): Promise<Subscription | undefined> {
    return await this.#findByKeyHash(hashKey(key));
  }

  async findByAccessKey(accessKey: string): Promise<AccessKeyOwner | undefined> {
    const row = await this.#db
      .selectFrom("subscriptions")
      .select([...SUBSCRIPTION_COLUMNS, "secret_key_sealed"])
      .where("access_key", "=", accessKey)
      .executeTakeFirst();
    if (row === undefined || row.secret_key_sealed === null) return undefined;
    const jwtSecret = this.#box.open(row.secret_key_sealed, `${row.id} secret-key`);
    return { subscription: toSubscription(row), jwtSecret };
  }

  async find(id: string): Promise<Subscription | undefined> {
    const row = await this.#db
      .selectFrom("subscriptions")
      .select(SUBSCRIPTION_COLUMNS)
      .where("id", "=", id)
      .executeTakeFirst();
    return row && toSubscription(row);
  }

  /** The secret that signs a subscription's callbacks; undefined when it has none, or is deleted. */
  async findWebhookSecret(id: string): Promise<string | undefined> {
    const row = await this.#db
      .selectFrom("subscriptions")
      .select("webhook_secret_sealed")
      .where("id", "=", id)
      .executeTakeFirst();
    const sealed = row?.webhook_secret_sealed ?? null;
    return sealed === null ? undefined : this.#box.open(sealed, `${id} webhook-secret`);
  }

  /** Oldest first. */
  async list(): Promise<readonly Subscription[]> {
    const rows = await this.#db
      .selectFrom("subscriptions")
      .select(SUBSCRIPTION_COLUMNS)
      .orderBy("created_at")
      .orderBy("id")
      .execute();
    return rows.map(toSubscription);
  }

  /** @throws AppError SUBSCRIPTION_NOT_FOUND */
  async change(id: string, { name, policy }: SubscriptionChange, actor: string): Promise<Subscription> {
    return await this.#db.transaction().execute(async (db) => {
      const row = await db
        .updateTable("subscriptions")
        .set(({ ref }) => ({ name: name ?? ref("name") })) // also locks the row: two changes of a policy come one after the other
        .where("id", "=", id)
        .returning(SUBSCRIPTION_COLUMNS)
        .executeTakeFirst();
      if (row === undefined) throw new AppError("SUBSCRIPTION_NOT_FOUND");
      const before = toSubscription(row);
      const after = { ...before, policy: { ...before.policy, ...policy } };
      await db.updateTable("subscriptions").set(toPolicyColumns(after.policy)).where("id", "=", id).execute();
      await this.#audit(db, id, "changed", actor, { ...(name !== undefined && { name }), ...policy });
      return after;
    });
  }

  /** Refuses all its requests from now on, or no longer. Its tasks go on. @throws AppError SUBSCRIPTION_NOT_FOUND */
  async setDisabled(id: string, isDisabled: boolean, actor: string): Promise<void> {
    const disabledAt = isDisabled ? this.#clock.nowMs() : null;
    await this.#db.transaction().execute(async (db) => {
      const { numUpdatedRows } = await db
        .updateTable("subscriptions")
        .set({ disabled_at: disabledAt })
        .where("id", "=", id)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw new AppError("SUBSCRIPTION_NOT_FOUND");
      await this.#audit(db, id, isDisabled ? "disabled" : "enabled", actor, {});
    });
  }

  /** Replaces one key or secret; the old one is refused from now on. @throws AppError SUBSCRIPTION_NOT_FOUND */
  async rotate(id: string, what: Rotatable, actor: string): Promise<Partial<Credentials>> {
    return await this.#db.transaction().execute(async (db) => {
      await this.#audit(db, id, "rotated", actor, { what });
      const known = await db.selectFrom("subscriptions").select("id").where("id", "=", id).executeTakeFirst();
      if (known === undefined) throw new AppError("SUBSCRIPTION_NOT_FOUND");
      return await this.#replace(db, id, what);
    });
  }

  /** Forgets the subscription with its keys and limits; what it used and the audit stay. @throws AppError SUBSCRIPTION_NOT_FOUND */
  async remove(id: string, actor: string): Promise<void> {
    await this.#db.transaction().execute(async (db) => {
      const removed = await db
        .deleteFrom("subscriptions")
        .where("id", "=", id)
        .returning("name")
        .executeTakeFirst();
      if (removed === undefined) throw new AppError("SUBSCRIPTION_NOT_FOUND");
      await db.deleteFrom("subscription_keys").where("subscription_id", "=", id).execute();
      await db.deleteFrom("rate_limits").where("subscription_id", "=", id).execute();
      await this.#audit(db, id, "deleted", actor, removed);
    });
  }

  async #replace(db: Kysely<Schema>, id: string, what: Rotatable): Promise<Partial<Credentials>> {
    const update = db.updateTable("subscriptions").where("id", "=", id);
    switch (what) {
      case "primary":
      case "secondary": {
        const key = makeKey();
        await putKey(db, id, what, key, this.#clock.nowMs());
        return what === "primary" ? { key } : { secondaryKey: key };
      }
      case "access": {
        const made = makeAccessKey();
        const sealed = this.#box.seal(made.secretKey, `${id} secret-key`);
        await update.set({ access_key: made.accessKey, secret_key_sealed: sealed }).execute();
        return made;
      }
      case "webhook": {
        const webhookSecret = makeWebhookSecret();
        await update
          .set({ webhook_secret_sealed: this.#box.seal(webhookSecret, `${id} webhook-secret`) })
          .execute();
        return { webhookSecret };
      }
      default:
        return what satisfies never;
    }
  }

  async #audit(
    db: Kysely<Schema>,
    subscriptionId: string,
    action: AuditAction,
    actor: string,
    details: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await recordAudit(db, { atMs: this.#clock.nowMs(), actor, action, subscriptionId, details });
  }
}

async function putKey(
  db: Kysely<Schema>,
  subscriptionId: string,
  slot: KeySlot,
  key: string,
  nowMs: number,
): Promise<void> {
  const values = { key_hash: hashKey(key), created_at: nowMs };
  await db
    .insertInto("subscription_keys")
    .values({ subscription_id: subscriptionId, slot, ...values })
    .onConflict((conflict) => conflict.columns(["subscription_id", "slot"]).doUpdateSet(values))
    .execute();
}
