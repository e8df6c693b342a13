import { css } from "lit";

/**
 * The widget's looks. A shop changes them by its own variables on `drape-try-on`: --drape-accent, --drape-accent-ink, --drape-ground,
 * --drape-ink, --drape-soft, --drape-line, --drape-radius, --drape-font; the button also as `::part(button)`.
 */
export const widgetStyle = css`
  :host {
    --accent: var(--drape-accent, #1d1916);
    --accent-ink: var(--drape-accent-ink, #fffdfa);
    --ground: var(--drape-ground, #fffdfa);
    --ink: var(--drape-ink, #1d1916);
    --soft: var(--drape-soft, #635a52);
    --line: var(--drape-line, #ddd4c7);
    --radius: var(--drape-radius, 12px);
    display: inline-block;
    font-family: var(--drape-font, inherit);
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before {
    box-sizing: border-box;
  }
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 46px;
    padding: 0 22px;
    border: 1px solid var(--accent);
    border-radius: var(--radius);
    background: var(--accent);
    color: var(--accent-ink);
    font: inherit;
    font-weight: 600;
    text-decoration: none;
    cursor: pointer;
  }
  .plain {
    border-color: var(--line);
    background: none;
    color: var(--ink);
  }
  button:hover,
  .button:hover {
    filter: brightness(1.12);
  }
  .plain:hover {
    border-color: var(--soft);
    filter: none;
  }
  :focus-visible,
  .button:focus-within {
    outline: 3px solid #1a5fb4;
    outline-offset: 2px;
  }
  dialog {
    width: min(460px, calc(100vw - 24px));
    max-height: calc(100dvh - 24px);
    padding: 0;
    border: 0;
    border-radius: calc(var(--radius) * 1.5);
    background: var(--ground);
    color: var(--ink);
    font-size: 16px;
    line-height: 1.5;
    box-shadow: 0 24px 80px rgb(0 0 0 / 35%);
    overflow: auto;
  }
  dialog::backdrop {
    background: rgb(20 14 10 / 55%);
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: 16px 16px 0 24px;
  }
  h2 {
    margin: 0;
    font-size: 20px;
    line-height: 1.3;
  }
  .close {
    width: 44px;
    min-height: 44px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--soft);
  }
  .body {
    padding: 8px 24px 24px;
  }
  p {
    margin: 0 0 14px;
  }
  .soft {
    color: var(--soft);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
    margin-top: 18px;
  }
  .row > * {
    flex: 1;
    white-space: nowrap;
  }
  .pair {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 12px;
    margin-bottom: 16px;
  }
  .pair > * {
    display: grid;
    place-items: center;
    width: 100%;
    aspect-ratio: 3 / 4;
    border-radius: var(--radius);
    background: color-mix(in srgb, var(--ink) 6%, transparent);
    color: var(--soft);
    overflow: hidden;
    object-fit: contain;
  }
  .pair svg {
    width: 44%;
  }
  compare-slider {
    aspect-ratio: 3 / 4;
    max-height: 62dvh;
    margin: 0 auto 14px;
    border-radius: var(--radius);
    background: color-mix(in srgb, var(--ink) 6%, transparent);
  }
  .bar {
    height: 6px;
    margin: 10px 0 4px;
    border-radius: 9px;
    background: color-mix(in srgb, var(--ink) 12%, transparent);
    overflow: hidden;
  }
  .bar::before {
    content: "";
    display: block;
    width: var(--done, 0%);
    height: 100%;
    border-radius: inherit;
    background: var(--accent);
    transition: width 0.4s;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .note {
    padding: 10px 14px;
    border-radius: var(--radius);
    background: #fdf0d5;
    color: #5c3a00;
    font-size: 14.5px;
  }
  @media (prefers-reduced-motion: reduce) {
    .bar::before {
      transition: none;
    }
  }
`;
