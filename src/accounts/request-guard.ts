import { AppError } from "../lib/errors.js";
import type { RateLimiter } from "./rate-limiter.js";
import type { Front, Subscription } from "./subscription.js";

/** What a client asks of a try-on, as far as its subscription may forbid it. */
export interface AskedTryOn {
  /** Its name in the engine registry. */
  readonly engine: string;
  readonly callbackUrl: string | undefined;
}

/** Says no in the name of a subscription's policy. */
export class RequestGuard {
  readonly #limiter: RateLimiter;

  constructor(limiter: RateLimiter) {
    this.#limiter = limiter;
  }

  /** Lets a request by this front pass, and counts it. @throws AppError SUBSCRIPTION_DISABLED, ACCESS_DENIED, RATE_LIMITED */
  async admit({ id, policy, disabledAtMs }: Subscription, front: Front): Promise<void> {
    if (disabledAtMs !== undefined) throw new AppError("SUBSCRIPTION_DISABLED");
    if (policy.fronts !== null && !policy.fronts.includes(front))
      throw new AppError("ACCESS_DENIED", { details: "the subscription may not use this API" });
    const { requestsPerMinute } = policy;
    if (requestsPerMinute === null) return;
    const waitMs = await this.#limiter.take(id, requestsPerMinute);
    if (waitMs > 0)
      throw new AppError("RATE_LIMITED", {
        details: `more than ${requestsPerMinute} requests a minute: try again in ${Math.ceil(waitMs / 1000)} s`,
        retryAfterMs: waitMs,
      });
  }
}

/** Refuses what the policy does not allow, before a task exists. @throws AppError ACCESS_DENIED, INVALID_REQUEST */
export function checkPolicy(
  { engines, callbackHosts }: Subscription["policy"],
  { engine, callbackUrl }: AskedTryOn,
): void {
  if (engines !== null && !engines.includes(engine))
    throw new AppError("ACCESS_DENIED", { details: `the subscription may not use the engine ${engine}` });
  if (callbackHosts === null || callbackUrl === undefined || !URL.canParse(callbackUrl)) return;
  const { hostname } = new URL(callbackUrl);
  if (!callbackHosts.some((allowed) => matchesHost(hostname, allowed)))
    throw new AppError("INVALID_REQUEST", {
      details: `callback_url: ${hostname} is not among the subscription's callback hosts`,
    });
}

function matchesHost(hostname: string, allowed: string): boolean {
  return allowed.startsWith("*.") ? hostname.endsWith(allowed.slice(1)) : hostname === allowed;
}
