import type { Kysely } from "kysely";
import { Gauge, type Registry } from "prom-client";
import type { Schema } from "../db/mod.js";
import { readQueueFigures } from "../tasks/mod.js";
import { readWebhookFigures } from "../webhooks/mod.js";

/** Gives the function that reads the queues, which all processes share; each of them tells the same figures. */
export function watchQueues(registry: Registry): (db: Kysely<Schema>) => Promise<void> {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  const up = gauge("drape_store_up", "1 when the database answered this scrape");
  const queued = gauge("drape_tasks_queued", "Tasks that wait for a worker");
  const running = gauge("drape_tasks_running", "Tasks that a worker has");
  const oldest = gauge("drape_queue_oldest_seconds", "Age of the oldest task that waits");
  const pending = gauge("drape_callbacks_pending", "Callbacks that are not delivered yet");
  const dead = gauge("drape_callbacks_dead", "Callbacks that were given up: see `drape webhooks list`");
  const lag = gauge("drape_callbacks_oldest_seconds", "Age of the oldest callback that is not delivered yet");
  return async (db) => {
    try {
      const [tasks, callbacks] = await Promise.all([readQueueFigures(db), readWebhookFigures(db)]);
      const ageSeconds = (sinceMs = Date.now()): number => Math.max(0, Date.now() - sinceMs) / 1000;
      queued.set(tasks.queued);
      running.set(tasks.running);
      oldest.set(ageSeconds(tasks.oldestQueuedAtMs));
      pending.set(callbacks.pending);
      dead.set(callbacks.dead);
      lag.set(ageSeconds(callbacks.oldestPendingAtMs));
      up.set(1);
    } catch {
      up.set(0); // the figure is the report: whoever watches it sees more than a line in a log
    }
  };
}
