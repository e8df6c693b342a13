import { randomId } from "../lib/random-id.js";
import { signName, verifyName } from "../lib/url-signature.js";

const NAME = "playground-session";
const TTL_MS = 12 * 3600_000; // an evening of trying things on; the page fetches a new one by itself

/** What a browser holds in place of a key. */
export interface PlaygroundSession {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** Signs sessions of the page at `/`. Nothing is stored: whoever has the secret can check a token. */
export class PlaygroundSessions {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  issue(nowMs: number): PlaygroundSession {
    const expiresAtMs = nowMs + TTL_MS;
    const id = randomId();
    const signature = signName(this.#secret, { name: `${NAME} ${id}`, expiresAtMs });
    return { token: `playground.${id}.${expiresAtMs}.${signature}`, expiresAtMs };
  }

  verify(token: string, nowMs: number): boolean {
    const [kind, id = "", expires = "", signature = "", ...rest] = token.split(".");
    if (kind !== "playground" || rest.length > 0 || !/^\d{1,16}$/.test(expires)) return false;
    const signed = { name: `${NAME} ${id}`, expiresAtMs: Number(expires) };
    return verifyName(this.#secret, signed, signature, nowMs);
  }
}
