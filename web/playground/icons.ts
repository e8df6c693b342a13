import { svg, html, type TemplateResult } from "lit";

/** Line icons on a 24 px grid, drawn for this page. They are decoration: the words beside them say what they mean. */
const PATHS = {
  person: svg`<circle cx="12" cy="7.5" r="3.5" /><path d="M5 20.5c.4-4.2 3-6.5 7-6.5s6.6 2.3 7 6.5" />`,
  garment: svg`<path d="M8.5 3.5 3 6.5l1.8 4.6 2.2-.8v10.2h10V10.3l2.2.8L21 6.5l-5.5-3a3.5 3.5 0 0 1-7 0Z" />`,
  camera: svg`<path d="M4 8h3.5l1.5-2.5h6L16.5 8H20v11H4Z" /><circle cx="12" cy="13" r="3.3" />`,
  swap: svg`<path d="M4 9h13l-3-3M20 15H7l3 3" />`,
  trash: svg`<path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 13h9.4l.8-13" />`,
  download: svg`<path d="M12 4v11m-4-4 4 4 4-4M5 19.5h14" />`,
  expand: svg`<path d="M14 4.5h5.5V10M10 19.5H4.5V14M19 5l-5.5 5.5M5 19l5.5-5.5" />`,
  check: svg`<path d="m5 12.5 4.5 4.5L19 7.5" />`,
  warn: svg`<path d="M12 4 2.8 19.5h18.4L12 4Zm0 6v4.5m0 2.5v.2" />`,
  lock: svg`<rect x="5.5" y="10.5" width="13" height="9.5" rx="1.5" /><path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5" />`,
  copy: svg`<rect x="8.5" y="8.5" width="11" height="11" rx="1.5" /><path d="M15.5 8.5v-4h-11v11h4" />`,
  close: svg`<path d="m6 6 12 12M18 6 6 18" />`,
} as const;

export type IconName = keyof typeof PATHS;

export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
    ${PATHS[name]}
  </svg>`;
}
