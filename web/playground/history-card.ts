import { html, type TemplateResult } from "lit";
import type { HistoryEntry } from "./history-store.js";
import { icon } from "./icons.js";
import { LightElement } from "./light-element.js";

/** One earlier try-on. Events: `history-open`, `history-delete`. */
export class HistoryCard extends LightElement {
  static override readonly properties = { entry: { attribute: false } };

  declare entry: HistoryEntry;
  #address = "";

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    URL.revokeObjectURL(this.#address);
    this.#address = "";
  }

  protected override render(): TemplateResult {
    const { resultThumbnail, garmentName, createdAtMs } = this.entry;
    if (this.#address === "" && resultThumbnail !== undefined)
      this.#address = URL.createObjectURL(resultThumbnail);
    const time = new Date(createdAtMs).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
    const garment = garmentName.replace(/\.\w+$/, "").replaceAll("-", " ");
    return html`<button
        type="button"
        class="card"
        aria-label="Show the try-on of ${garment}, ${time}"
        @click=${() => this.#tell("history-open")}
      >
        <img src=${this.#address} alt="" loading="lazy" />
        <span class="card-name">${garment}</span>
        <span class="card-time">${time}</span>
      </button>
      <button
        type="button"
        class="round"
        aria-label="Delete the try-on of ${garment}, ${time}"
        @click=${() => this.#tell("history-delete")}
      >
        ${icon("trash")}
      </button>`;
  }

  #tell(name: string): void {
    this.dispatchEvent(new CustomEvent(name));
  }
}
