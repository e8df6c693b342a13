import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit";

/**
 * Two pictures of one size, one over the other, with a movable edge between them. The edge is a range input over the whole picture:
 * keyboard, touch and screen readers work as with any slider. Colours by `--compare-handle` and `--compare-ink`.
 */
export class CompareSlider extends LitElement {
  static override readonly properties = {
    original: {},
    result: {},
    beforeLabel: {},
    afterLabel: {},
    label: {},
    share: { type: Number },
  };

  /** Addresses of the pictures. */
  declare original: string;
  declare result: string;
  /** Words on the pictures' corners. */
  declare beforeLabel: string;
  declare afterLabel: string;
  /** What the slider is, for screen readers. */
  declare label: string;
  /** 0..100: how much of the new picture is seen, from the right. */
  declare share: number;

  constructor() {
    super();
    this.original = "";
    this.result = "";
    this.beforeLabel = "Before";
    this.afterLabel = "After";
    this.label = "Compare before and after";
    this.share = 50;
  }

  static override readonly styles = css`
    :host {
      display: block;
      position: relative;
      overflow: hidden;
      border-radius: inherit;
      touch-action: pan-y;
      --edge: 50%;
    }
    img {
      display: block;
      width: 100%;
      height: 100%;
      object-fit: contain;
      user-select: none;
    }
    .before {
      position: absolute;
      inset: 0;
      clip-path: inset(0 calc(100% - var(--edge)) 0 0);
    }
    input {
      position: absolute;
      inset: 0;
      width: 100%;
      height: 100%;
      margin: 0;
      opacity: 0;
      cursor: ew-resize;
      touch-action: pan-y;
    }
    .line {
      position: absolute;
      top: 0;
      bottom: 0;
      left: var(--edge);
      width: 2px;
      margin-left: -1px;
      background: var(--compare-handle, #fff);
      box-shadow: 0 0 0 1px rgb(0 0 0 / 12%);
      pointer-events: none;
    }
    .handle {
      position: absolute;
      top: 50%;
      left: 50%;
      width: 44px;
      height: 44px;
      margin: -22px 0 0 -22px;
      border-radius: 50%;
      background: var(--compare-handle, #fff);
      color: var(--compare-ink, #1c1917);
      box-shadow: 0 2px 10px rgb(0 0 0 / 25%);
      display: grid;
      place-items: center;
      transition: transform 0.15s;
    }
    :host(:hover) .handle {
      transform: scale(1.06);
    }
    input:focus-visible ~ .line .handle {
      outline: 3px solid var(--compare-focus, #1a5fb4);
      outline-offset: 3px;
    }
    .tag {
      position: absolute;
      bottom: 12px;
      padding: 4px 10px;
      border-radius: 99px;
      background: rgb(20 16 14 / 72%);
      color: #fff;
      font-size: 12.5px;
      font-weight: 500;
      line-height: 1.4;
      pointer-events: none;
      transition: opacity 0.15s;
    }
    .tag.left {
      left: 12px;
    }
    .tag.right {
      right: 12px;
    }
    .tag[hidden] {
      display: block;
      opacity: 0;
    }
    @media (prefers-reduced-motion: reduce) {
      .handle,
      .tag {
        transition: none;
      }
    }
  `;

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("share")) this.style.setProperty("--edge", `${100 - this.share}%`);
  }

  protected override render(): TemplateResult {
    return html`
      <img src=${this.result} alt="" draggable="false" />
      <img class="before" src=${this.original} alt="" draggable="false" />
      <input
        type="range"
        min="0"
        max="100"
        step="1"
        dir="rtl"
        .value=${String(this.share)}
        aria-label=${this.label}
        aria-valuetext=${`${this.share} % ${this.afterLabel}`}
        @input=${this.#move}
      />
      <div class="line">
        <div class="handle">
          <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
            <path
              d="M8 6 3.5 11 8 16M14 6l4.5 5-4.5 5"
              fill="none"
              stroke="currentColor"
              stroke-width="1.8"
              stroke-linecap="round"
              stroke-linejoin="round"
            />
          </svg>
        </div>
      </div>
      <span class="tag left" ?hidden=${this.share > 85}>${this.beforeLabel}</span>
      <span class="tag right" ?hidden=${this.share < 15}>${this.afterLabel}</span>
    `;
  }

  readonly #move = (event: Event): void => {
    this.share = Number((event.target as HTMLInputElement).value); // the only input here
  };
}

/** Makes `<compare-slider>` known; a second call changes nothing. */
export function defineCompareSlider(): void {
  if (customElements.get("compare-slider") === undefined)
    customElements.define("compare-slider", CompareSlider);
}
