import { Pool } from "undici";
import { startBenchService, type BenchService } from "./bench-service.js";
import { summarize, type Summary } from "./measure.js";

const RUNS = 7;
const POLLS_A_RUN = 5000;
const CONNECTIONS = 16;
/** Requests that a connection sends ahead: so few that answers stay quick, so many that this process is not what is measured. */
const PIPELINING = 4;
const TASKS = 10_000;
const SUBMITS_AT_ONCE = 32;
const SUBMIT = "/kling-ai-vton/v1/getVirtualTryOnTask";
const POLL = "/kling-ai-polling/v1/getVirtualTryOnStatus";

/** Polls a second from one API process, and its memory after each of 10,000 tasks' thousands. */
export async function run(): Promise<void> {
  await withService({}, benchPolls);
  await withService({ BENCH_TASKS: "end" }, benchMemory);
}

async function withService(
  env: NodeJS.ProcessEnv,
  bench: (service: BenchService, pool: Pool) => Promise<void>,
): Promise<void> {
  const service = await startBenchService({
    DRAPE_MAX_OPEN_TASKS: String(2 * TASKS),
    BENCH_LAG: "off",
    ...env,
  });
  const pool = new Pool(service.url, { connections: CONNECTIONS, pipelining: PIPELINING });
  try {
    await bench(service, pool);
  } finally {
    await pool.close();
    await service.stop();
  }
}

async function benchPolls(service: BenchService, pool: Pool): Promise<void> {
  const { key } = service;
  const taskId = await submit(pool, key);
  const paces: number[] = [];
  const cpuPaces: number[] = [];
  for (let i = -1; i < RUNS; i++) {
    await service.ask();
    const startMs = performance.now();
    await repeat(POLLS_A_RUN, CONNECTIONS * PIPELINING, async () => {
      await post(pool, key, { path: POLL, body: { task_id: taskId } });
    });
    const tookMs = performance.now() - startMs;
    const { cpuMs } = await service.ask();
    if (i < 0) continue; // warm-up
    paces.push(POLLS_A_RUN / (tookMs / 1000));
    cpuPaces.push(POLLS_A_RUN / (cpuMs / 1000));
  }
  tell("polls", summarize(paces));
  tell("polls for each second of a core", summarize(cpuPaces)); // what a machine whose cores are free gives
}

async function benchMemory(service: BenchService, pool: Pool): Promise<void> {
  const step = TASKS / 5;
  for (let tasks = step; tasks <= TASKS; tasks += step) {
    await repeat(step, SUBMITS_AT_ONCE, async () => void (await submit(pool, service.key)));
    const { rssBytes, heapBytes } = await service.ask();
    const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
    console.log(
      `after ${tasks} tasks: ${megabytes(rssBytes)} MB, of it ${megabytes(heapBytes)} MB live heap`,
    );
  }
}

function tell(name: string, { median, min, max }: Summary): void {
  console.log(`${name}: ${median.toFixed(0)} /s   (${min.toFixed(0)} to ${max.toFixed(0)})`);
}

async function submit(pool: Pool, key: string): Promise<string> {
  const image = "https://example.com/a.jpg"; // never fetched: no engine runs
  const text = await post(pool, key, { path: SUBMIT, body: { human_image: image, cloth_image: image } });
  return (JSON.parse(text) as { readonly data: { readonly task_id: string } }).data.task_id;
}

async function post(
  pool: Pool,
  key: string,
  { path, body }: { readonly path: string; readonly body: object },
): Promise<string> {
  const headers = { "content-type": "application/json", "ocp-apim-subscription-key": key };
  const reply = await pool.request({ method: "POST", path, headers, body: JSON.stringify(body) });
  const text = await reply.body.text();
  if (reply.statusCode !== 200) throw new Error(`${path} answered ${reply.statusCode}: ${text}`);
  return text;
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
