import type { TryOn } from "../../src/api/wire/types.js";
import { askService, readTryOns, signRequest } from "../shared/ask-service.js";
import type { Photo } from "../shared/prepare-photo.js";

/** What the shop's server hands on: the reply of `POST /v1/widget-tokens` (docs/wire/widget-tokens.md). */
export interface WidgetToken {
  readonly token: string;
  /** Where this browser finds Drape. */
  readonly url: string;
}

/** What the service tells of a token. */
export interface WidgetSession {
  readonly remaining: number;
  readonly result_days: number;
  readonly keeps_photos: boolean;
}

/** Drape as the widget uses it: with a token of the shop's server, for one garment. */
export class WidgetApi {
  readonly #grant: WidgetToken;

  constructor(grant: WidgetToken) {
    this.#grant = grant;
  }

  /** Asks the shop's server for a token. @throws RefusedError, UnreachableError */
  static async open(endpoint: string, garment: string): Promise<WidgetApi> {
    const response = await askService(endpoint, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ garment }),
    });
    return new WidgetApi((await response.json()) as WidgetToken);
  }

  /** Who gets the photo. */
  get host(): string {
    return new URL(this.#grant.url).host;
  }

  async findSession(): Promise<WidgetSession> {
    return (await (await this.#call("session", {})).json()) as WidgetSession;
  }

  async start(person: Photo): Promise<TryOn> {
    const form = new FormData();
    form.append("person", person.blob, person.name);
    form.append("output_format", "jpeg");
    return (await (await this.#call("try-ons", { method: "POST", body: form })).json()) as TryOn;
  }

  async *follow(id: string, signal: AbortSignal): AsyncGenerator<TryOn, void, undefined> {
    yield* readTryOns(await this.#call(`try-ons/${id}/events`, { signal }), signal);
  }

  async readPicture(id: string): Promise<Blob> {
    return await (await this.#call(`try-ons/${id}/picture`, {})).blob();
  }

  async remove(id: string): Promise<void> {
    await this.#call(`try-ons/${id}`, { method: "DELETE" });
  }

  async #call(path: string, init: RequestInit): Promise<Response> {
    return await askService(`${this.#grant.url}/v1/widget/${path}`, signRequest(init, this.#grant.token));
  }
}
