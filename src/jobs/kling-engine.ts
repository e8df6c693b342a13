import { setTimeout as wait } from "node:timers/promises";
import { SignJWT } from "jose";
import { decodeImage, encodePng, sniffImage } from "../codecs/mod.js";
import type { FetchOutcome } from "../lib/safe-fetch.js";
import type { EngineOutcome, TryOnEngine } from "./types.js";

export interface KlingEngineOptions {
  /** The server's address, without a path. */
  readonly baseUrl: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** Gets the result's picture: its address comes from the other server, so it is not trusted. */
  readonly fetchPicture: (url: string, options: { readonly signal: AbortSignal }) => Promise<FetchOutcome>;
  /** The first wait between polls; each is half as long again, up to ten times the first. @default 1 s */
  readonly pollMs?: number;
}

const TASKS = "/v1/images/kolors-virtual-try-on";
const TOKEN_LIFE_S = 1800; // what front B's documentation uses
const CLOCK_SLACK_S = 5;
const POLL_MS = 1000;
const GROWTH = 1.5;
const MAX_GROWTH = 10;
const MAX_OUTAGES = 6; // in a row: about half a minute without an answer
/** Limits of the other server: too fast, too many tasks. It will take the task later. */
const BUSY: readonly number[] = [1302, 1303];

interface Reply {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly data: RemoteTask | undefined;
}

interface RemoteTask {
  readonly task_id: string;
  readonly task_status: string;
  readonly task_status_msg?: string;
  readonly task_result?: { readonly images?: readonly { readonly url: string }[] };
}

/** The engine `kling`: hands try-ons to any server that speaks front B, and fetches its pictures. */
export function createKlingEngine(options: KlingEngineOptions): TryOnEngine {
  return {
    async runTryOn(files, { signal, onProgress }) {
      const [garment, ...others] = files.garments;
      if (garment === undefined || others.length > 0)
        return fail("GARMENTS_UNSUPPORTED", "The hosted engine takes one garment: send one");
      onProgress?.(5, "submit");
      const created = await call(options, "POST", TASKS, toBody(files.person, garment), signal);
      if (!created.ok) return created;
      onProgress?.(20, "hosted");
      const ended = await poll(options, created.task.task_id, signal);
      if (!ended.ok) return ended;
      onProgress?.(90, "fetch");
      return await fetchResult(options, ended.task, signal);
    },
  };
}

type Called =
  | { readonly ok: true; readonly task: RemoteTask }
  | Extract<EngineOutcome, { readonly ok: false }>;

function toBody(person: Uint8Array, garment: Uint8Array): string {
  const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
  return JSON.stringify({ human_image: encode(person), cloth_image: encode(garment) });
}

async function poll(options: KlingEngineOptions, id: string, signal: AbortSignal): Promise<Called> {
  for (let round = 0; ; round++) {
    await pause(options, round, signal);
    const called = await call(options, "GET", `${TASKS}/${encodeURIComponent(id)}`, undefined, signal);
    if (!called.ok || called.task.task_status === "succeed") return called;
    if (called.task.task_status === "failed")
      return fail("HOSTED_FAILED", called.task.task_status_msg ?? "The hosted engine failed");
  }
}

/** One call, repeated while the other server is busy or away. */
async function call(
  options: KlingEngineOptions,
  method: "GET" | "POST",
  path: string,
  body: string | undefined,
  signal: AbortSignal,
): Promise<Called> {
  let outages = 0;
  for (let round = 0; ; round++) {
    const reply = await request(options, method, path, body, signal);
    if (reply?.code === 0 && reply.data !== undefined) return { ok: true, task: reply.data };
    const isBusy = reply !== undefined && BUSY.includes(reply.code);
    const isAway = reply === undefined || reply.status >= 500;
    if (!isBusy && !isAway)
      return fail("HOSTED_REFUSED", `The hosted engine refused: ${reply.message} (${reply.code})`);
    outages = isAway ? outages + 1 : 0;
    if (outages >= MAX_OUTAGES) return fail("HOSTED_UNAVAILABLE", "The hosted engine does not answer");
    await pause(options, round, signal);
  }
}

/** Undefined when no answer came. */
async function request(
  { baseUrl, accessKey, secretKey }: KlingEngineOptions,
  method: "GET" | "POST",
  path: string,
  body: string | undefined,
  signal: AbortSignal,
): Promise<Reply | undefined> {
  const headers = {
    authorization: `Bearer ${await signToken(accessKey, secretKey)}`,
    "content-type": "application/json",
  };
  try {
    const response = await fetch(baseUrl + path, {
      method,
      headers,
      signal,
      ...(body !== undefined && { body }),
    });
    const reply = (await response.json()) as Partial<Reply>; // front B's envelope, or its error
    return {
      status: response.status,
      code: reply.code ?? -1,
      message: reply.message ?? "",
      data: reply.data,
    };
  } catch {
    signal.throwIfAborted();
    return undefined; // no connection, or an answer that is not JSON: as good as none
  }
}

async function signToken(accessKey: string, secretKey: string): Promise<string> {
  const nowS = Math.floor(Date.now() / 1000);
  return await new SignJWT()
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer(accessKey)
    .setExpirationTime(nowS + TOKEN_LIFE_S)
    .setNotBefore(nowS - CLOCK_SLACK_S)
    .sign(new TextEncoder().encode(secretKey));
}

async function fetchResult(
  { fetchPicture }: KlingEngineOptions,
  { task_id, task_result }: RemoteTask,
  signal: AbortSignal,
): Promise<EngineOutcome> {
  const url = task_result?.images?.[0]?.url;
  if (url === undefined) return fail("HOSTED_FAILED", "The hosted engine gave no picture");
  const fetched = await fetchPicture(url, { signal });
  if (!fetched.ok) return fail("HOSTED_FAILED", `The hosted engine's picture: ${fetched.message}`);
  const isPng = sniffImage(fetched.bytes) === "png";
  const picture = isPng ? fetched.bytes : await encodePng(await decodeImage(fetched.bytes, { minSidePx: 1 }));
  return { ok: true, picture, report: { engine: "kling", hostedTaskId: task_id, warnings: [] } };
}

async function pause(
  { pollMs = POLL_MS }: KlingEngineOptions,
  round: number,
  signal: AbortSignal,
): Promise<void> {
  await wait(pollMs * Math.min(GROWTH ** round, MAX_GROWTH), undefined, { signal });
}

function fail(code: string, message: string): Extract<EngineOutcome, { readonly ok: false }> {
  return { ok: false, code, message };
}
