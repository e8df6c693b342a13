import { html, type PropertyValues, type TemplateResult } from "lit";
import { writeSamples, type SampledRequest } from "./code-samples.js";
import { icon } from "./icons.js";
import { LightElement } from "./light-element.js";

/** The page's request as code, one tab a language. */
export class CodePanel extends LightElement {
  static override readonly properties = {
    request: { attribute: false },
    chosen: { state: true },
    copied: { state: true },
  };

  declare request: SampledRequest;
  declare chosen: string;
  declare copied: boolean;

  constructor() {
    super();
    this.request = { origin: location.origin, personName: "me.jpg", garmentName: "shirt.jpg", format: "png" };
    this.chosen = "curl";
    this.copied = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("request") || changed.has("chosen")) this.copied = false;
  }

  protected override render(): TemplateResult {
    const samples = writeSamples(this.request);
    const sample = samples.find(({ id }) => id === this.chosen) ?? samples[0]!;
    return html`<section class="code" id="code" aria-labelledby="code-title">
      <div class="section-head">
        <h2 id="code-title">This request, as code</h2>
        <p class="quiet">
          A subscription key comes from <code>drape keys create</code>; it belongs on a server, never into a
          page.
        </p>
      </div>
      <div class="tabs" role="tablist" aria-label="Language" @keydown=${this.#move}>
        ${samples.map(
          ({ id, label }) =>
            html`<button
              type="button"
              role="tab"
              id="tab-${id}"
              aria-controls="code-body"
              aria-selected=${id === sample.id}
              tabindex=${id === sample.id ? 0 : -1}
              @click=${() => (this.chosen = id)}
            >
              ${label}
            </button>`,
        )}
      </div>
      <div class="code-body" role="tabpanel" id="code-body" aria-labelledby="tab-${sample.id}">
        <button type="button" class="copy" @click=${() => this.#copy(sample.code)}>
          ${icon(this.copied ? "check" : "copy")}<span aria-live="polite"
            >${this.copied ? "Copied" : "Copy"}</span
          >
        </button>
        <pre tabindex="0" aria-label="${sample.label} code"><code>${sample.code}</code></pre>
        <p class="run quiet">Save it and run <code>${sample.run}</code></p>
      </div>
    </section>`;
  }

  readonly #move = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const ids = writeSamples(this.request).map(({ id }) => id);
    this.chosen = ids[(ids.indexOf(this.chosen) + step + ids.length) % ids.length]!;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
  };

  async #copy(code: string): Promise<void> {
    await navigator.clipboard?.writeText(code);
    this.copied = true;
  }
}
