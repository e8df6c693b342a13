import type { Kysely } from "kysely";
import type { Schema } from "./schema.js";

/** The stored value of a setting; the first caller of all processes stores what `make` gives. */
export async function findOrMakeSetting(
  db: Kysely<Schema>,
  name: string,
  make: () => string,
): Promise<string> {
  await db
    .insertInto("settings")
    .values({ name, value: make() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { value } = await db
    .selectFrom("settings")
    .select("value")
    .where("name", "=", name)
    .executeTakeFirstOrThrow();
  return value;
}
