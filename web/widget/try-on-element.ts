import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { TryOn } from "../../src/api/wire/types.js";
import { followTryOn } from "../shared/follow-try-on.js";
import { preparePhoto, type Photo } from "../shared/prepare-photo.js";
import { explainCode, explainError } from "./explain.js";
import { findMessages, type Messages } from "./messages.js";
import { WidgetApi } from "./widget-api.js";
import type { WidgetStep } from "./widget-step.js";
import { widgetStyle } from "./widget-style.js";

/** Score below which a picture wants a second look (see QualityReport). */
const DOUBTFUL_BELOW = 0.45;

/**
 * `<drape-try-on garment="https://…/shirt.jpg" endpoint="/drape-token">`: a button that opens a dialog, asks consent, takes a photo, shows
 * the try-on. `endpoint` is a path of the shop's own server, which makes a token for the garment (docs/guides/shop-widget.md). The words
 * follow `lang` of the element or of the page. Events, which bubble: `drape-try-on-open`, `drape-try-on-done`, `drape-try-on-close`.
 */
export class TryOnElement extends LitElement {
  static override readonly properties = { garment: {}, endpoint: {}, step: { state: true } };
  static override readonly styles = widgetStyle;

  /** The garment's picture: a URL that the service can fetch. */
  declare garment: string;
  /** Where the shop's server makes tokens. */
  declare endpoint: string;
  declare step: WidgetStep;
  #api: WidgetApi | undefined;
  #run = new AbortController();
  readonly #addresses = new Set<string>();

  constructor() {
    super();
    this.garment = "";
    this.endpoint = "";
    this.step = { kind: "opening" };
  }

  get #messages(): Messages {
    return findMessages(this.lang || document.documentElement.lang || navigator.language);
  }

  get #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector("dialog") as HTMLDialogElement; // rendered below
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("step") && this.step.kind === "working")
      this.renderRoot
        .querySelector<HTMLElement>(".bar")
        ?.style.setProperty("--done", `${this.step.percent}%`);
  }

  protected override render(): TemplateResult {
    const words = this.#messages;
    return html`<button part="button" type="button" aria-haspopup="dialog" @click=${this.#open}>
        <slot>${words.tryOn}</slot>
      </button>
      <dialog part="dialog" aria-labelledby="title" @close=${this.#end}>
        <header>
          <h2 id="title">${words.title}</h2>
          <button class="close" type="button" aria-label=${words.close} @click=${() => this.#dialog.close()}>
            <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
              <path
                d="m5 5 12 12M17 5 5 17"
                stroke="currentColor"
                stroke-width="1.8"
                stroke-linecap="round"
              />
            </svg>
          </button>
        </header>
        <div class="body" aria-live="polite">${this.#renderStep(words)}</div>
      </dialog>`;
  }

  #renderStep(words: Messages): TemplateResult {
    const { step } = this;
    switch (step.kind) {
      case "opening":
        return html`<p class="soft">…</p>`;
      case "consent":
        return this.#renderConsent(step, words);
      case "photo":
        return this.#renderPhoto(step.note, words);
      case "ready":
        return html`${this.#renderPair(step.address)}
          <div class="row">
            <button type="button" @click=${() => this.#make(step.photo, step.address)}>${words.make}</button>
            ${this.#renderInput(words.otherPhoto, "plain", false)}
          </div>`;
      case "working":
        return html`${this.#renderPair(step.address)}
          <p>${step.words}</p>
          <div
            class="bar"
            role="progressbar"
            aria-label=${words.working}
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=${step.percent}
          ></div>`;
      case "done":
        return this.#renderDone(step, words);
      case "stuck":
        return html`<p><strong>${words.noPicture}</strong></p>
          <p>${step.words}</p>
          ${step.canRetry ? html`<div class="row">${this.#renderInput(words.otherPhoto, "", false)}</div>` : nothing}`;
      default:
        return step satisfies never;
    }
  }

  #renderConsent({ session }: Extract<WidgetStep, { kind: "consent" }>, words: Messages): TemplateResult {
    const kept = (session.keeps_photos ? words.photosKept : words.photosDeleted).replace(
      "{days}",
      String(session.result_days),
    );
    return html`<p>${words.consent.replace("{host}", this.#api?.host ?? "")}</p>
      <p class="soft">${kept}</p>
      <div class="row">
        <button type="button" @click=${() => (this.step = { kind: "photo", note: "" })}>
          ${words.agree}
        </button>
      </div>`;
  }

  #renderPhoto(note: string, words: Messages): TemplateResult {
    return html`${this.#renderPair(undefined)}
      ${note === "" ? html`<p class="soft">${words.photoHint}</p>` : html`<p class="note">${note}</p>`}
      <div class="row">
        ${this.#renderInput(words.choose, "", false)}
        ${matchMedia("(pointer: coarse)").matches ? this.#renderInput(words.photograph, "plain", true) : nothing}
      </div>`;
  }

  #renderPair(address: string | undefined): TemplateResult {
    const person =
      address === undefined
        ? html`<span
            ><svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1">
              <circle cx="12" cy="7.5" r="3.5" />
              <path d="M5 20.5c.4-4.2 3-6.5 7-6.5s6.6 2.3 7 6.5" /></svg
          ></span>`
        : html`<img src=${address} alt="" />`;
    return html`<div class="pair">${person}<img src=${this.garment} alt="" /></div>`;
  }

  /** A file input that looks like a button; on a phone `fromCamera` opens the camera. */
  #renderInput(label: string, look: string, fromCamera: boolean): TemplateResult {
    return html`<label class="button ${look}"
      >${label}<input
        class="hidden"
        type="file"
        accept="image/*"
        capture=${fromCamera ? "user" : nothing}
        @change=${this.#choose}
    /></label>`;
  }

  #renderDone(step: Extract<WidgetStep, { kind: "done" }>, words: Messages): TemplateResult {
    return html`<compare-slider
        original=${step.address}
        result=${step.result}
        beforeLabel=${words.before}
        afterLabel=${words.after}
        label=${words.compare}
      ></compare-slider>
      ${step.isDoubtful ? html`<p class="note">${words.doubtful}</p>` : nothing}
      <div class="row">
        <a class="button" href=${step.result} download="try-on.jpg">${words.download}</a>
        ${this.#renderInput(words.otherPhoto, "plain", false)}
        <button class="plain" type="button" @click=${() => this.#remove(step.id)}>${words.remove}</button>
      </div>`;
  }

  readonly #open = async (): Promise<void> => {
    this.step = { kind: "opening" };
    this.#dialog.showModal();
    this.#tell("drape-try-on-open");
    try {
      this.#api = await WidgetApi.open(this.endpoint, new URL(this.garment, location.href).href);
      this.step = { kind: "consent", session: await this.#api.findSession() };
    } catch (error) {
      this.step = { kind: "stuck", words: explainError(error, this.#messages), canRetry: false };
    }
  };

  readonly #choose = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement; // rendered above
    const [file] = input.files ?? [];
    input.value = "";
    if (file === undefined) return;
    try {
      const photo = await preparePhoto(file, file.name);
      this.step = { kind: "ready", photo, address: this.#addressOf(photo.blob) };
    } catch (error) {
      this.step = { kind: "photo", note: explainError(error, this.#messages) };
    }
  };

  async #make(photo: Photo, address: string): Promise<void> {
    const api = this.#api;
    if (api === undefined) return;
    const words = this.#messages;
    this.#run = new AbortController();
    const { signal } = this.#run;
    const show = (percent: number, text: string): void => {
      this.step = { kind: "working", address, percent, words: text };
    };
    show(0, words.working);
    try {
      const tryOn = await followTryOn(
        api,
        await api.start(photo),
        ({ tryOn: { progress, status }, isLost }) =>
          show(progress, isLost ? words.lost : status === "queued" ? words.waiting : words.working),
        signal,
      );
      await this.#finish(api, tryOn, address);
    } catch (error) {
      if (!signal.aborted) this.step = { kind: "stuck", words: explainError(error, words), canRetry: true };
    }
  }

  async #finish(api: WidgetApi, { id, result, error }: TryOn, address: string): Promise<void> {
    if (result === null) {
      this.step = { kind: "stuck", words: explainCode(error?.code, this.#messages), canRetry: true };
      return;
    }
    const { score = 1 } = (result.report ?? {}) as { readonly score?: number }; // another engine's report may have none
    const picture = this.#addressOf(await api.readPicture(id));
    this.step = { kind: "done", address, result: picture, id, isDoubtful: score < DOUBTFUL_BELOW };
    this.#tell("drape-try-on-done");
  }

  async #remove(id: string): Promise<void> {
    try {
      await this.#api?.remove(id);
      this.step = { kind: "photo", note: this.#messages.removed };
    } catch (error) {
      this.step = { kind: "stuck", words: explainError(error, this.#messages), canRetry: false };
    }
  }

  #addressOf(blob: Blob): string {
    const address = URL.createObjectURL(blob);
    this.#addresses.add(address);
    return address;
  }

  readonly #end = (): void => {
    this.#run.abort(new Error("closed"));
    for (const address of this.#addresses) URL.revokeObjectURL(address);
    this.#addresses.clear();
    this.step = { kind: "opening" };
    this.#tell("drape-try-on-close");
  };

  #tell(name: string): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true }));
  }
}
