import type { CallbackBody } from "../api/wire/types.js";
import { fromBase64 } from "./base64.js";
import { WebhookRefusedError } from "./errors.js";

/** A message as it arrived. */
export interface ReceivedWebhook {
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body's text as it arrived: parsing and printing it again can change its bytes. */
  readonly body: string;
}

export interface VerifyOptions {
  /** @default now */
  readonly nowMs?: number;
  /** How old or new a message may be. @default 300 s, as Standard Webhooks says */
  readonly toleranceS?: number;
}

const TOLERANCE_S = 300;
const VERSION = "v1,";

/**
 * What a callback tells, once it is certain that it comes from the server with this secret and is not an old one sent again. Messages come
 * at least once: `webhook-id` is the same for each repetition. @throws WebhookRefusedError
 */
export async function verifyWebhook(
  secret: string,
  { headers, body }: ReceivedWebhook,
  { nowMs = Date.now(), toleranceS = TOLERANCE_S }: VerifyOptions = {},
): Promise<CallbackBody> {
  const [id, timestamp, signatures] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) =>
    readHeader(headers, name),
  );
  if (id === undefined || timestamp === undefined || signatures === undefined)
    throw new WebhookRefusedError(
      "A callback has the headers webhook-id, webhook-timestamp and webhook-signature",
    );
  if (!(Math.abs(nowMs / 1000 - Number(timestamp)) <= toleranceS))
    throw new WebhookRefusedError(
      `The callback's time is not within ${toleranceS} s of now: check the clock`,
    );
  const key = await importKey(secret);
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  for (const signature of signatures.split(" ")) {
    const mac = signature.startsWith(VERSION) ? tryFromBase64(signature.slice(VERSION.length)) : undefined;
    if (mac !== undefined && (await crypto.subtle.verify("HMAC", key, mac, signed)))
      return JSON.parse(body) as CallbackBody; // signed by the server, so it is what the server says
  }
  throw new WebhookRefusedError(
    "The callback's signature does not fit: check the secret, and that the body is as it arrived",
  );
}

function readHeader(headers: ReceivedWebhook["headers"], name: string): string | undefined {
  const value = headers instanceof Headers ? headers.get(name) : headers[name];
  return typeof value === "string" ? value : undefined; // null: not there; a list: sent twice, which nobody honest does
}

function importKey(secret: string) {
  const key = fromBase64(secret.replace(/^whsec_/, ""));
  return crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
}

function tryFromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return fromBase64(text);
  } catch {
    return undefined; // not a signature of ours
  }
}
