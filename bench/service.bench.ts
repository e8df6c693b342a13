import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { loadConfig } from "../src/config.js";
import { openDatabase } from "../src/db/mod.js";
import { systemClock } from "../src/lib/clock.js";
import { createLog } from "../src/lib/log.js";
import { startService } from "../src/main.js";
import { SqlTaskStore, type SubscriptionId, type TaskId } from "../src/tasks/mod.js";
import { formatRow, summarize, type Summary } from "./measure.js";

const RUNS = 7;
const TASKS_A_RUN = 200;
const POLLS_A_RUN = 300;
const SUBMITS_A_RUN = 10;

/** Times the task table and the HTTP API, with nothing behind them that computes. */
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "drape-bench-"));
  try {
    await benchStore(join(folder, "store.db"));
    await benchApi(join(folder, "service"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function benchStore(file: string): Promise<void> {
  const db = await openDatabase(file);
  const store = new SqlTaskStore(db, systemClock);
  const inputs = { person: { kind: "url", url: "https://e.com/p" }, garments: [] } as const;
  let created = 0;
  let finished = 0;
  const create = async (): Promise<void> => {
    for (let i = 0; i < TASKS_A_RUN; i++) {
      await store.create({
        id: `task-${created++}` as TaskId,
        subscriptionId: "s" as SubscriptionId,
        inputs,
      });
    }
  };
  const claimAndFinish = async (): Promise<void> => {
    for (let i = 0; i < TASKS_A_RUN; i++) {
      const task = await store.claim({ worker: "bench", leaseMs: 10_000 });
      if (task === undefined) throw new Error("A task was lost");
      if (await store.finish(task.id, task.lease, { state: "failed", code: "X", message: "" })) finished++;
    }
  };
  const creates: number[] = [];
  const claims: number[] = [];
  for (let i = -1; i < RUNS; i++) {
    const createMs = await timeMs(create);
    const claimMs = await timeMs(claimAndFinish);
    if (i < 0) continue; // warm-up
    creates.push(createMs);
    claims.push(claimMs);
  }
  await db.destroy();
  console.log(formatRow("create a task", perCall(creates, TASKS_A_RUN)));
  console.log(formatRow("claim and finish a task", perCall(claims, TASKS_A_RUN)));
  if (finished !== created) throw new Error(`${created} tasks were created and ${finished} finished`);
}

async function benchApi(dataDir: string): Promise<void> {
  const service = await startService(
    loadConfig({ PORT: "0", DATA_DIR: dataDir, DRAPE_STOP_GRACE_SECONDS: "0" }),
    {
      log: createLog("silent"),
      createRunner: () => ({
        runJob: () => new Promise(() => {}),
        ready: async () => {},
        close: async () => {},
      }),
    },
  );
  try {
    const post = async (
      path: string,
      body: object,
    ): Promise<{ readonly data: { readonly task_id: string } }> => {
      const headers = {
        "content-type": "application/json",
        "ocp-apim-subscription-key": service.firstKey ?? "",
      };
      const reply = await fetch(service.url + path, { method: "POST", headers, body: JSON.stringify(body) });
      if (!reply.ok) throw new Error(`${path} answered ${reply.status}`);
      return (await reply.json()) as { readonly data: { readonly task_id: string } };
    };
    const submit = (image: string) => () =>
      post("/kling-ai-vton/v1/getVirtualTryOnTask", { human_image: image, cloth_image: image });
    const photo = await makePhoto();
    const { data } = await submit(photo)();
    const poll = () => post("/kling-ai-polling/v1/getVirtualTryOnStatus", { task_id: data.task_id });
    console.log(formatRow("poll over HTTP", await timeCalls(poll, POLLS_A_RUN)));
    console.log(
      formatRow("submit two URLs", await timeCalls(submit("https://example.com/a.jpg"), POLLS_A_RUN)),
    );
    const size = `${(photo.length / 2 ** 20).toFixed(1)} MB`;
    console.log(formatRow(`submit 2 x ${size} Base64`, await timeCalls(submit(photo), SUBMITS_A_RUN)));
  } finally {
    await service.stop();
  }
}

/** A JPEG of seeded noise, which is as large as one of a detailed photo. */
async function makePhoto(): Promise<string> {
  const [width, height] = [1024, 1365];
  let state = 1;
  const noise = Uint8Array.from({ length: width * height * 3 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes, 3rd ed., §7.1.4
    return state >>> 24;
  });
  const jpeg = await sharp(noise, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 75 })
    .toBuffer();
  return jpeg.toString("base64");
}

/** Milliseconds a call, one after the other on one connection. */
async function timeCalls(call: () => Promise<unknown>, count: number): Promise<Summary> {
  const runs: number[] = [];
  for (let i = -1; i < RUNS; i++) {
    const ms = await timeMs(async () => {
      for (let j = 0; j < count; j++) await call();
    });
    if (i >= 0) runs.push(ms);
  }
  return perCall(runs, count);
}

async function timeMs(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

function perCall(runsMs: readonly number[], count: number): Summary {
  return summarize(runsMs.map((ms) => ms / count));
}
