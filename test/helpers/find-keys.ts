import { join } from "node:path";
import { DerivedAccessKeys, type NewSubscription } from "../../src/accounts/mod.js";
import type { Config } from "../../src/config.js";
import { openDatabase } from "../../src/db/mod.js";

export interface FoundKeys {
  readonly subscriptionKey: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** All keys of a subscription that was just made. */
export async function findKeys({ dataDir }: Config, { id, key }: NewSubscription): Promise<FoundKeys> {
  const db = await openDatabase(join(dataDir, "drape.db"));
  try {
    return { subscriptionKey: key, accessKey: id, secretKey: await new DerivedAccessKeys(db).secretOf(id) };
  } finally {
    await db.destroy();
  }
}
