import type { InspectedPicture, Inspection, TryOn } from "../../src/api/wire/types.js";
import { askService, readTryOns, RefusedError, signRequest } from "../shared/ask-service.js";
import type { Photo } from "../shared/prepare-photo.js";

/** What the service says of the page and of the photos. */
export interface About {
  /** `open`: anyone may try. `key`: a subscription key is needed. */
  readonly access: "open" | "key";
  readonly result_days: number;
  readonly keeps_photos: boolean;
}

export type OutputFormat = "png" | "jpeg" | "webp";

export interface TryOnRequest {
  readonly person: Photo;
  readonly garment: Photo;
  readonly format: OutputFormat;
  /** A repetition with the same one starts nothing new. */
  readonly idempotencyKey: string;
}

const KEY_NAME = "drape-key"; // in sessionStorage: gone with the tab

/**
 * The service as this page uses it: with a session of its own where the playground is open, with the visitor's key otherwise. Either
 * goes to this page's own origin only, in a header.
 */
export class PlaygroundApi {
  #access: About["access"] = "open";
  #session: string | undefined;

  async about(): Promise<About> {
    const about = (await (await askService("/playground/about", {})).json()) as About;
    this.#access = about.access;
    return about;
  }

  get needsKey(): boolean {
    return this.#access === "key" && sessionStorage.getItem(KEY_NAME) === null;
  }

  useKey(key: string): void {
    sessionStorage.setItem(KEY_NAME, key.trim());
  }

  forgetKey(): void {
    sessionStorage.removeItem(KEY_NAME);
  }

  async inspect(role: "person" | "garment", photo: Photo, signal: AbortSignal): Promise<InspectedPicture> {
    const form = new FormData();
    form.append(role, photo.blob, photo.name);
    const reply = await this.#call("/inspections", { method: "POST", body: form, signal });
    const inspection = (await reply.json()) as Inspection;
    const picture = inspection[role];
    if (picture === null) throw new TypeError(`Cannot read the inspection: no ${role} in it`);
    return picture;
  }

  async start({ person, garment, format, idempotencyKey }: TryOnRequest): Promise<TryOn> {
    const form = new FormData();
    form.append("person", person.blob, person.name);
    form.append("garment", garment.blob, garment.name);
    form.append("output_format", format);
    const headers = { "idempotency-key": idempotencyKey };
    return (await (await this.#call("/try-ons", { method: "POST", body: form, headers })).json()) as TryOn;
  }

  /** The try-on at every change, until it has ended. @throws UnreachableError when the connection breaks before */
  async *follow(id: string, signal: AbortSignal): AsyncGenerator<TryOn, void, undefined> {
    yield* readTryOns(await this.#call(`/try-ons/${id}/events`, { signal }), signal);
  }

  async find(id: string): Promise<TryOn> {
    return (await (await this.#call(`/try-ons/${id}`, {})).json()) as TryOn;
  }

  async cancel(id: string): Promise<void> {
    await this.#call(`/try-ons/${id}/cancel`, { method: "POST" });
  }

  /** Deletes the try-on with its photos and its picture; one that is gone already is no error. */
  async remove(id: string): Promise<void> {
    try {
      await this.#call(`/try-ons/${id}`, { method: "DELETE" });
    } catch (error) {
      if (!(error instanceof RefusedError && error.code === "TASK_NOT_FOUND")) throw error;
    }
  }

  async #call(path: string, init: RequestInit): Promise<Response> {
    const root = this.#access === "open" ? "/playground" : "/v1";
    try {
      return await askService(root + path, await this.#sign(init));
    } catch (error) {
      if (!(error instanceof RefusedError && error.status === 401) || this.#access === "key") throw error;
      this.#session = undefined; // it ran out, or the service has a new database
      return await askService(root + path, await this.#sign(init));
    }
  }

  async #sign(init: RequestInit): Promise<RequestInit> {
    const token =
      this.#access === "key" ? (sessionStorage.getItem(KEY_NAME) ?? "") : await this.#findSession();
    return signRequest(init, token);
  }

  async #findSession(): Promise<string> {
    if (this.#session !== undefined) return this.#session;
    const reply = await askService("/playground/session", { method: "POST" });
    const { token } = (await reply.json()) as { readonly token: string };
    this.#session = token;
    return token;
  }
}

/** A result's address below this page's own origin, whatever name the service has for others. */
export function toOwnAddress(url: string): string {
  const { pathname, search } = new URL(url, location.href);
  return pathname + search;
}
