import { request, type Agent } from "undici";
import {
  createSafeAgent,
  discard,
  failed,
  findUrlFault,
  refused,
  toSafeFailure,
  type SafeAgentOptions,
  type SafeFailure,
} from "./safe-agent.js";

export interface SafePosterOptions extends SafeAgentOptions {
  /** For all of it, until the status is there. @default 15 s */
  readonly timeoutMs?: number;
}

export interface SafePost {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

export type PostOutcome = { readonly ok: true; readonly status: number } | SafeFailure;

/** Posts to URLs that strangers gave, under the rules of SafeFetcher. Follows no redirect and reads no answer but its status. */
export class SafePoster {
  readonly #agent: Agent;
  readonly #allowHosts: readonly string[];
  readonly #timeoutMs: number;

  constructor(options: SafePosterOptions = {}) {
    this.#agent = createSafeAgent(options);
    this.#allowHosts = options.allowHosts ?? [];
    this.#timeoutMs = options.timeoutMs ?? 15_000;
  }

  /** Rejects only with the signal's reason. */
  async post(url: string, { headers, body, signal }: SafePost): Promise<PostOutcome> {
    const fault = findUrlFault(url, this.#allowHosts);
    if (fault !== undefined) return refused(fault);
    const deadline = AbortSignal.timeout(this.#timeoutMs);
    try {
      const reply = await request(url, {
        method: "POST",
        dispatcher: this.#agent,
        signal: AbortSignal.any([signal, deadline]),
        headers,
        body,
      });
      discard(reply.body);
      return { ok: true, status: reply.statusCode };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (deadline.aborted) return failed(`no answer within ${this.#timeoutMs / 1000} s`);
      return toSafeFailure(error);
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}
