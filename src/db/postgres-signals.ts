import { sql, type Kysely } from "kysely";
import type { Client } from "pg";
import { backOffMs } from "../lib/back-off.js";
import type { Log } from "../lib/log.js";
import type { Schema } from "./schema.js";
import { LocalSignals, type Signals, type Topic } from "./signals.js";

const CHANNEL = "drape";
const TOPICS: readonly Topic[] = ["tasks", "callbacks"];
const RECONNECT = { firstMs: 500, maxMs: 15_000 };

export interface PostgresSignalsOptions {
  readonly url: string;
  /** Where signals are sent from. */
  readonly db: Kysely<Schema>;
  readonly log: Log;
}

/** Signals over LISTEN and NOTIFY. A connection that breaks is made again, with back-off, and what was missed is signalled. */
export class PostgresSignals implements Signals {
  readonly #options: PostgresSignalsOptions;
  readonly #local = new LocalSignals();
  readonly #unsent = new Set<Topic>();
  #sending: Promise<void> | undefined;
  #client: Client | undefined;
  #isListening = false;
  #isClosed = false;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: PostgresSignalsOptions) {
    this.#options = options;
  }

  /** This process hears it at once. To the others goes one signal at a time: those that come meanwhile are one. */
  send(topic: Topic): void {
    this.#local.send(topic);
    this.#unsent.add(topic);
    this.#sending ??= this.#sendAll();
  }

  listen(topic: Topic, onSignal: () => void): void {
    this.#local.listen(topic, onSignal);
    if (this.#isListening) return;
    this.#isListening = true;
    void this.#connect();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#local.close();
    await this.#sending;
    await this.#client?.end().catch(() => {}); // it may be broken, which is as good as ended
  }

  async #sendAll(): Promise<void> {
    try {
      for (const topic of this.#unsent) {
        this.#unsent.delete(topic);
        await sql`select pg_notify(${CHANNEL}, ${topic})`.execute(this.#options.db);
      }
    } catch (error) {
      this.#options.log.debug({ err: error }, "cannot send a signal: the others look by themselves");
    } finally {
      this.#sending = undefined;
    }
  }

  /** Never rejects: it tries again later. */
  async #connect(): Promise<void> {
    const { url, log } = this.#options;
    try {
      const { Client } = await import("pg");
      const client = new Client({
        connectionString: url,
        application_name: "drape signals",
        keepAlive: true,
        connectionTimeoutMillis: 5000,
      });
      this.#client = client;
      client.on("notification", ({ payload }) => this.#hear(payload));
      client.on("error", () => {}); // "end" follows
      client.once("end", () => this.#reconnect());
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      this.#failures = 0;
      for (const topic of TOPICS) this.#local.send(topic);
    } catch (error) {
      log.warn({ err: error }, "cannot listen for signals: looking for tasks now and then instead");
      void this.#client?.end().catch(() => {}); // it may never have begun
      this.#reconnect();
    }
  }

  #hear(payload: string | undefined): void {
    const topic = TOPICS.find((known) => known === payload);
    if (topic !== undefined) this.#local.send(topic);
  }

  #reconnect(): void {
    if (this.#isClosed) return;
    this.#failures++;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), backOffMs(this.#failures, RECONNECT));
  }
}
