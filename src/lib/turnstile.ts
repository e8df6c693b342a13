import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Lets pieces of work through one by one, each in a turn of the event loop of its own: many that become ready at once would else
 * run in one turn, and nothing else between them.
 */
export class Turnstile {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when it is the caller's turn. */
  pass(): Promise<void> {
    this.#last = this.#last.then(() => nextTurn());
    return this.#last;
  }
}
