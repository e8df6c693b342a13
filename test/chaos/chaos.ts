import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../../src/config.js";
import { createKey } from "../../src/main.js";
import { openTestDatabase } from "../helpers/open-test-database.js";
import { PostgresServer } from "../helpers/postgres.js";
import { projectPath } from "../helpers/run-drape.js";
import { dataOf, postJson, SUBMIT } from "../helpers/test-service.js";
import { waitUntil } from "../helpers/wait-until.js";
import { inspectEnd, type ChaosEnd, type ChaosDatabase } from "./inspect-end.js";
import { Fleet } from "./fleet.js";
import { UnreliableReceiver } from "./unreliable-receiver.js";

export interface ChaosOptions {
  readonly database: "sqlite" | "postgres";
  /** How many submits are acknowledged in all. */
  readonly tasks: number;
  /** So many of them are try-ons by the real engine, on the examples' pictures. */
  readonly realTasks: number;
  readonly killEveryMs: number;
  /** Stops PostgreSQL once for so long, after a third of the submits. @default never */
  readonly outageMs?: number;
  readonly tell: (line: string) => void;
}

const CLIENTS = 8;
const START_LIMIT_MS = 60_000;
const END_LIMIT_MS = 20 * 60_000;
const IMAGE_URL = "http://127.0.0.1/never-asked.jpg"; // the double fetches nothing

/** Runs tasks in API and worker processes that are killed all the time, and tells what came of them. */
export async function runChaos(options: ChaosOptions): Promise<ChaosEnd> {
  const folder = await mkdtemp(join(tmpdir(), "drape-chaos-"));
  const server =
    options.database === "postgres" ? await PostgresServer.create({ isDurable: true }) : undefined;
  const receiver = new UnreliableReceiver();
  const url = await server?.createDatabase();
  const env = makeEnvironment(folder, url, options);
  const { key } = await createKey(loadConfig(env), "chaos");
  const fleet = new Fleet(env);
  const db = await openTestDatabase(url ?? join(folder, "drape.db"));
  try {
    fleet.start({ api: 2, worker: 2 });
    const accepted = await runTasks(
      { fleet, db, key, server, callbackUrl: await receiver.listen() },
      options,
    );
    return await inspectEnd(db, { accepted, fleet, receiver });
  } finally {
    await fleet.stop();
    receiver.close();
    await db.destroy();
    await server?.remove();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function makeEnvironment(folder: string, url: string | undefined, { realTasks }: ChaosOptions) {
  return {
    DATA_DIR: folder,
    ...(url !== undefined && { DATABASE_URL: url, DRAPE_DATABASE_CONNECTIONS: "8" }),
    ...(realTasks > 0 && { CHAOS_ENGINE: "real" }),
    DRAPE_SECRET_KEY: randomBytes(32).toString("base64"),
    DRAPE_ALLOW_HOSTS: "127.0.0.1",
    DRAPE_WORKERS: realTasks > 0 ? "2" : "4",
    DRAPE_STOP_GRACE_SECONDS: "5",
    PORT: "0",
  };
}

interface Run {
  readonly fleet: Fleet;
  readonly db: ChaosDatabase;
  readonly key: string;
  readonly server: PostgresServer | undefined;
  readonly callbackUrl: string;
}

/** Submits everything while processes die, then waits until all of it has ended and was told. Gives the acknowledged ids. */
async function runTasks(run: Run, options: ChaosOptions): Promise<readonly string[]> {
  const { fleet, db, server } = run;
  const { tasks, killEveryMs, outageMs, tell } = options;
  const accepted: string[] = [];
  const bodies = await makeBodies(run.callbackUrl, options);
  await waitUntil("the processes' start", () => fleet.hasStarted, START_LIMIT_MS);
  const killing = setInterval(() => fleet.killOne(), killEveryMs);
  try {
    const clients = Array.from({ length: CLIENTS }, () => submitAll(run, bodies, accepted));
    await waitUntil("a third of the submits", () => accepted.length * 3 >= tasks, END_LIMIT_MS);
    fleet.killOne(); // few tasks may end before the first tick
    if (outageMs !== undefined && server !== undefined) {
      await server.crash();
      tell(`PostgreSQL is away for ${outageMs / 1000} s after ${accepted.length} submits`);
      await new Promise((resolve) => setTimeout(resolve, outageMs));
      await server.start();
    }
    await Promise.all(clients);
    tell(`${accepted.length} tasks are accepted, ${fleet.kills} processes were killed`);
    // Real try-ons take longer than a process lives while one is killed every second: the last ones end in peace.
    await waitUntil(
      "almost all tasks' ends",
      async () => (await countOpen(db)) <= options.realTasks,
      END_LIMIT_MS,
    );
  } finally {
    clearInterval(killing);
  }
  await waitUntil("all tasks' ends", async () => (await countOpen(db)) === 0, END_LIMIT_MS);
  tell(`all tasks have ended, ${fleet.kills} processes were killed`);
  await waitUntil("all callbacks", async () => (await countPending(db)) === 0, END_LIMIT_MS);
  return accepted;
}

/** The requests of all tasks: first the real ones, which take longest. */
async function makeBodies(callbackUrl: string, { tasks, realTasks }: ChaosOptions): Promise<object[]> {
  const read = (path: string): Promise<string> => readFile(projectPath(path), "base64");
  const [person, garment] = [
    await read("examples/people/woman.jpg"),
    await read("examples/garments/shirt.jpg"),
  ];
  const real = { human_image: person, cloth_image: garment, callback_url: callbackUrl };
  const double = { human_image: IMAGE_URL, cloth_image: IMAGE_URL, callback_url: callbackUrl };
  return Array.from({ length: tasks }, (_, index) => (index < realTasks ? real : double));
}

/** One client: takes a request, submits it until it is acknowledged, takes the next one. */
async function submitAll({ fleet, key }: Run, bodies: object[], accepted: string[]): Promise<void> {
  const headers = { "content-type": "application/json", "ocp-apim-subscription-key": key };
  for (let body = bodies.shift(); body !== undefined; body = bodies.shift()) {
    for (;;) {
      const id = await submit(fleet.chooseApi(), body, headers);
      if (id !== undefined) {
        accepted.push(id);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Undefined: not acknowledged, because the process died or said 503. */
async function submit(
  api: string | undefined,
  body: object,
  headers: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  if (api === undefined) return undefined;
  const reply = await postJson(api + SUBMIT, body, headers).catch(() => undefined); // the connection broke
  if (reply === undefined || reply.status === 503) return undefined;
  if (reply.status !== 200)
    throw new Error(`A submit was answered ${reply.status}: ${JSON.stringify(reply.body)}`);
  return String(dataOf(reply)["task_id"]);
}

async function countOpen(db: ChaosDatabase): Promise<number> {
  const rows = await db.selectFrom("tasks").select("id").where("ended_at", "is", null).execute();
  return rows.length;
}

async function countPending(db: ChaosDatabase): Promise<number> {
  const rows = await db.selectFrom("webhooks").select("id").where("state", "=", "pending").execute();
  return rows.length;
}
