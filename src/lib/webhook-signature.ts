import { createHmac, timingSafeEqual } from "node:crypto";

/** A message as the Standard Webhooks specification 1.0 signs it. */
export interface SignedMessage {
  /** `webhook-id` */
  readonly id: string;
  /** `webhook-timestamp`: seconds since 1970. */
  readonly timestampS: number;
  /** The bytes of the body as they travel. */
  readonly body: string;
}

const PREFIX = "whsec_";
const TOLERANCE_S = 300; // as the specification's own libraries have it

/** The value of `webhook-signature`: HMAC-SHA256 over `id.timestamp.body` with the secret's bytes. */
export function signWebhook(secret: string, { id, timestampS, body }: SignedMessage): string {
  const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, "base64");
  const mac = createHmac("sha256", key).update(`${id}.${timestampS}.${body}`).digest("base64");
  return `v1,${mac}`;
}

/** Whether one of the signatures in `header` is ours and the message is not older (or newer) than five minutes. */
export function verifyWebhook(
  secret: string,
  message: SignedMessage,
  { header, nowMs }: { readonly header: string; readonly nowMs: number },
): boolean {
  if (!(Math.abs(nowMs / 1000 - message.timestampS) <= TOLERANCE_S)) return false;
  const wanted = Buffer.from(signWebhook(secret, message));
  return header.split(" ").some((signature) => {
    const received = Buffer.from(signature);
    return received.length === wanted.length && timingSafeEqual(received, wanted);
  });
}
