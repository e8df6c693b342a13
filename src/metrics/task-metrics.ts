import { Counter, Histogram, type Registry } from "prom-client";
import type { Task, TaskHook } from "../tasks/mod.js";

/** From an idle service's claim to a queue of half an hour. */
const WAIT_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];
/** Around a try-on's seconds. */
const TASK_SECONDS = [0.5, 1, 2, 3, 5, 7.5, 10, 20, 30, 60, 300, 1800];
const STAGE_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];

/** Counts in the transactions of the tasks: one that is undone afterwards stays counted, which is rare enough for a graph. */
export function countTasks(registry: Registry): TaskHook {
  const figures = createFigures(registry);
  return {
    async onCreated() {
      figures.accepted.inc();
    },
    async onStarted(_db, tasks) {
      for (const { attempts, updatedAtMs, createdAtMs } of tasks)
        if (attempts > 1) figures.retries.inc();
        else figures.wait.observe((updatedAtMs - createdAtMs) / 1000);
    },
    async onEnded(_db, tasks) {
      for (const task of tasks) countEnd(figures, task);
    },
  };
}

function countEnd(figures: ReturnType<typeof createFigures>, task: Task): void {
  const labels = { engine: task.options.engine ?? "drape", state: task.state };
  figures.ended.inc({ ...labels, reason: task.failureCode ?? "" });
  figures.duration.observe(labels, (task.updatedAtMs - task.createdAtMs) / 1000);
  for (const [stage, ms] of listTimings(task)) figures.stage.observe({ stage }, ms / 1000);
}

function createFigures(registry: Registry) {
  const registers = [registry];
  return {
    accepted: new Counter({ name: "drape_tasks_accepted_total", help: "Accepted submits", registers }),
    retries: new Counter({
      name: "drape_task_retries_total",
      help: "Attempts after a task's first: its worker died, stopped or could not reach a store",
      registers,
    }),
    ended: new Counter({
      name: "drape_tasks_ended_total",
      help: "Ended tasks by engine, state and the code of the failure (docs/errors.md)",
      labelNames: ["engine", "state", "reason"],
      registers,
    }),
    wait: new Histogram({
      name: "drape_task_wait_seconds",
      help: "Time from accepting a task to its first attempt",
      buckets: WAIT_SECONDS,
      registers,
    }),
    duration: new Histogram({
      name: "drape_task_seconds",
      help: "Time from accepting a task to its end",
      labelNames: ["engine", "state"],
      buckets: TASK_SECONDS,
      registers,
    }),
    stage: new Histogram({
      name: "drape_stage_seconds",
      help: "Time of each step of a try-on that succeeded",
      labelNames: ["stage"],
      buckets: STAGE_SECONDS,
      registers,
    }),
  };
}

/** The report is the engine's own: some have no timings. */
function listTimings({ report }: Task): readonly (readonly [stage: string, ms: number])[] {
  const { timingsMs = {} } = (report ?? {}) as { readonly timingsMs?: Readonly<Record<string, unknown>> };
  return Object.entries(timingsMs).flatMap(([stage, ms]) =>
    typeof ms === "number" ? [[stage, ms] as const] : [],
  );
}
