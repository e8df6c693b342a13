import { randomBytes } from "node:crypto";

/** An unguessable name of 22 characters of [A-Za-z0-9_-]: 128 random bits in base64url. */
export function randomId(): string {
  return randomBytes(16).toString("base64url");
}
