import type { TaskData } from "../api/wire/types.js";
import { toBase64 } from "./base64.js";
import { DrapeApiError } from "./errors.js";
import { Http, RefusalError } from "./http.js";
import { signToken } from "./token.js";
import type {
  CallOptions,
  ClientOptions,
  Picture,
  TryOnClient,
  TryOnPicture,
  TryOnStatus,
  WaitOptions,
} from "./types.js";
import { fetchPicture, waitForEnd } from "./wait.js";

export interface KlingClientOptions extends ClientOptions {
  /** A server that speaks Kling's API: Kling's own base URL, or a Drape's. */
  readonly url: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** A try-on by Kling's API. */
export interface KlingRequest {
  readonly person: Picture;
  readonly garment: Picture;
  /** @default the server's: `kolors-virtual-try-on-v1` */
  readonly model?: string;
  readonly callbackUrl?: string;
  /** Your own name for the task, unique in the account. @default a random one, by which a lost answer is found again */
  readonly externalId?: string;
}

const TASKS = "/v1/images/kolors-virtual-try-on";
const STATUS = {
  submitted: "queued",
  processing: "running",
  succeed: "succeeded",
  failed: "failed",
} as const;

/** What replies hold of a task: creating tells less than asking. */
type Task = Pick<TaskData, "task_id" | "task_status"> & Partial<TaskData>;

interface Envelope {
  readonly code: number;
  readonly message: string;
  readonly request_id: string;
  readonly data: Task;
}

/** A client of Kling's own API, at Kling or at a Drape. */
export class KlingClient implements TryOnClient<KlingRequest> {
  readonly #options: KlingClientOptions;
  readonly #http: Http;

  constructor(options: KlingClientOptions) {
    this.#options = options;
    this.#http = new Http(options);
  }

  async submit(request: KlingRequest, options: CallOptions = {}): Promise<TryOnStatus> {
    const external_task_id =
      request.externalId ?? `try-on-${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
    const body = JSON.stringify({
      model_name: request.model,
      human_image: await toBase64(request.person),
      cloth_image: await toBase64(request.garment),
      callback_url: request.callbackUrl,
      external_task_id,
    });
    const recover = () => this.#find(external_task_id, options);
    return toStatus(await this.#call("POST", TASKS, { ...options, body, recover }));
  }

  async status(id: string, options: CallOptions = {}): Promise<TryOnStatus> {
    return toStatus(await this.#call("GET", `${TASKS}/${encodeURIComponent(id)}`, options));
  }

  wait(id: string, options: WaitOptions = {}): Promise<TryOnStatus> {
    const how = { clock: this.#http.clock, pollMs: this.#options.pollMs };
    return waitForEnd(() => this.status(id, options), how, options);
  }

  async tryOn(request: KlingRequest, options: WaitOptions = {}): Promise<TryOnPicture> {
    const { id } = await this.submit(request, options);
    return await fetchPicture(this.#http, await this.wait(id, options), options.signal);
  }

  /** The task of this name, if there is one. */
  async #find(externalId: string, options: CallOptions): Promise<Task | undefined> {
    try {
      return await this.#call("GET", `${TASKS}/${encodeURIComponent(externalId)}`, options);
    } catch (error) {
      if (error instanceof DrapeApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  async #call(
    method: string,
    path: string,
    {
      signal,
      body,
      recover,
    }: CallOptions & { readonly body?: string; readonly recover?: () => Promise<Task | undefined> },
  ): Promise<Task> {
    const { url, accessKey, secretKey } = this.#options;
    return await this.#http.send<Task>({
      method,
      url: url.replace(/\/$/, "") + path,
      makeHeaders: async () => ({
        authorization: `Bearer ${await signToken({ accessKey, secretKey }, this.#http.clock.nowMs())}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      }),
      ...(body !== undefined && { body }),
      ...(recover !== undefined && { recover }),
      signal,
      read: readTask,
    });
  }
}

async function readTask(response: Response): Promise<Task> {
  const { code, message, request_id, data } = (await response.json()) as Envelope; // as docs/wire/protocol.md says
  if (code === 0) return data;
  throw new RefusalError({
    status: response.status,
    code,
    message,
    requestId: request_id,
    retryAfterMs: undefined,
  });
}

function toStatus({ task_id, task_status, task_status_msg, task_result }: Task): TryOnStatus {
  return {
    id: task_id,
    status: STATUS[task_status],
    progress: undefined,
    stage: undefined,
    pictureUrl: task_result?.images?.[0]?.url,
    warnings: [],
    report: undefined,
    error: task_status === "failed" ? { code: undefined, message: task_status_msg ?? "" } : undefined,
  };
}
