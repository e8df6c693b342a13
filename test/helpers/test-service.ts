import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import sharp from "sharp";
import { loadConfig, type Config } from "../../src/config.js";
import { createLog, type Log } from "../../src/lib/log.js";
import { startService, type Service } from "../../src/main.js";
import type { RunJob } from "../../src/tasks/mod.js";
import { createDoubleRunner } from "./double-runner.js";

export const SUBMIT = "/kling-ai-vton/v1/getVirtualTryOnTask";
export const POLL = "/kling-ai-polling/v1/getVirtualTryOnStatus";
export const POLL_LUMALABS = "/lumalabs-ai-polling/v1/getStatus";

/** A plain JPEG of 300x300 px in raw Base64, the smallest that is accepted. */
export const JPEG_BASE64 = (await makePicture(300, 300).jpeg().toBuffer()).toString("base64");

export function makePicture(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: "teal" } });
}

export interface TestServiceOptions {
  /** @default a new folder */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How long the double of the engine works. @default 0 */
  readonly delayMs?: number;
  /** @default stores one pixel */
  readonly runJob?: RunJob;
  /** @default none is kept */
  readonly log?: Log;
}

export interface TestService {
  readonly service: Service;
  readonly config: Config;
  readonly key: string;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // What a client reads: tests look into it field by field.
  readonly body: Readonly<Record<string, unknown>>;
}

/** Starts the real service on a free port with a double of the engine; it is stopped when the test ends. */
export async function startTestService(
  t: TestContext,
  options: TestServiceOptions = {},
): Promise<TestService> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "drape-test-")));
  const config = loadConfig({ PORT: "0", DATA_DIR: dataDir, DRAPE_STOP_GRACE_SECONDS: "0", ...options.env });
  const service = await startService(config, {
    log: options.log ?? createLog("silent"),
    createRunner: (_config, blobs) => createDoubleRunner(blobs, () => options.delayMs ?? 0, options.runJob),
  });
  t.after(async () => {
    await service.stop();
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });
  const key = service.firstKey ?? "";
  const json = { "content-type": "application/json", "ocp-apim-subscription-key": key };
  return {
    service,
    config,
    key,
    post: (path, body, headers = {}) => postJson(service.url + path, body, { ...json, ...headers }),
  };
}

/** Posts as a client would; a string goes out as it is. */
export async function postJson(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Reply> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(url, { method: "POST", body: text, headers });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Reply["body"],
  };
}

/** Posts with a Host header of its own, which fetch does not allow: the service as another machine names it. */
export function postAsHost(url: string, host: string, body: unknown, key: string): Promise<string> {
  const headers = { host, "content-type": "application/json", "ocp-apim-subscription-key": key };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: "POST", headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve(text));
    });
    outgoing.on("error", reject).end(JSON.stringify(body));
  });
}

/** The `data` of a submit or poll reply. */
export function dataOf(reply: Reply): Readonly<Record<string, unknown>> {
  return reply.body["data"] as Readonly<Record<string, unknown>>;
}

/** The link to the only picture of a task that succeeded. */
export function linkOf(reply: Reply): string {
  const { images } = dataOf(reply)["task_result"] as {
    readonly images?: readonly { readonly url: string }[];
  };
  const [image] = images ?? [];
  if (image === undefined) throw new Error(`No picture in ${JSON.stringify(reply.body)}`);
  return image.url;
}

/** Polls until the task has ended, and gives the last reply. */
export async function pollToEnd(
  { post }: Pick<TestService, "post">,
  taskId: unknown,
  limitMs = 10_000,
): Promise<Reply> {
  const endMs = performance.now() + limitMs;
  for (;;) {
    const reply = await post(POLL, { task_id: taskId });
    const status = dataOf(reply)["task_status"];
    if (status === "succeed" || status === "failed") return reply;
    if (performance.now() > endMs)
      throw new Error(`Task ${String(taskId)} is still ${String(status)} after ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
