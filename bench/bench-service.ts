import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Numbers of one round, from the server's process. */
export interface Measurement {
  readonly lag: Lag;
  /** Without the time in which the machine had no core for it. */
  readonly ownLag: Lag;
  readonly maxRssBytes: number;
  /** Now, and after a collection where `gc` is exposed. */
  readonly rssBytes: number;
  readonly heapBytes: number;
  /** Time of cores that the process has used, all its threads together. */
  readonly cpuMs: number;
}

interface Lag {
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** The service in a process of its own, see service-process.ts. */
export interface BenchService {
  readonly url: string;
  readonly key: string;
  /** Its data folder. */
  readonly folder: string;
  /** What its process saw since the last time. */
  ask(): Promise<Measurement>;
  stop(): Promise<void>;
}

/** Starts one on an empty folder, which stop() deletes. */
export async function startBenchService(env: NodeJS.ProcessEnv = {}): Promise<BenchService> {
  const folder = await mkdtemp(join(tmpdir(), "drape-bench-"));
  const child = fork(new URL("./service-process.js", import.meta.url), [], {
    execArgv: ["--expose-gc"],
    env: { ...process.env, PORT: "0", DATA_DIR: folder, DRAPE_STOP_GRACE_SECONDS: "0", ...env },
  });
  const [{ url, key }] = (await once(child, "message")) as [{ url: string; key: string }];
  return {
    url,
    key,
    folder,
    async ask() {
      const answer = once(child, "message");
      child.send("measure");
      const [measurement] = (await answer) as [Measurement];
      return measurement;
    },
    async stop() {
      child.disconnect();
      await once(child, "exit");
      await rm(folder, { recursive: true, force: true });
    },
  };
}
