/** What a process may be waiting for: tasks to run, callbacks to send. */
export type Topic = "tasks" | "callbacks";

/**
 * Tells processes that share the database that there is something to do. A signal may get lost, so whoever listens also looks by
 * itself now and then; it only saves the waiting.
 */
export interface Signals {
  /** Call it when the change is committed. */
  send(topic: Topic): void;
  listen(topic: Topic, onSignal: () => void): void;
  close(): Promise<void>;
}

/** Signals within this process: all there is on SQLite. Other processes on the same file look by themselves. */
export class LocalSignals implements Signals {
  readonly #listeners = new Map<Topic, (() => void)[]>();

  send(topic: Topic): void {
    for (const onSignal of this.#listeners.get(topic) ?? []) onSignal();
  }

  listen(topic: Topic, onSignal: () => void): void {
    this.#listeners.set(topic, [...(this.#listeners.get(topic) ?? []), onSignal]);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }
}
