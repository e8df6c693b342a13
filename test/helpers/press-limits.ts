import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { RateLimiter, TaskLedger } from "../../src/accounts/mod.js";
import { systemClock } from "../../src/lib/clock.js";
import { AppError } from "../../src/lib/errors.js";
import { randomId } from "../../src/lib/random-id.js";
import { SqlTaskStore, type SubscriptionId, type TaskId } from "../../src/tasks/mod.js";
import { openTestDatabase } from "./open-test-database.js";

/** How often a process asks for a task and for a request. */
export const PRESSES = 40;

/** What one process got. */
export interface LimitsPressed {
  readonly created: number;
  readonly refused: number;
  readonly admitted: number;
}

/** Asks for tasks and requests of a subscription from a process of its own. */
export async function runPressLimits(where: string, subscriptionId: string): Promise<LimitsPressed> {
  const child = fork(fileURLToPath(import.meta.url), [where, subscriptionId]);
  const [answer] = (await once(child, "message")) as [LimitsPressed];
  return answer;
}

async function pressLimits(where: string, subscriptionId: string): Promise<LimitsPressed> {
  const db = await openTestDatabase(where);
  const tasks = new SqlTaskStore(db, systemClock, { hooks: [new TaskLedger()] });
  const limiter = new RateLimiter(db, systemClock);
  const pressed = { created: 0, refused: 0, admitted: 0 };
  for (let i = 0; i < PRESSES; i++) {
    if ((await limiter.take(subscriptionId, 2)) === 0) pressed.admitted++;
    try {
      await tasks.create({
        id: randomId() as TaskId,
        subscriptionId: subscriptionId as SubscriptionId,
        inputs: { person: { kind: "url", url: "https://e.com/p" }, garments: [] },
      });
      pressed.created++;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "CONCURRENCY_LIMITED") throw error;
      pressed.refused++;
    }
  }
  await db.destroy();
  return pressed;
}

const [, self, where, subscriptionId] = process.argv;
if (self === fileURLToPath(import.meta.url) && where !== undefined && subscriptionId !== undefined)
  process.send?.(await pressLimits(where, subscriptionId));
