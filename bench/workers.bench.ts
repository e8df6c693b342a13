import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../src/config.js";
import { createLog } from "../src/lib/log.js";
import { openStores, type Stores } from "../src/stores.js";
import { inputKey, type InputRole, type SubscriptionId, type TaskId } from "../src/tasks/mod.js";
import { findPostgres, PostgresServer } from "../test/helpers/postgres.js";
import { projectPath } from "../test/helpers/run-drape.js";
import { summarize, type Summary } from "./measure.js";
import { canPin, PinnedWorker } from "./pinned-worker.js";

const CORES = [0, 1] as const;
const ROUNDS = 4;
const PEOPLE = ["woman", "man"];
const GARMENTS = ["dress", "hoodie", "printed-tee", "shirt", "striped-long-sleeve", "trousers"];
/** For each worker in a round: each person in each garment. */
const TASKS = PEOPLE.length * GARMENTS.length;
const ROUND_LIMIT_MS = 10 * 60_000;
const ASKED_RATIO = 1.9;

/**
 * Two worker processes against one, on PostgreSQL with its files synced, in real try-ons of the examples. Each worker is held on a core of
 * its own, with its engine and both of the engine's threads, in the base as in the pair. The base is each of the two alone, one before the
 * pair and one after it, while the other is paused: a machine whose speed drifts does so for both. Every task's pictures are files that no
 * engine has seen, so that what engines remember helps none of them.
 */
export async function run(): Promise<void> {
  if (findPostgres() === undefined) return console.log("NOT MEASURED: PostgreSQL is not installed");
  if (!canPin(CORES)) return console.log("NOT MEASURED: it takes `taskset` and two cores");
  const folder = await mkdtemp(join(tmpdir(), "drape-bench-"));
  const server = await PostgresServer.create({ isDurable: true });
  try {
    const env = {
      DATA_DIR: folder,
      DATABASE_URL: await server.createDatabase(),
      DRAPE_SECRET_KEY: randomBytes(32).toString("base64"),
    };
    const stores = await openStores(loadConfig(env), createLog("silent"));
    const workers = [new PinnedWorker(CORES[0], env), new PinnedWorker(CORES[1], env)] as const;
    try {
      await benchWorkers(await createSubmitter(stores), workers);
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
      await stores.close();
    }
  } finally {
    await server.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

async function benchWorkers(submit: Submit, workers: readonly [PinnedWorker, PinnedWorker]): Promise<void> {
  const pace = (active: readonly PinnedWorker[]): Promise<number> => measurePace(submit, workers, active);
  await Promise.all(workers.map((worker) => worker.ready()));
  await pace(workers); // warm-up
  const [ones, twos, ratios]: [number[], number[], number[]] = [[], [], []];
  for (let i = 1; i <= ROUNDS; i++) {
    const before = await pace([workers[0]]);
    const two = await pace(workers);
    const after = await pace([workers[1]]);
    ones.push(before, after);
    twos.push(two);
    ratios.push((2 * two) / (before + after));
    const paces = [before, two, after].map((value) => value.toFixed(1)).join(", ");
    console.log(`  round ${i}: one, two, one at ${paces} a minute`);
  }
  tell("one worker on one core", "a minute", summarize(ones));
  tell("two workers, a core each", "a minute", summarize(twos));
  tell("two against one", `x, asked ${ASKED_RATIO}`, summarize(ratios), 2);
  workers[0].moveTo(CORES);
  console.log(`  one worker on both cores         ${(await pace([workers[0]])).toFixed(1)} a minute`);
  console.log(`  ${TASKS} try-ons for each worker in each, of no person or garment that an engine knew`);
}

/** Submits tasks for the `active` ones of the workers. Gives what these end in a minute while all of them have work. */
async function measurePace(
  submit: Submit,
  workers: readonly PinnedWorker[],
  active: readonly PinnedWorker[],
): Promise<number> {
  const tasks = TASKS * active.length;
  for (const worker of workers) if (!active.includes(worker)) worker.pause();
  const timeout = AbortSignal.timeout(ROUND_LIMIT_MS);
  const allEnded = new Promise<void>((resolve, reject) => {
    timeout.addEventListener("abort", () => reject(timeout.reason));
    const look = (): void => {
      if (active.reduce((sum, { ended }) => sum + ended, 0) === tasks) resolve();
    };
    for (const worker of active) worker.watch(look);
  });
  const startMs = await submit(tasks);
  await allEnded;
  for (const worker of workers) worker.resume();
  return active.reduce((sum, worker) => sum + worker.paceSince(startMs), 0);
}

/** Makes so many tasks and tells the workers. Gives the moment when the first of them could be claimed. */
type Submit = (tasks: number) => Promise<number>;

async function createSubmitter(stores: Stores): Promise<Submit> {
  const { id: subscriptionId } = await stores.subscriptions.create("bench", { actor: "bench" });
  const read = (path: string): Promise<Buffer> => readFile(projectPath(`examples/${path}.jpg`));
  const people = await Promise.all(PEOPLE.map((name) => read(`people/${name}`)));
  const garments = await Promise.all(GARMENTS.map((name) => read(`garments/${name}`)));
  let count = 0;
  const store = async (id: TaskId, role: InputRole, photo: Buffer | undefined) => {
    if (photo === undefined) throw new RangeError("There is no such example");
    const key = inputKey(id, role);
    // A decoder stops at the picture's end: the same pixels, and for who remembers files another one.
    await stores.blobs.put(key, Buffer.concat([photo, Buffer.from(id)]));
    return { kind: "blob", key } as const;
  };
  return async (tasks) => {
    const made = await Promise.all(
      Array.from({ length: tasks }, async (_, index) => {
        const id = `bench-${count++}` as TaskId;
        const garment = garments[Math.floor(index / people.length) % garments.length];
        const person = await store(id, "person", people[index % people.length]);
        const inputs = { person, garments: [await store(id, "garment-0", garment)] };
        return { id, subscriptionId: subscriptionId as SubscriptionId, inputs };
      }),
    );
    const startMs = performance.now();
    for (const task of made) await stores.tasks.create(task);
    stores.signals.send("tasks");
    return startMs;
  };
}

function tell(name: string, unit: string, { median, min, max }: Summary, digits = 1): void {
  const [middle, low, high] = [median, min, max].map((value) => value.toFixed(digits));
  console.log(`  ${name}`.padEnd(32), `${middle} ${unit}   (${low} to ${high})`);
}
