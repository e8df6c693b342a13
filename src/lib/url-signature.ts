import { createHmac, timingSafeEqual } from "node:crypto";

/** What a signed link promises: this name may be read until then. */
export interface SignedName {
  readonly name: string;
  /** Milliseconds since 1970; afterwards the link is refused. */
  readonly expiresAtMs: number;
}

/** Signs with HMAC-SHA256; the answer is base64url. The expiry is inside the signature, so it cannot be moved. */
export function signName(secret: string, { name, expiresAtMs }: SignedName): string {
  return createHmac("sha256", secret).update(`${expiresAtMs}\n${name}`).digest("base64url");
}

/** Whether `signature` is ours and still good at `nowMs`. Takes the same time whatever the difference is. */
export function verifyName(secret: string, signed: SignedName, signature: string, nowMs: number): boolean {
  const wanted = Buffer.from(signName(secret, signed));
  const received = Buffer.from(signature);
  return wanted.length === received.length && timingSafeEqual(wanted, received) && nowMs < signed.expiresAtMs;
}
