import type { onRequestAsyncHookHandler } from "fastify";
import { decodeJwt, errors, jwtVerify } from "jose";
import type { AccessKeys } from "../../accounts/mod.js";
import type { Clock } from "../../lib/clock.js";
import { AppError } from "../../lib/errors.js";
import type { SubscriptionId } from "../../tasks/mod.js";
import type { Admit } from "./authenticate.js";

/**
 * A hook that lets requests with a good token pass, before their body is read. The token is a JWT, signed by HS256 with the
 * secret of the access key that its `iss` names; `exp` must be there, `nbf` may. Then `admit` must let it pass, too.
 */
export function createTokenAuthentication(
  keys: AccessKeys,
  clock: Clock,
  admit: Admit,
): onRequestAsyncHookHandler {
  return async (request) => {
    const token = readToken(request.headers.authorization);
    const owner = await keys.findByAccessKey(readIssuer(token));
    if (owner === undefined)
      throw new AppError("UNAUTHENTICATED", { details: "the access key in `iss` is unknown" });
    await verify(token, owner.jwtSecret, clock);
    await admit(owner.subscription);
    request.subscriptionId = owner.subscription.id as SubscriptionId; // ids of subscriptions come from this store alone
  };
}

function readToken(header: string | undefined): string {
  const { scheme = "", token = "" } =
    /^(?<scheme>\S+)(?:\s+(?<token>.*))?$/.exec(header?.trim() ?? "")?.groups ?? {};
  if (header === undefined || scheme === "") throw new AppError("TOKEN_MISSING");
  if (scheme.toLowerCase() !== "bearer")
    throw new AppError("TOKEN_INVALID", { details: "Authorization: want `Bearer TOKEN`" });
  if (token === "") throw new AppError("TOKEN_MISSING");
  return token;
}

function readIssuer(token: string): string {
  try {
    const { iss } = decodeJwt(token);
    if (typeof iss === "string" && iss !== "") return iss;
  } catch (error) {
    throw new AppError("TOKEN_INVALID", { details: "the token is not a JWT", cause: error });
  }
  throw new AppError("TOKEN_INVALID", { details: "the token has no `iss`: want the access key" });
}

async function verify(token: string, secret: string, clock: Clock): Promise<void> {
  try {
    await jwtVerify(token, new TextEncoder().encode(secret), {
      algorithms: ["HS256"],
      requiredClaims: ["iss", "exp"],
      currentDate: new Date(clock.nowMs()),
    });
  } catch (cause) {
    throw describe(cause);
  }
}

function describe(cause: unknown): AppError {
  if (cause instanceof errors.JWSSignatureVerificationFailed)
    return new AppError("UNAUTHENTICATED", {
      details: "the signature does not fit: sign with the secret key",
      cause,
    });
  if (cause instanceof errors.JWTExpired) return new AppError("TOKEN_EXPIRED", { cause });
  if (
    cause instanceof errors.JWTClaimValidationFailed &&
    cause.claim === "nbf" &&
    cause.reason === "check_failed"
  )
    return new AppError("TOKEN_NOT_YET_VALID", { cause });
  return new AppError("TOKEN_INVALID", {
    details:
      cause instanceof errors.JOSEError
        ? `the token is refused: ${cause.message}`
        : "the token cannot be read",
    cause,
  });
}
