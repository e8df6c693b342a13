import { request } from "node:http";
import sharp from "sharp";
import { startBenchService, type BenchService, type Measurement } from "./bench-service.js";
import { summarize, type Summary } from "./measure.js";

const RUNS = 7;
const AT_ONCE = [1, 8];
const IMAGE_BYTES = 10 * 1024 * 1024;
const PATH = "/kling-ai-vton/v1/getVirtualTryOnTask";

/**
 * Two images of 10 MB in one JSON body of 28 MB, one and eight at once: time, event-loop lag and memory of the API's process. The lag
 * of a second service that is asked nothing at the same time tells how much of it is the machine's; so does the lag "of its own",
 * from which the kernel's count of the time without a core is taken off.
 */
export async function run(): Promise<void> {
  const busy = await startBenchService();
  const idle = await startBenchService();
  try {
    const body = await makeBody();
    for (const count of AT_ONCE)
      await measure([busy, idle], count, () => post(busy.url + PATH, busy.key, body));
  } finally {
    await Promise.all([busy.stop(), idle.stop()]);
  }
}

async function measure(
  [busy, idle]: readonly [BenchService, BenchService],
  count: number,
  send: () => Promise<void>,
): Promise<void> {
  const ms: number[] = [];
  const seen: Measurement[] = [];
  const beside: Measurement[] = [];
  for (let run = -1; run < RUNS; run++) {
    await Promise.all([busy.ask(), idle.ask()]);
    const startMs = performance.now();
    await Promise.all(Array.from({ length: count }, send));
    const tookMs = performance.now() - startMs;
    const [measured, control] = await Promise.all([busy.ask(), idle.ask()]);
    if (run < 0) continue; // warm-up
    ms.push(tookMs);
    seen.push(measured);
    beside.push(control);
  }
  const tell = (name: string, of: readonly Measurement[], read: (measurement: Measurement) => number): void =>
    console.log(row(`  ${name}`, "ms", summarize(of.map(read))));
  console.log(`${count} at once`);
  console.log(row("  all answered", "ms", summarize(ms)));
  tell("event-loop lag, p99", seen, ({ lag }) => lag.p99Ms);
  tell("event-loop lag, max", seen, ({ lag }) => lag.maxMs);
  tell("  of its own, p99", seen, ({ ownLag }) => ownLag.p99Ms);
  tell("  of its own, max", seen, ({ ownLag }) => ownLag.maxMs);
  tell("idle service, p99", beside, ({ lag }) => lag.p99Ms);
  tell("idle service, max", beside, ({ lag }) => lag.maxMs);
  console.log(row("  memory, max", "MB", summarize(seen.map(({ maxRssBytes }) => maxRssBytes / 2 ** 20))));
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
