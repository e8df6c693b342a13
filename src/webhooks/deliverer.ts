import { SpanStatusCode } from "@opentelemetry/api";
import type { Clock } from "../lib/clock.js";
import type { Log } from "../lib/log.js";
import type { PostOutcome, SafePost } from "../lib/safe-post.js";
import { withSpan } from "../lib/span.js";
import { formatTraceparent } from "../lib/traceparent.js";
import { signWebhook } from "../lib/webhook-signature.js";
import { GONE } from "./outbox.js";
import { nextDelayMs } from "./schedule.js";
import type { ClaimedWebhook, WebhookStore } from "./webhook-store.js";

/** Sends one message; rejects only with the signal's reason. */
export type Post = (url: string, post: SafePost) => Promise<PostOutcome>;

export interface DelivererOptions {
  readonly store: WebhookStore;
  readonly post: Post;
  /** The secret that signs a subscription's messages; undefined when it has none any more. */
  readonly findSecret: (subscriptionId: string) => Promise<string | undefined>;
  readonly clock: Clock;
  readonly log: Log;
  /** In 0..1, for the jitter. */
  readonly random: () => number;
  /** Messages under way to one receiver: what a slow one can hold up is its own. @default 4 */
  readonly perReceiver?: number;
  /** Messages under way in this process; it only guards the number of sockets. @default 512 */
  readonly total?: number;
  /** How long a claim lasts; longer than an attempt can. @default 60 s */
  readonly leaseMs?: number;
  /** How often to look for messages that no wake() told of. @default 1 s */
  readonly pollMs?: number;
}

const SECOND = 1000;
const DEFAULTS = { perReceiver: 4, total: 512, leaseMs: 60 * SECOND, pollMs: SECOND };
/** How often to look for stranded messages, in polls. */
const POLLS_A_SWEEP = 30;

/**
 * Sends what the outbox holds: at least once, the messages of a task in their order, each receiver within its own few places so
 * that none waits for another. Nothing here touches a task.
 */
export class Deliverer {
  readonly #options: Required<DelivererOptions>;
  readonly #running = new Set<Promise<void>>();
  readonly #busy = new Map<string, number>();
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #claiming: Promise<void> = Promise.resolve();
  #isClaiming = false;
  #wanted = false;
  #isStopping = false;
  #polls = 0;

  constructor(options: DelivererOptions) {
    this.#options = { ...DEFAULTS, ...options };
  }

  start(): void {
    this.#timer = setInterval(() => this.#poll(), this.#options.pollMs);
    this.wake();
  }

  /** Looks for messages now: one was written. */
  wake(): void {
    this.#wanted = true;
    if (!this.#isClaiming) this.#claiming = this.#claimAll();
  }

  /** Sends no more, lets messages under way end for `graceMs`; the rest are given back. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#timer);
    await this.#claiming;
    const timer = setTimeout(() => this.#stopping.abort(new Error("stopping")), graceMs);
    await Promise.all(this.#running);
    clearTimeout(timer);
  }

  #poll(): void {
    if (this.#polls++ % POLLS_A_SWEEP === 0)
      this.#options.store
        .freeStranded()
        .catch((error: unknown) => this.#options.log.error({ err: error }, "cannot free stranded callbacks"));
    this.wake();
  }

  async #claimAll(): Promise<void> {
    const { store, total, perReceiver, leaseMs, log } = this.#options;
    this.#isClaiming = true;
    try {
      while (this.#wanted && !this.#isStopping && this.#running.size < total) {
        this.#wanted = false;
        const full = [...this.#busy].filter(([, count]) => count >= perReceiver);
        const message = await store.claim(
          full.map(([receiver]) => receiver),
          leaseMs,
        );
        if (message === undefined) continue;
        this.#wanted = true;
        this.#begin(message);
      }
    } catch (error) {
      log.error({ err: error }, "cannot claim a callback"); // the next poll tries again
    } finally {
      this.#isClaiming = false;
    }
  }

  #begin(message: ClaimedWebhook): void {
    const { receiver } = message;
    this.#busy.set(receiver, (this.#busy.get(receiver) ?? 0) + 1);
    const run = this.#send(message).finally(() => {
      const left = (this.#busy.get(receiver) ?? 1) - 1;
      if (left === 0) this.#busy.delete(receiver);
      else this.#busy.set(receiver, left);
      this.#running.delete(run);
      this.wake();
    });
    this.#running.add(run);
  }

  /** Never rejects: what goes wrong here is logged, and the lease runs out. */
  async #send(message: ClaimedWebhook): Promise<void> {
    const { store, findSecret, log } = this.#options;
    const { signal } = this.#stopping;
    try {
      const secret = await findSecret(message.subscriptionId);
      if (secret === undefined)
        return void (await store.bury(message, { error: "the subscription has no webhook secret" }));
      const outcome = await this.#post(message, secret);
      await this.#record(message, outcome);
    } catch (error) {
      if (!signal.aborted)
        return log.error({ err: error, webhookId: message.id }, "cannot record a callback: it is sent again");
      await store
        .giveBack(message)
        .catch((cause: unknown) =>
          log.error({ err: cause }, "cannot give a callback back: its lease runs out"),
        );
    }
  }

  /** One attempt, in a span of the task's trace, which the receiver is told. */
  async #post(message: ClaimedWebhook, secret: string): Promise<PostOutcome> {
    const { id, taskId, url, attempts, traceparent } = message;
    const attributes = { "drape.task.id": taskId, "drape.webhook.id": id, "drape.webhook.attempt": attempts };
    return await withSpan("drape.callback", { attributes, continues: traceparent }, async (span) => {
      const { headers, body } = this.#compose(message, secret);
      const own = formatTraceparent(span.spanContext());
      const outcome = await this.#options.post(url, {
        headers: own === undefined ? headers : { ...headers, traceparent: own },
        body,
        signal: this.#stopping.signal,
      });
      if (outcome.ok) span.setAttribute("http.response.status_code", outcome.status);
      if (!outcome.ok || !isSuccess(outcome.status)) span.setStatus({ code: SpanStatusCode.ERROR });
      return outcome;
    });
  }

  #compose({ id, body }: ClaimedWebhook, secret: string): Omit<SafePost, "signal"> {
    const timestampS = Math.floor(this.#options.clock.nowMs() / SECOND);
    const headers = {
      "content-type": "application/json",
      "user-agent": "Drape (webhook)",
      "webhook-id": id,
      "webhook-timestamp": String(timestampS),
      "webhook-signature": signWebhook(secret, { id, timestampS, body }),
    };
    return { headers, body };
  }

  async #record(message: ClaimedWebhook, outcome: PostOutcome): Promise<void> {
    const { store, log, random } = this.#options;
    const { id, taskId, attempts } = message;
    if (outcome.ok && isSuccess(outcome.status)) {
      await store.deliver(message, outcome.status);
      return log.debug({ webhookId: id, taskId, attempts }, "callback delivered");
    }
    const attempt = outcome.ok
      ? { status: outcome.status, error: `the receiver answered ${outcome.status}` }
      : { error: outcome.message };
    if (outcome.ok && outcome.status === GONE) {
      await store.buryTask(message, attempt);
      return log.warn({ webhookId: id, taskId }, "callback stopped: its receiver is gone");
    }
    const isFinal = !outcome.ok && outcome.code === "URL_REFUSED";
    const delayMs = isFinal ? undefined : nextDelayMs(attempts, random());
    if (delayMs !== undefined) return void (await store.retry(message, delayMs, attempt));
    await store.bury(message, attempt);
    log.warn({ webhookId: id, taskId, attempts, reason: attempt.error }, "callback given up");
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
