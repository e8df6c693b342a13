import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { AppError } from "../lib/errors.js";
import { createEngineHost, type EngineHost } from "./engine-host.js";
import { EngineClosedError } from "./engine-error.js";
import type { JobLog, TryOnOutcome } from "./types.js";

const silent: JobLog = { info: () => {}, warn: () => {} };
const FAKE = new URL("../../test/helpers/fake-engine-worker.js", import.meta.url);
const DEAD = new URL("../../test/helpers/dead-engine-worker.js", import.meta.url);
const never = new AbortController().signal;
const MB = 1024 * 1024;
const linuxOnly = {
  skip: process.platform === "linux" ? false : "only Linux tells what a process has in memory",
};
let host: EngineHost;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const run = (order: string, signal: AbortSignal = never): Promise<TryOnOutcome> =>
  host.runTryOn({ person: bytes("me"), garments: [bytes(order)] }, { signal });
/** What assert.rejects() wants of a crash: its code for the client, how it came about for the log. */
const crashOf =
  (how: string) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof AppError);
    assert.equal(error.code, "ENGINE_CRASHED");
    assert.equal((error.cause as Error).message, how);
    return true;
  };
/** The fake engine reports its process id as the score. */
const pidOf = (outcome: TryOnOutcome): number =>
  outcome.ok ? outcome.report.score : assert.fail("no picture");

describe("EngineHost", () => {
  afterEach(() => host.close());

  test("runTryOn() gives the picture and reports progress", async () => {
    host = createEngineHost({ workers: 1, log: silent, entry: FAKE });
    const seen: [number, string][] = [];
    const outcome = await host.runTryOn(
      { person: bytes("me"), garments: [bytes("shirt")] },
      { signal: never, onProgress: (percent, stage) => seen.push([percent, stage]) },
    );
    assert.ok(outcome.ok);
    assert.deepEqual(Buffer.from(outcome.picture).toString(), "me");
    assert.deepEqual(seen, [[70, "warp"]]);
  });

  test("runTryOn() passes refusals as values and defects as errors, in the same process", async () => {
    host = createEngineHost({ workers: 1, log: silent, entry: FAKE });
    const before = pidOf(await run("shirt"));
    assert.deepEqual(await run("refuse"), { ok: false, code: "PERSON_NOT_FOUND", message: "no one" });
    await assert.rejects(run("throw"), { name: "RangeError", message: "a defect" });
    assert.equal(pidOf(await run("shirt")), before);
  });

  test("runTryOn() loses only the crashed job and replaces the process", async () => {
    host = createEngineHost({ workers: 1, log: silent, entry: FAKE });
    const first = run("shirt");
    const crashed = run("crash");
    const exited = run("exit");
    const last = run("shirt");
    await assert.rejects(crashed, crashOf("The engine's process was ended by SIGSEGV"));
    await assert.rejects(
      exited,
      crashOf("The engine's process ended with code 3, its last words: out of luck"),
    );
    assert.notEqual(pidOf(await last), pidOf(await first));
  });

  test("runTryOn() loses only the job whose process aborts or fills V8's heap", async () => {
    host = createEngineHost({ workers: 1, log: silent, entry: FAKE, memoryLimitBytes: 300 * MB });
    const orders = ["abort", "fill the heap"];
    const broken = orders.map((order) => assert.rejects(run(order), { code: "ENGINE_CRASHED" }));
    const last = run("shirt");
    await Promise.all(broken);
    assert.equal((await last).ok, true);
  });

  test(
    "runTryOn() ends a process that takes too much memory, and only its job fails",
    linuxOnly,
    async () => {
      host = createEngineHost({ workers: 2, log: silent, entry: FAKE, memoryLimitBytes: 300 * MB });
      const neighbour = run("a");
      await assert.rejects(run("fill memory"), (error) => {
        assert.ok(error instanceof AppError);
        assert.equal(error.code, "OUT_OF_MEMORY");
        assert.match(String(error.cause), /process took \d{3,4} MB: the limit is 300 MB$/);
        return true;
      });
      assert.equal((await neighbour).ok, true);
      assert.equal((await run("b")).ok, true);
    },
  );

  test("runTryOn() replaces a process that keeps half of its limit after a job", linuxOnly, async () => {
    host = createEngineHost({ workers: 1, log: silent, entry: FAKE, memoryLimitBytes: 300 * MB });
    const thin = pidOf(await run("shirt"));
    const swollen = pidOf(await run("swell"));
    assert.equal(swollen, thin);
    assert.notEqual(pidOf(await run("shirt")), swollen);
  });

  test("runTryOn() ends a busy job when its signal fires, and the next job runs", async () => {
    host = createEngineHost({ workers: 1, log: silent, entry: FAKE });
    await host.ready();
    const stop = new AbortController();
    const hanging = run("hang", stop.signal);
    const next = run("shirt");
    setImmediate(() => stop.abort(new Error("lease lost")));
    await assert.rejects(hanging, { message: "lease lost" });
    assert.equal((await next).ok, true);
  });

  test("runTryOn() takes an aborted job out of the queue", async () => {
    host = createEngineHost({ workers: 1, log: silent, entry: FAKE });
    const stop = new AbortController();
    const first = run("shirt");
    const waiting = run("crash", stop.signal);
    stop.abort(new Error("changed my mind"));
    await assert.rejects(waiting, { message: "changed my mind" });
    assert.equal(pidOf(await run("shirt")), pidOf(await first), "the crash order never ran");
    await assert.rejects(run("shirt", stop.signal), { message: "changed my mind" });
  });

  test("runTryOn() runs as many jobs at a time as there are workers", async () => {
    host = createEngineHost({ workers: 2, log: silent, entry: FAKE });
    await host.ready();
    const pids = (await Promise.all([run("a"), run("b"), run("c"), run("d")])).map(pidOf);
    assert.equal(new Set(pids).size, 2);
  });

  test("ready() and runTryOn() say why an engine cannot start, and do not restart it for ever", async () => {
    const warnings: string[] = [];
    host = createEngineHost({
      workers: 1,
      log: { ...silent, warn: (_, message) => warnings.push(message) },
      entry: DEAD,
    });
    const why = crashOf(
      "The engine's process ended with code 1, its last words: Cannot read model pose.tflite",
    );
    await assert.rejects(host.ready(), why);
    await assert.rejects(run("shirt"), why);
    await assert.rejects(run("shirt"), why);
    assert.equal(warnings.length, 3, "one start at the beginning and one for each job");
  });

  test("close() ends the running job and those that wait", async () => {
    host = createEngineHost({ workers: 1, log: silent, entry: FAKE });
    await host.ready();
    const results = Promise.allSettled([run("hang"), run("shirt")]);
    await host.close();
    for (const result of await results) {
      assert.equal(result.status, "rejected");
      assert.ok(result.reason instanceof EngineClosedError);
    }
    await assert.rejects(run("shirt"), EngineClosedError);
  });

  test("createEngineHost() refuses a number of workers that makes no sense", () => {
    for (const workers of [0, -1, 1.5, Number.NaN]) {
      assert.throws(() => createEngineHost({ workers, log: silent }), RangeError);
    }
  });
});
