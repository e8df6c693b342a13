import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { summarize, type Summary } from "./measure.js";

const RUNS = 7;
const AT_ONCE = [1, 8];
const IMAGE_BYTES = 10 * 1024 * 1024;
const PATH = "/kling-ai-vton/v1/getVirtualTryOnTask";

/** Numbers of one round, from the server's process. */
interface Measurement {
  readonly maxLagMs: number;
  readonly p99LagMs: number;
  readonly maxRssBytes: number;
}

/** Two images of 10 MB in one JSON body of 28 MB, one and eight at once: time, event-loop lag and memory of the API's process. */
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "drape-bench-"));
  const server = fork(new URL("./large-bodies-server.js", import.meta.url), [], {
    env: { ...process.env, PORT: "0", DATA_DIR: folder, DRAPE_STOP_GRACE_SECONDS: "0" },
  });
  try {
    const [{ url, key }] = (await once(server, "message")) as [{ url: string; key: string }];
    const body = await makeBody();
    for (const count of AT_ONCE) await measure(server, count, () => post(url + PATH, key, body));
  } finally {
    server.disconnect();
    await once(server, "exit");
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(server: ChildProcess, count: number, send: () => Promise<void>): Promise<void> {
  const ms: number[] = [];
  const seen: Measurement[] = [];
  for (let run = -1; run < RUNS; run++) {
    await ask(server);
    const startMs = performance.now();
    await Promise.all(Array.from({ length: count }, send));
    const tookMs = performance.now() - startMs;
    const measured = await ask(server);
    if (run < 0) continue; // warm-up
    ms.push(tookMs);
    seen.push(measured);
  }
  console.log(`${count} at once`);
  console.log(row("  all answered", "ms", summarize(ms)));
  console.log(row("  event-loop lag, p99", "ms", summarize(seen.map(({ p99LagMs }) => p99LagMs))));
  console.log(row("  event-loop lag, max", "ms", summarize(seen.map(({ maxLagMs }) => maxLagMs))));
  console.log(row("  memory, max", "MB", summarize(seen.map(({ maxRssBytes }) => maxRssBytes / 2 ** 20))));
}

async function ask(server: ChildProcess): Promise<Measurement> {
  const answer = once(server, "message");
  server.send("measure");
  const [measurement] = (await answer) as [Measurement];
  return measurement;
}

/** A JPEG that is filled up to 10 MB with what decoders skip, twice. */
async function makeBody(): Promise<Buffer> {
  const picture = await sharp({ create: { width: 1024, height: 1365, channels: 3, background: "teal" } })
    .jpeg()
    .toBuffer();
  let state = 1;
  const filler = Buffer.from(
    Uint8Array.from({ length: IMAGE_BYTES - picture.length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes, 3rd ed., §7.1.4
      return state >>> 24;
    }),
  );
  const image = Buffer.concat([picture, filler]).toString("base64");
  return Buffer.from(JSON.stringify({ human_image: image, cloth_image: image }));
}

function post(url: string, key: string, body: Buffer): Promise<void> {
  const headers = {
    "content-type": "application/json",
    "content-length": body.length,
    "ocp-apim-subscription-key": key,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: "POST", headers, agent: false }, (response) => {
      response.resume().on("end", () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`Answered ${response.statusCode}`));
      });
    });
    outgoing.on("error", reject).end(body);
  });
}

function row(name: string, unit: string, { median, min, max }: Summary): string {
  return `${name.padEnd(24)} ${median.toFixed(1).padStart(8)} ${unit}   (${min.toFixed(1)} to ${max.toFixed(1)})`;
}
