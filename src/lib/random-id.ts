import { randomFillSync } from "node:crypto";

const ID_BYTES = 16;
const IDS_A_FILL = 128; // asking for random bytes costs 10 us, however few they are: every request has an id

const pool = Buffer.alloc(ID_BYTES * IDS_A_FILL);
let used = pool.length;

/** An unguessable name of 22 characters of [A-Za-z0-9_-]: 128 random bits in base64url. No two share a byte of the pool. */
export function randomId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const id = pool.toString("base64url", used, used + ID_BYTES);
  pool.fill(0, used, used + ID_BYTES); // some ids are secrets
  used += ID_BYTES;
  return id;
}
