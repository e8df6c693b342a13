import { setTimeout as sleep } from "node:timers/promises";
import type { PollBody, PollReply, SubmitBody, SubmitReply } from "../src/api/wire/types.js";

const POLL_EVERY_MS = 250;

export interface TryOnRequest {
  readonly url: string;
  /** Subscription key. */
  readonly key: string;
  readonly person: Uint8Array;
  readonly garment: Uint8Array;
  readonly signal: AbortSignal;
}

/**
 * Submits a try-on, polls until it ends and fetches the picture, as any client of the API would: nothing here knows that the
 * service runs in the same process. @throws Error with the service's words if the task fails.
 */
export async function requestTryOn(request: TryOnRequest): Promise<Uint8Array> {
  const task = await submit(request);
  for (;;) {
    const { data } = await poll(request, { task_id: task.data.task_id });
    if (data.task_status === "failed") throw new Error(`The try-on failed: ${data.task_status_msg}`);
    const image = "task_result" in data ? data.task_result.images?.[0] : undefined;
    if (image !== undefined) return download(image.url, request.signal);
    await sleep(POLL_EVERY_MS, undefined, { signal: request.signal });
  }
}

async function submit(request: TryOnRequest): Promise<SubmitReply> {
  const body: SubmitBody = {
    human_image: Buffer.from(request.person).toString("base64"),
    cloth_image: Buffer.from(request.garment).toString("base64"),
  };
  return (await post(request, "/kling-ai-vton/v1/getVirtualTryOnTask", body)) as SubmitReply;
}

async function poll(request: TryOnRequest, body: PollBody): Promise<PollReply> {
  return (await post(request, "/kling-ai-polling/v1/getVirtualTryOnStatus", body)) as PollReply;
}

async function post({ url, key, signal }: TryOnRequest, path: string, body: object): Promise<unknown> {
  const response = await fetch(url + path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Ocp-Apim-Subscription-Key": key },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function download(url: string, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(url, { signal });
  if (!response.ok)
    throw new Error(`The result's link answered ${response.status}: ${await response.text()}`);
  return new Uint8Array(await response.arrayBuffer());
}
