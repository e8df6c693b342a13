import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Pool } from "undici";
import { openDatabase } from "../src/db/mod.js";
import { startBenchService, type BenchService } from "./bench-service.js";
import { insertEndedTasks } from "./ended-tasks.js";
import { summarize, type Summary } from "./measure.js";
import type { PollRound, PollsAnswered } from "./poll-load.js";

const RUNS = 7;
const POLLS_A_RUN = 20_000;
/** Requests that a connection sends ahead are so few that answers stay quick. */
const LOAD = { connections: 16, pipelining: 4 };
const TABLE_SIZES = [1000, 1_000_000];
const TASKS = 10_000;
const SUBMITS_AT_ONCE = 32;
const SUBMIT = "/kling-ai-vton/v1/getVirtualTryOnTask";
const POLL = "/kling-ai-polling/v1/getVirtualTryOnStatus";

/** Polls a second from one API process; how long they take among 1,000 tasks and a million; the process's memory over 10,000 tasks. */
export async function run(): Promise<void> {
  await withService({}, benchPolls);
  await benchTableSizes();
  await withService({ BENCH_TASKS: "end" }, benchMemory);
}

async function withService(
  env: NodeJS.ProcessEnv,
  bench: (service: BenchService) => Promise<void>,
): Promise<void> {
  const service = await startBenchService({
    DRAPE_MAX_OPEN_TASKS: String(2 * TASKS),
    BENCH_LAG: "off",
    ...env,
  });
  try {
    await bench(service);
  } finally {
    await service.stop();
  }
}

async function benchPolls(service: BenchService): Promise<void> {
  const taskId = await withPool(service, (pool) => submit(pool, service.key));
  await withLoad(async (poll) => {
    const paces: number[] = [];
    const cpuPaces: number[] = [];
    for (let i = -1; i < RUNS; i++) {
      await service.ask();
      const { tookMs } = await poll({ ...roundOn(service), taskId });
      const { cpuMs } = await service.ask();
      if (i < 0) continue; // warm-up
      paces.push(POLLS_A_RUN / (tookMs / 1000));
      cpuPaces.push(POLLS_A_RUN / (cpuMs / 1000));
    }
    tell("polls", summarize(paces));
    tell("polls for each second of a core", summarize(cpuPaces)); // what a machine whose cores are free gives
  });
}

/** Rounds on both tables alternate, so that whatever else the machine does meets both. */
async function benchTableSizes(): Promise<void> {
  const services: BenchService[] = [];
  try {
    for (const rows of TABLE_SIZES) services.push(await startOnTable(rows));
    await withLoad(async (poll) => {
      const answered = services.map((): PollsAnswered[] => []);
      for (let i = -1; i < RUNS; i++)
        for (const [index, service] of services.entries()) {
          const rows = TABLE_SIZES[index] ?? 0;
          const answer = await poll({ ...roundOn(service), taskId: `row-${rows}-`, rows });
          if (i >= 0) answered[index]?.push(answer);
        }
      for (const [index, rounds] of answered.entries()) {
        const { median, min, max } = summarize(rounds.map(({ p99Ms }) => p99Ms));
        const p50 = summarize(rounds.map(({ p50Ms }) => p50Ms)).median;
        console.log(
          `polls among ${TABLE_SIZES[index]} tasks: p50 ${p50.toFixed(2)} ms, p99 ${median.toFixed(2)} ms   (${min.toFixed(2)} to ${max.toFixed(2)})`,
        );
      }
    });
  } finally {
    for (const service of services) await service.stop();
  }
}

async function startOnTable(rows: number): Promise<BenchService> {
  const service = await startBenchService({ BENCH_LAG: "off" });
  const db = await openDatabase(join(service.folder, "drape.db"));
  const { id } = await db.selectFrom("subscriptions").select("id").executeTakeFirstOrThrow();
  await insertEndedTasks(db, { rows, subscriptionId: id });
  await db.destroy();
  return service;
}

async function benchMemory(service: BenchService): Promise<void> {
  const step = TASKS / 5;
  await withPool(service, async (pool) => {
    for (let tasks = step; tasks <= TASKS; tasks += step) {
      await repeat(step, SUBMITS_AT_ONCE, async () => void (await submit(pool, service.key)));
      const { rssBytes, heapBytes } = await service.ask();
      const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
      console.log(
        `after ${tasks} tasks: ${megabytes(rssBytes)} MB, of it ${megabytes(heapBytes)} MB live heap`,
      );
    }
  });
}

function roundOn({ url, key }: BenchService): Omit<PollRound, "taskId"> {
  return { url, key, path: POLL, polls: POLLS_A_RUN, ...LOAD };
}

async function withLoad(
  bench: (poll: (round: PollRound) => Promise<PollsAnswered>) => Promise<void>,
): Promise<void> {
  const child = fork(new URL("./poll-load.js", import.meta.url));
  try {
    await bench(async (round) => {
      const waiting = new AbortController();
      const failed = once(child, "exit", waiting).then(() =>
        Promise.reject(new Error("The load has failed")),
      );
      const answer = Promise.race([once(child, "message", waiting), failed]);
      child.send(round);
      const [answered] = (await answer) as [PollsAnswered];
      failed.catch(() => {}); // it is no longer waited for
      waiting.abort();
      return answered;
    });
  } finally {
    child.kill();
  }
}

async function withPool<T>({ url }: BenchService, act: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = new Pool(url, { connections: SUBMITS_AT_ONCE });
  try {
    return await act(pool);
  } finally {
    await pool.close();
  }
}

function tell(name: string, { median, min, max }: Summary): void {
  console.log(`${name}: ${median.toFixed(0)} /s   (${min.toFixed(0)} to ${max.toFixed(0)})`);
}

async function submit(pool: Pool, key: string): Promise<string> {
  const image = "https://example.com/a.jpg"; // never fetched: no engine runs
  const headers = { "content-type": "application/json", "ocp-apim-subscription-key": key };
  const body = JSON.stringify({ human_image: image, cloth_image: image });
  const reply = await pool.request({ method: "POST", path: SUBMIT, headers, body });
  const text = await reply.body.text();
  if (reply.statusCode !== 200) throw new Error(`${SUBMIT} answered ${reply.statusCode}: ${text}`);
  return (JSON.parse(text) as { readonly data: { readonly task_id: string } }).data.task_id;
}

/** Calls `count` times, `atOnce` under way. */
async function repeat(count: number, atOnce: number, call: () => Promise<void>): Promise<void> {
  let left = count;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) await call();
    }),
  );
}
