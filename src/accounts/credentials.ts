import { hash, randomBytes } from "node:crypto";
import { randomId } from "../lib/random-id.js";

/** A new subscription key: 256 random bits. */
export function makeKey(): string {
  return randomBytes(32).toString("hex");
}

/**
 * What is stored of a key. A plain SHA-256 is enough, because keys are 256 random bits and cannot be guessed as a password can.
 */
export function hashKey(key: string): string {
  return hash("sha256", key); // hexadecimal
}

/** A new access key and the secret that signs its tokens; RFC 7518 §3.2 wants at least 256 bits. */
export function makeAccessKey(): { readonly accessKey: string; readonly secretKey: string } {
  return { accessKey: randomId(), secretKey: randomBytes(32).toString("hex") };
}

/** A new secret for callbacks, as Standard Webhooks writes it. */
export function makeWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}
