import { html, nothing, type TemplateResult } from "lit";
import { PlaygroundApi, type About, type OutputFormat } from "./api-client.js";
import { CameraDialog } from "./camera-dialog.js";
import { FittingRoom } from "./fitting-room.js";
import { HistoryStore, type HistoryEntry } from "./history-store.js";
import { icon } from "./icons.js";
import { LightElement } from "./light-element.js";
import type { Example } from "./photo-slot.js";
import { canStart, FIRST_STATE, type Role, type RoomState } from "./room-state.js";

const EXAMPLES: Readonly<Record<Role, readonly Example[]>> = {
  person: [
    { file: "woman", label: "woman in a green T-shirt" },
    { file: "man", label: "man in a grey sweater" },
  ],
  garment: [
    { file: "printed-tee", label: "T-shirt with a print" },
    { file: "striped-long-sleeve", label: "striped long-sleeve" },
    { file: "shirt", label: "light blue shirt" },
    { file: "hoodie", label: "hooded sweatshirt" },
    { file: "dress", label: "dress with flowers" },
    { file: "trousers", label: "chinos" },
  ],
};

/** The page: lays out the fitting room's state and passes on what the visitor does. */
export class PlaygroundApp extends LightElement {
  static override readonly properties = { room: { state: true } };

  declare room: RoomState;
  readonly #fitting = new FittingRoom(
    new PlaygroundApi(),
    new HistoryStore(),
    (state) => (this.room = state),
  );

  constructor() {
    super();
    this.room = FIRST_STATE;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("paste", this.#paste);
    // A picture that is dropped beside the slots must not replace the page.
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => event.preventDefault());
    void this.#fitting.enter();
  }

  protected override render(): TemplateResult {
    const { room } = this;
    return html`<div class="room">
        <div class="side">
          <div class="intro">
            <h1>Try it on.</h1>
            <p>
              A photo of you and a photo of a garment: the picture is made on this machine, from the garment’s
              own pixels.
            </p>
          </div>
          ${room.needsKey ? this.#renderKey() : nothing}
          <div class="slots">${(["person", "garment"] as const).map((role) => this.#renderSlot(role))}</div>
          ${this.#renderStart()}
        </div>
        <div class="stage" aria-label="Result" role="region">
          <result-stage
            .state=${room.stage}
            @stage-cancel=${() => this.#fitting.cancel()}
            @stage-retry=${() => this.#start()}
            @stage-delete=${() => room.stage.kind === "done" && this.#fitting.remove(room.stage.entry)}
            @stage-another=${this.#another}
          ></result-stage>
        </div>
      </div>
      ${this.#renderHistory(room.history)}
      <code-panel .request=${this.#describeRequest()}></code-panel>
      <camera-dialog></camera-dialog>
      <p class="toast ${room.notice === "" ? "" : "shown"}" role="status">${room.notice}</p>`;
  }

  #renderSlot(role: Role): TemplateResult {
    return html`<photo-slot
      .role_=${role}
      .state=${this.room[role]}
      .examples=${EXAMPLES[role]}
      @photo-file=${({ detail }: CustomEvent<File>) => this.#fitting.choose(role, detail)}
      @photo-example=${({ detail }: CustomEvent<Example>) => this.#fitting.chooseExample(role, detail)}
      @photo-clear=${() => this.#fitting.clear(role)}
      @photo-camera=${() => this.#photograph(role)}
    ></photo-slot>`;
  }

  #renderStart(): TemplateResult {
    const { room } = this;
    const isRunning = room.stage.kind === "running";
    return html`<div class="start">
      <div class="start-row">
        <button
          type="button"
          class="primary large"
          ?disabled=${!canStart(room)}
          @click=${() => this.#start()}
        >
          ${isRunning ? "Working …" : "Try it on"}
        </button>
        <label class="format"
          ><span class="visually-hidden">File format of the result</span>
          <select
            @change=${(event: Event) => this.#fitting.setFormat((event.target as HTMLSelectElement).value as OutputFormat)}
          >
            ${(["png", "jpeg", "webp"] as const).map((name) => html`<option value=${name} ?selected=${room.format === name}>${name.toUpperCase()}</option>`)}
          </select>
        </label>
      </div>
      <p class="privacy">${icon("lock")}<span>${describePrivacy(room.about)}</span></p>
    </div>`;
  }

  #renderKey(): TemplateResult {
    return html`<form class="key" @submit=${this.#enterKey}>
      <label for="key">Subscription key</label>
      <div class="row">
        <input
          id="key"
          name="key"
          type="password"
          autocomplete="off"
          required
          spellcheck="false"
          aria-describedby="key-hint"
        />
        <button class="secondary">Use it</button>
      </div>
      <p class="quiet" id="key-hint">
        This playground is not open to all. The key stays in this tab and goes to this service only.
      </p>
    </form>`;
  }

  #renderHistory(history: readonly HistoryEntry[]): TemplateResult | typeof nothing {
    const shown = history.filter(({ resultThumbnail }) => resultThumbnail !== undefined);
    if (shown.length === 0) return nothing;
    return html`<section class="history" aria-labelledby="history-title">
      <div class="section-head">
        <h2 id="history-title">Tried on in this browser</h2>
        <button type="button" class="text-button danger" @click=${() => this.#fitting.removeAll()}>
          ${icon("trash")}Delete all photos and pictures
        </button>
      </div>
      <ul>
        ${shown.map(
          (entry) =>
            html`<li>
              <history-card
                .entry=${entry}
                @history-open=${() => this.#open(entry)}
                @history-delete=${() => this.#fitting.remove(entry)}
              ></history-card>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  #describeRequest() {
    const { person, garment, format } = this.room;
    return {
      origin: location.origin,
      personName: person.photo?.name ?? "me.jpg",
      garmentName: garment.photo?.name ?? "shirt.jpg",
      format,
    };
  }

  #start(): void {
    void this.#fitting.start();
    this.#showStage();
  }

  #open(entry: HistoryEntry): void {
    this.#fitting.open(entry);
    this.#showStage();
  }

  /** On a phone the stage lies below. */
  #showStage(): void {
    const stage = this.querySelector(".stage");
    const { top } = stage?.getBoundingClientRect() ?? { top: 0 };
    if (stage === null || (top >= 0 && top < innerHeight / 3)) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    stage.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }

  readonly #another = (): void => {
    this.#fitting.anotherGarment();
    const slot = this.querySelectorAll("photo-slot")[1];
    slot?.scrollIntoView({ block: "nearest" });
    slot?.querySelector<HTMLElement>(".example")?.focus();
  };

  async #photograph(role: Role): Promise<void> {
    const dialog = this.querySelector<CameraDialog>("camera-dialog");
    if (dialog === null || !CameraDialog.isPossible) return this.#photographByFile(role);
    const file = await dialog.take(role === "person" ? "user" : "environment");
    if (file !== undefined) await this.#fitting.choose(role, file);
  }

  /** Where a page may not use the camera (plain http from another machine), a phone's own camera app can. */
  #photographByFile(role: Role): void {
    const input = document.createElement("input");
    Object.assign(input, {
      type: "file",
      accept: "image/*",
      capture: role === "person" ? "user" : "environment",
    });
    input.addEventListener("change", () => {
      const [file] = input.files ?? [];
      if (file !== undefined) void this.#fitting.choose(role, file);
    });
    input.click();
  }

  readonly #enterKey = (event: SubmitEvent): void => {
    event.preventDefault();
    const key = new FormData(event.target as HTMLFormElement).get("key");
    if (typeof key === "string") this.#fitting.useKey(key);
  };

  /** A pasted picture goes into the first empty slot, else it is the next garment. */
  readonly #paste = (event: ClipboardEvent): void => {
    const [file] = event.clipboardData?.files ?? [];
    if (file === undefined) return;
    event.preventDefault();
    void this.#fitting.choose(this.room.person.photo === undefined ? "person" : "garment", file);
  };
}

function describePrivacy(about: About | undefined): string {
  if (about === undefined) return "Your photos go to this service and nowhere else.";
  const days = about.result_days === 1 ? "a day" : `${about.result_days} days`;
  return about.keeps_photos
    ? `Your photos go to this service and nowhere else. It keeps them and the picture for ${days}, or until you delete them.`
    : `Your photos go to this service and nowhere else. It deletes them when the picture is made, and the picture after ${days}, or when you say so.`;
}
