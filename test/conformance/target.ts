import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { Web } from "./web.js";

export const SUBMIT = "/kling-ai-vton/v1/getVirtualTryOnTask";
export const POLL = "/kling-ai-polling/v1/getVirtualTryOnStatus";
export const POLL_LUMALABS = "/lumalabs-ai-polling/v1/getStatus";
export const KLING_TASKS = "/v1/images/kolors-virtual-try-on";
export const KLING_COSTS = "/account/costs";

/** Everything that proves who a client is, in both fronts. */
export interface Keys {
  readonly subscriptionKey: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** Pictures in raw Base64. */
export interface Pictures {
  readonly person: string;
  readonly garment: string;
  readonly trousers: string;
  readonly dress: string;
  /** A good picture with nobody in it. */
  readonly nobody: string;
  /** White pictures of two garments side by side: what model v1-5 dresses a person in, and what it refuses. */
  readonly together: { readonly upperLower: string; readonly refused: Readonly<Record<string, string>> };
}

/** The server that is checked. */
export interface Target {
  /** Without a slash at its end. */
  readonly url: string;
  readonly keys: Keys;
  /** A second subscription; undefined when the caller gave none. */
  readonly otherKeys: Keys | undefined;
  readonly pictures: Pictures;
  /** How long a try-on may take. */
  readonly taskLimitMs: number;
  /** Undefined without the admin token. */
  readonly operator: Operator | undefined;
  /** Undefined when the server does not call addresses of this machine. */
  readonly web: Web | undefined;
  /** Undefined for a server that somebody else runs. */
  readonly lab: Lab | undefined;
}

/** Who may make subscriptions on the server. */
export interface Operator {
  /** Makes a subscription with this policy, in the words of the admin API. It is deleted at the end of the run. */
  subscribe(policy?: object): Promise<Subscribed>;
  disable(subscription: Subscribed): Promise<void>;
}

export interface Subscribed {
  readonly id: string;
  readonly keys: Keys;
  readonly webhookSecret: string;
}

/** What can be done to a server of our own to see how it answers. */
export interface Lab {
  /** Makes the next submit of a picture fail by a defect, while `act` runs. */
  breakStorage(act: () => Promise<void>): Promise<void>;
  /** Stops the server and starts it again with what it had stored. */
  restart(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; empty when it is not a JSON object. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Call {
  readonly method?: string;
  /** A string goes out as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function call(
  { url }: Target,
  path: string,
  { method, body, headers }: Call = {},
): Promise<Answer> {
  const response = await fetch(url + path, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parseObject(text) };
}

/** A call of front A. */
export function gateway(
  at: Target,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
) {
  return call(at, path, {
    method: "POST",
    body,
    headers: { "Ocp-Apim-Subscription-Key": at.keys.subscriptionKey, ...headers },
  });
}

/** A call of front B. */
export function kling(at: Target, path: string, options: Call & { readonly keys?: Keys } = {}) {
  const token = signToken(options.keys ?? at.keys);
  return call(at, path, { ...options, headers: { Authorization: `Bearer ${token}`, ...options.headers } });
}

/** Signs as PyJWT does in Kling's own examples. `claims` replaces what is usual; undefined leaves a claim out. */
export function signToken(
  { accessKey, secretKey }: Pick<Keys, "accessKey" | "secretKey">,
  claims: Readonly<Record<string, unknown>> = {},
  header: object = { alg: "HS256", typ: "JWT" },
): string {
  const now = Math.floor(Date.now() / 1000);
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${encode(header)}.${encode({ iss: accessKey, exp: now + 1800, nbf: now - 5, ...claims })}`;
  return `${signed}.${createHmac("sha256", secretKey).update(signed).digest("base64url")}`;
}

/** The `data` of a reply with the success envelope. */
export function dataOf(answer: Answer): Readonly<Record<string, unknown>> {
  assertEnvelope(answer);
  return answer.body["data"] as Readonly<Record<string, unknown>>;
}

/** {"code":0,"message":"SUCCEED","request_id":"…","data":…} and nothing else. */
export function assertEnvelope(answer: Answer): void {
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(Object.keys(answer.body), ["code", "message", "request_id", "data"]);
  assert.equal(answer.body["code"], 0);
  assert.equal(answer.body["message"], "SUCCEED");
  assert.match(String(answer.body["request_id"]), /^[\w-]{10,}$/);
}

/** Submits a good try-on by front A and gives its id. */
export async function submitGood(at: Target, body: object = {}): Promise<string> {
  const { person, garment } = at.pictures;
  const answer = await gateway(at, SUBMIT, { human_image: person, cloth_image: garment, ...body });
  return String(dataOf(answer)["task_id"]);
}

/** Polls by front A until the task has ended; gives every state that was seen, with the last reply's data. */
export async function watch(at: Target, taskId: string) {
  const seen: string[] = [];
  const endMs = Date.now() + at.taskLimitMs;
  for (;;) {
    const data = dataOf(await gateway(at, POLL, { task_id: taskId }));
    const status = String(data["task_status"]);
    if (seen.at(-1) !== status) seen.push(status);
    if (status === "succeed" || status === "failed") return { seen, data };
    if (Date.now() > endMs) throw new Error(`Task ${taskId} is still ${status} after ${at.taskLimitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {}; // the check that looks into it fails and shows the text
  }
}
