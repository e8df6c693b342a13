import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Two attempts may fail: then a third of all requests do, and nobody waits for the back-off's longer steps. */
const MAX_FAILURES = 2;
const FAIL_SHARE = 0.366; // p + p² failures for each message that arrives: a third of all requests at 0.366

/** Takes callbacks and answers every third request with an error. */
export class UnreliableReceiver {
  readonly #server: Server;
  readonly #failures = new Map<string, number>();
  /** The statuses that each task's callbacks told, in the order of their arrival, without repetitions of a message. */
  readonly told = new Map<string, string[]>();
  readonly #seen = new Set<string>();
  requests = 0;
  refused = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      let text = "";
      request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      request.on("end", () =>
        response.writeHead(this.#take(String(request.headers["webhook-id"]), text)).end(),
      );
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #take(id: string, text: string): number {
    this.requests++;
    const failures = this.#failures.get(id) ?? 0;
    if (failures < MAX_FAILURES && !this.#seen.has(id) && Math.random() < FAIL_SHARE) {
      this.#failures.set(id, failures + 1);
      this.refused++;
      return 503;
    }
    if (this.#seen.has(id)) return 200; // at least once: its sender died before it had noted the first answer
    this.#seen.add(id);
    const { task_id: taskId, task_status: status } = JSON.parse(text) as Record<string, string>;
    if (taskId === undefined || status === undefined) return 400;
    this.told.set(taskId, [...(this.told.get(taskId) ?? []), status]);
    return 200;
  }
}
