import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { HistoryEntry } from "./history-store.js";
import { icon } from "./icons.js";
import { LightElement } from "./light-element.js";
import { readReport } from "./report.js";
import type { StageState } from "./room-state.js";
import { judge, nameStage, STAGE_NAMES, toSentence } from "./words.js";

/**
 * The large picture: a demonstration before the first try-on, progress while one runs, then before and after. Events: `stage-cancel`,
 * `stage-delete`, `stage-another`, `stage-retry`.
 */
export class ResultStage extends LightElement {
  static override readonly properties = {
    state: { attribute: false },
    address: { state: true },
  };

  declare state: StageState;
  /** The person's photo within this page. */
  declare address: string;
  #blob: Blob | undefined;

  constructor() {
    super();
    this.state = { kind: "empty" };
    this.address = "";
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("state")) return;
    const blob = personOf(this.state);
    if (blob === this.#blob) return;
    if (this.address !== "") URL.revokeObjectURL(this.address);
    this.#blob = blob;
    this.address = blob === undefined ? "" : URL.createObjectURL(blob);
  }

  protected override updated(): void {
    const { state } = this;
    if (state.kind !== "running") return;
    this.querySelector<HTMLElement>(".progress-bar")?.style.setProperty(
      "--done",
      `${state.tryOn?.progress ?? 0}%`,
    );
  }

  protected override render(): TemplateResult {
    const { state } = this;
    switch (state.kind) {
      case "empty":
        return this.#renderEmpty();
      case "running":
        return this.#renderRunning(state);
      case "done":
        return this.#renderDone(state.entry);
      case "failed":
        return this.#renderFailed(state.message);
      default:
        return state satisfies never;
    }
  }

  #renderEmpty(): TemplateResult {
    return html`<figure class="stage-empty">
      <compare-slider
        class="canvas"
        original="/examples/demonstration-before.webp"
        result="/examples/demonstration-after.webp"
        beforeLabel="Photo"
        afterLabel="Try-on"
        label="An example: compare the photo with the try-on"
      ></compare-slider>
      <figcaption class="quiet">An example. Yours appears here.</figcaption>
    </figure>`;
  }

  #renderRunning({ tryOn, isLost }: Extract<StageState, { kind: "running" }>): TemplateResult {
    const percent = tryOn?.progress ?? 0;
    const words = isLost
      ? "The service does not answer. Your try-on is kept there; this page goes on as soon as it is back."
      : tryOn === undefined
        ? "Sending the photos"
        : nameStage(tryOn.status === "queued" ? null : tryOn.stage);
    return html`<div class="stage-running ${isLost ? "lost" : ""}">
      <div class="canvas working">
        <img src=${this.address} alt="" />
        <span class="sheen" aria-hidden="true"></span>
      </div>
      <div class="progress" role=${isLost ? "alert" : nothing}>
        <p class="progress-words">
          <span>${words}</span><span class="quiet">${isLost ? nothing : `${percent} %`}</span>
        </p>
        <div
          class="progress-bar"
          role="progressbar"
          aria-label="Progress"
          aria-valuemin="0"
          aria-valuemax="100"
          aria-valuenow=${percent}
        ></div>
        <button
          type="button"
          class="text-button"
          ?disabled=${tryOn === undefined}
          @click=${() => this.#tell("stage-cancel")}
        >
          Stop and delete
        </button>
      </div>
    </div>`;
  }

  #renderDone(entry: HistoryEntry): TemplateResult {
    const extension = entry.format === "jpeg" ? "jpg" : entry.format;
    return html`<div class="stage-done">
      ${this.#renderSlider(entry, "canvas")}
      <div class="toolbar">
        <a class="primary" href=${entry.resultAddress ?? ""} download="drape-try-on.${extension}"
          >${icon("download")}Download</a
        >
        <button type="button" class="secondary" @click=${() => this.#tell("stage-another")}>
          ${icon("garment")}Another garment
        </button>
        <button
          type="button"
          class="secondary icon-only"
          aria-label="Full screen"
          title="Full screen"
          @click=${this.#enlarge}
        >
          ${icon("expand")}
        </button>
        <button
          type="button"
          class="secondary icon-only danger"
          aria-label="Delete this try-on, its photos and its picture"
          title="Delete"
          @click=${() => this.#tell("stage-delete")}
        >
          ${icon("trash")}
        </button>
      </div>
      ${renderReport(entry.report)}
      <dialog class="full-screen" aria-label="Before and after, full screen">
        <form method="dialog"><button class="round" aria-label="Close">${icon("close")}</button></form>
        ${this.#renderSlider(entry, "whole")}
      </dialog>
    </div>`;
  }

  #renderSlider(entry: HistoryEntry, className: string): TemplateResult {
    return html`<compare-slider
      class=${className}
      original=${this.address}
      result=${entry.resultAddress ?? ""}
    ></compare-slider>`;
  }

  #renderFailed(message: string): TemplateResult {
    return html`<div class="stage-failed" role="alert">
      <div class="failed-mark">${icon("warn")}</div>
      <h2>No picture this time</h2>
      <p>${toSentence(message)}</p>
      <button type="button" class="secondary" @click=${() => this.#tell("stage-retry")}>Try again</button>
    </div>`;
  }

  readonly #enlarge = (): void => this.querySelector<HTMLDialogElement>("dialog.full-screen")?.showModal();

  #tell(name: string): void {
    this.dispatchEvent(new CustomEvent(name));
  }
}

function personOf(state: StageState): Blob | undefined {
  if (state.kind === "running") return state.person;
  return state.kind === "done" ? state.entry.person : undefined;
}

/** The quality report in plain words, with the times for who wants them. */
function renderReport(raw: unknown): TemplateResult {
  const { score, advice, timingsMs } = readReport(raw);
  const { tone, title } = judge(score);
  const totalMs = Object.values(timingsMs).reduce((sum, ms) => sum + ms, 0);
  const longestMs = Math.max(...Object.values(timingsMs), 1);
  return html`<section class="report ${tone}" aria-labelledby="report-title">
    <h2 id="report-title">${icon(tone === "good" ? "check" : "warn")}${title}</h2>
    ${
      advice.length === 0
        ? html`<p>Nothing about it looks doubtful to the service.</p>`
        : html`<ul>
            ${advice.map((line) => html`<li>${toSentence(line)}</li>`)}
          </ul>`
    }
    ${
      totalMs === 0
        ? nothing
        : html`<details>
            <summary>
              Made in ${(totalMs / 1000).toFixed(1)}
              s${score === undefined ? "" : `, score ${score.toFixed(2)} of 1`}
            </summary>
            <dl class="times">
              ${STAGE_NAMES.filter((name) => timingsMs[name] !== undefined).map(
                (name) =>
                  html`<dt>${nameStage(name)}</dt>
                    <dd>
                      <meter min="0" max=${longestMs} value=${timingsMs[name]!} aria-hidden="true"></meter
                      >${Math.round(timingsMs[name]!)} ms
                    </dd>`,
              )}
            </dl>
          </details>`
    }
  </section>`;
}
