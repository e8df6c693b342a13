import type { TryOn } from "../api/wire/types.js";
import { Http } from "./http.js";
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

export interface DrapeClientOptions extends ClientOptions {
  /** The service's address, such as `https://try-on.example`. */
  readonly url: string;
  /** A subscription key: for servers, never for a page that shoppers load (createWidgetToken() is for those). */
  readonly key: string;
}

/** A try-on for Drape. */
export interface DrapeRequest {
  readonly person: Picture;
  readonly garment: Picture;
  /** Another piece of the same outfit. */
  readonly secondGarment?: Picture;
  /** What the garment is, or which one of its picture is meant. @default the engine sees for itself */
  readonly kind?: "upper" | "lower" | "dress";
  /** A name of the engine registry. @default the service's own */
  readonly engine?: string;
  /** @default "png" */
  readonly outputFormat?: "png" | "jpeg" | "webp";
  readonly outputMaxSidePx?: number;
  /** Told of every change of the status: see verifyWebhook(). */
  readonly callbackUrl?: string;
  /** Your own name for the try-on, unique in the subscription. */
  readonly externalId?: string;
  /** Two requests with the same key are one try-on, for 24 hours. @default a new one for each call of submit() */
  readonly idempotencyKey?: string;
}

/** What a widget's token allows. */
export interface WidgetTokenRequest {
  /** The page's origin, such as `https://shop.example`. */
  readonly origin: string;
  /** The garment's picture, a URL. */
  readonly garment: string;
  /** How many try-ons may be made with it. @default 3 */
  readonly count?: number;
  /** How long they may be started. @default 900 */
  readonly ttlSeconds?: number;
}

/** A widget's token, to be handed to the shop's page as it is. */
export interface WidgetToken {
  readonly token: string;
  /** Where the page finds Drape. */
  readonly url: string;
  readonly origin: string;
  readonly garment: string;
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly expires_at: number;
}

const FIELDS = {
  person: "person",
  garment: "garment",
  secondGarment: "second_garment",
  kind: "kind",
  engine: "engine",
  outputFormat: "output_format",
  outputMaxSidePx: "output_max_side_px",
  callbackUrl: "callback_url",
  externalId: "external_id",
} as const satisfies Partial<Record<keyof DrapeRequest, string>>;

/** A client of Drape's own front, `/v1/try-ons`. */
export class DrapeClient implements TryOnClient<DrapeRequest> {
  readonly #options: DrapeClientOptions;
  readonly #http: Http;

  constructor(options: DrapeClientOptions) {
    this.#options = options;
    this.#http = new Http(options);
  }

  async submit(request: DrapeRequest, options: CallOptions = {}): Promise<TryOnStatus> {
    const key = request.idempotencyKey ?? makeKey();
    return toStatus(
      await this.#call<TryOn>("POST", "/v1/try-ons", { ...options, body: toForm(request), key }),
    );
  }

  async status(id: string, options: CallOptions = {}): Promise<TryOnStatus> {
    return toStatus(await this.#call<TryOn>("GET", pathOf(id), options));
  }

  wait(id: string, options: WaitOptions = {}): Promise<TryOnStatus> {
    const how = { clock: this.#http.clock, pollMs: this.#options.pollMs };
    return waitForEnd(() => this.status(id, options), how, options);
  }

  async tryOn(request: DrapeRequest, options: WaitOptions = {}): Promise<TryOnPicture> {
    const { id } = await this.submit(request, options);
    return await fetchPicture(this.#http, await this.wait(id, options), options.signal);
  }

  /** Ends a try-on that has not ended. */
  async cancel(id: string, options: CallOptions = {}): Promise<TryOnStatus> {
    return toStatus(await this.#call<TryOn>("POST", `${pathOf(id)}/cancel`, options));
  }

  /** Deletes a try-on with its photos and its picture, now. */
  async remove(id: string, options: CallOptions = {}): Promise<void> {
    await this.#call("DELETE", pathOf(id), options);
  }

  /** Makes a token with which a shop's page asks for try-ons of one garment. */
  async createWidgetToken(request: WidgetTokenRequest, options: CallOptions = {}): Promise<WidgetToken> {
    const { origin, garment, count, ttlSeconds } = request;
    const body = JSON.stringify({ origin, garment, count, ttl_seconds: ttlSeconds });
    return await this.#call<WidgetToken>("POST", "/v1/widget-tokens", { ...options, body });
  }

  async #call<T>(
    method: string,
    path: string,
    { signal, body, key }: CallOptions & { readonly body?: string | FormData; readonly key?: string },
  ): Promise<T> {
    return await this.#http.send<T>({
      method,
      url: this.#options.url.replace(/\/$/, "") + path,
      makeHeaders: async () => ({
        authorization: `Bearer ${this.#options.key}`,
        ...(typeof body === "string" && { "content-type": "application/json" }),
        ...(key !== undefined && { "idempotency-key": key }),
      }),
      ...(body !== undefined && { body }),
      signal,
      read: async (response) => (response.status === 204 ? undefined : await response.json()) as T, // as docs/wire/try-ons.md says
    });
  }
}

function pathOf(id: string): string {
  return `/v1/try-ons/${encodeURIComponent(id)}`;
}

function toForm(request: DrapeRequest): FormData {
  const form = new FormData();
  for (const [name, field] of Object.entries(FIELDS)) {
    const value = request[name as keyof typeof FIELDS];
    if (value === undefined) continue;
    if (value instanceof Uint8Array) form.append(field, new Blob([Uint8Array.from(value)]), field);
    else if (value instanceof Blob) form.append(field, value, field);
    else form.append(field, String(value));
  }
  return form;
}

/** 128 random bits; randomUUID() is missing on pages without HTTPS. */
function makeKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

function toStatus({ id, status, progress, stage, result, error }: TryOn): TryOnStatus {
  return {
    id,
    status,
    progress,
    stage: stage ?? undefined,
    pictureUrl: result?.url,
    warnings: result?.warnings ?? [],
    report: result?.report,
    error: error ?? undefined,
  };
}
