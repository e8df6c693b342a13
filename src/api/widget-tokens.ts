import { errors, jwtVerify, SignJWT, type JWTPayload } from "jose";
import { AppError } from "../lib/errors.js";
import { randomId } from "../lib/random-id.js";

/** What a widget's token allows whoever has it. */
export interface WidgetGrant {
  /** The token's own name: its try-ons and its uses are found by it. */
  readonly id: string;
  readonly subscriptionId: string;
  /** The only origin whose pages may use it. */
  readonly origin: string;
  /** URL of the only garment. */
  readonly garment: string;
  /** How many try-ons may be made with it. */
  readonly count: number;
  /** Until when they may be started. */
  readonly expiresAtMs: number;
}

/** How long what was made with a token can be read and deleted after the token has expired. */
const AFTERLIFE_S = 24 * 3600;
const AUDIENCE = "widget";

/** Signs and reads widgets' tokens. Nothing is stored: whoever has the secret can check a token. */
export class WidgetTokens {
  readonly #secret: Uint8Array;

  constructor(secret: string) {
    this.#secret = new TextEncoder().encode(secret);
  }

  async issue(grant: Omit<WidgetGrant, "id">): Promise<string> {
    const { subscriptionId, origin, garment, count, expiresAtMs } = grant;
    return await new SignJWT({ origin, garment, count })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .setAudience(AUDIENCE)
      .setSubject(subscriptionId)
      .setJti(randomId())
      .setExpirationTime(Math.floor(expiresAtMs / 1000))
      .sign(this.#secret);
  }

  /** The grant of a token that is ours, also for a day after it has expired. @throws AppError TOKEN_INVALID, TOKEN_EXPIRED */
  async read(token: string, nowMs: number): Promise<WidgetGrant> {
    try {
      const { payload } = await jwtVerify(token, this.#secret, {
        algorithms: ["HS256"],
        audience: AUDIENCE,
        currentDate: new Date(nowMs),
        clockTolerance: AFTERLIFE_S,
        requiredClaims: ["sub", "jti", "exp"],
      });
      return toGrant(payload);
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) throw new AppError("TOKEN_EXPIRED", { cause });
      throw new AppError("TOKEN_INVALID", { details: "this is no widget token of this service", cause });
    }
  }
}

/** The claims are ours: issue() wrote them, and the signature fits. */
function toGrant({ jti, sub, exp, ...claims }: JWTPayload): WidgetGrant {
  const { origin, garment, count } = claims as Pick<WidgetGrant, "origin" | "garment" | "count">;
  return {
    id: String(jti),
    subscriptionId: String(sub),
    origin,
    garment,
    count,
    expiresAtMs: Number(exp) * 1000,
  };
}
