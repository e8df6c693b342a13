import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { InspectedPicture } from "../../src/api/wire/types.js";
import type { Photo } from "../shared/prepare-photo.js";
import { icon } from "./icons.js";
import { LightElement } from "./light-element.js";
import { describePicture } from "./words.js";

/** Width by height, as the style sheet has it. */
const FRAME_RATIO = 3 / 4;

/** A picture of this project to try with. */
export interface Example {
  readonly file: string;
  readonly label: string;
}

/** What a slot holds and knows. */
export interface SlotState {
  readonly photo: Photo | undefined;
  /** Undefined while the service looks at it. */
  readonly inspection: InspectedPicture | undefined;
  /** Why there is no photo, or no inspection. */
  readonly error: string;
}

export const EMPTY_SLOT: SlotState = { photo: undefined, inspection: undefined, error: "" };

/**
 * One of the two photos: choose, drop, take or replace it; below it what the service thinks of it. Events: `photo-file` with a File,
 * `photo-example` with an Example, `photo-camera`, `photo-clear`.
 */
export class PhotoSlot extends LightElement {
  static override readonly properties = {
    role_: { attribute: false },
    state: { attribute: false },
    examples: { attribute: false },
    isOver: { state: true },
    address: { state: true },
  };

  declare role_: "person" | "garment";
  declare state: SlotState;
  declare examples: readonly Example[];
  declare isOver: boolean;
  /** The photo's address within this page. */
  declare address: string;

  constructor() {
    super();
    this.role_ = "person";
    this.state = EMPTY_SLOT;
    this.examples = [];
    this.isOver = false;
    this.address = "";
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("state");
    if (!changed.has("state") || before?.photo === this.state.photo) return;
    if (this.address !== "") URL.revokeObjectURL(this.address);
    this.address = this.state.photo === undefined ? "" : URL.createObjectURL(this.state.photo.blob);
  }

  protected override updated(): void {
    const { photo, inspection } = this.state;
    const mark = this.querySelector<HTMLElement>(".found");
    const box = inspection?.found;
    if (mark === null || photo === undefined || box === null || box === undefined) return;
    // The photo is fitted into the frame: what it leaves free is divided between both sides.
    const ratio = photo.width / photo.height / FRAME_RATIO;
    const [wide, high] = [Math.min(1, ratio), Math.min(1, 1 / ratio)];
    const shares = {
      x: (1 - wide) / 2 + box.x * wide,
      y: (1 - high) / 2 + box.y * high,
      width: box.width * wide,
      height: box.height * high,
    };
    for (const [name, share] of Object.entries(shares))
      mark.style.setProperty(`--${name}`, `${share * 100}%`);
  }

  protected override render(): TemplateResult {
    const title = this.role_ === "person" ? "Person" : "Garment";
    return html`<section
      class="slot ${this.isOver ? "over" : ""}"
      aria-labelledby="${this.role_}-title"
      @dragover=${this.#allowDrop}
      @dragleave=${() => (this.isOver = false)}
      @drop=${this.#drop}
    >
      <h2 id="${this.role_}-title">${title}</h2>
      <div class="frame">
        ${this.state.photo === undefined ? this.#renderEmpty() : this.#renderPhoto(this.state.photo)}
      </div>
      <p class="verdict" aria-live="polite">${this.#renderVerdict()}</p>
      <div
        class="examples"
        role="group"
        aria-label="Example ${this.role_ === "person" ? "people" : "garments"}"
      >
        ${this.examples.map(
          (example) =>
            html`<button
              type="button"
              class="example"
              aria-label="Use the example: ${example.label}"
              title=${example.label}
              @click=${() => this.#tell("photo-example", example)}
            >
              <img
                src="/examples/${example.file}-small.webp"
                alt=""
                width="44"
                height="58"
                decoding="async"
              />
            </button>`,
        )}
      </div>
    </section>`;
  }

  #renderEmpty(): TemplateResult {
    const isPerson = this.role_ === "person";
    return html`<label class="pick">
        ${this.#renderInput()} ${icon(this.role_)}
        <span class="pick-title">${isPerson ? "A photo of you" : "A photo of the garment"}</span>
        <span class="pick-hint"
          >${isPerson ? "Facing the camera, head to hips" : "One garment, flat, plain background"}</span
        >
        <span class="pick-hint quiet">Choose, drop or paste</span>
      </label>
      ${this.#renderCamera()}`;
  }

  #renderCamera(): TemplateResult {
    return html`<button
      type="button"
      class="round camera"
      aria-label="Take a photo of the ${this.role_}"
      @click=${() => this.#tell("photo-camera")}
    >
      ${icon("camera")}
    </button>`;
  }

  #renderInput(): TemplateResult {
    return html`<input
      class="visually-hidden"
      type="file"
      accept="image/*"
      aria-label="Choose a photo of the ${this.role_}"
      @change=${this.#choose}
    />`;
  }

  #renderPhoto(photo: Photo): TemplateResult {
    const found = this.state.inspection?.found ?? null;
    return html`<div class="picture">
        <img src=${this.address} alt="The ${this.role_}: ${photo.name}" />
        ${found === null ? nothing : html`<span class="found" aria-hidden="true"></span>`}
      </div>
      <div class="photo-tools">
        <label class="round" title="Choose another photo">${this.#renderInput()}${icon("swap")}</label>
        <button
          type="button"
          class="round"
          aria-label="Remove the photo of the ${this.role_}"
          @click=${() => this.#tell("photo-clear")}
        >
          ${icon("close")}
        </button>
      </div>`;
  }

  #renderVerdict(): TemplateResult {
    const { photo, inspection, error } = this.state;
    if (error !== "") return html`<span class="bad">${icon("warn")}<span>${error}</span></span>`;
    if (photo === undefined) return html`<span class="quiet try">or try an example</span>`;
    if (inspection === undefined) return html`<span class="quiet pulse">Having a look …</span>`;
    const words = describePicture(this.role_, inspection);
    if (!inspection.usable) return html`<span class="bad">${icon("warn")}<span>${words}</span></span>`;
    const [advice] = inspection.advice;
    const details = [`${photo.width} × ${photo.height} px`, photo.note]
      .filter((part) => part !== "")
      .join(", ");
    return html`<span class="good"
        >${icon("check")}<span>${words} <span class="details">${details}</span></span></span
      >
      ${advice === undefined ? nothing : html`<span class="hint">${advice}.</span>`}`;
  }

  readonly #choose = (event: Event): void => {
    const input = event.target as HTMLInputElement; // the file input above
    const [file] = input.files ?? [];
    if (file !== undefined) this.#tell("photo-file", file);
    input.value = ""; // the same file may be chosen again
  };

  readonly #allowDrop = (event: DragEvent): void => {
    event.preventDefault();
    this.isOver = true;
  };

  readonly #drop = (event: DragEvent): void => {
    event.preventDefault();
    this.isOver = false;
    const [file] = event.dataTransfer?.files ?? [];
    if (file !== undefined) this.#tell("photo-file", file);
  };

  #tell(name: string, detail?: File | Example): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
