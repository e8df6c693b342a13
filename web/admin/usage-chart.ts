import { html, nothing, svg, type TemplateResult } from "lit";
import type { UsageDay } from "./admin-api.js";

const DAYS = 31;
const DAY_MS = 24 * 3600_000;
const [WIDTH, HEIGHT, GAP] = [620, 150, 4];

/** Bars of the last 31 days: what succeeded at the bottom, what failed or was canceled on top. A table says the same to screen readers. */
export function renderUsageChart(usage: readonly UsageDay[], nowMs: number): TemplateResult {
  const days = Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(nowMs - (DAYS - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    return (
      usage.find((known) => known.day === day) ?? { day, submitted: 0, succeeded: 0, failed: 0, canceled: 0 }
    );
  });
  const highest = Math.max(
    1,
    ...days.map(({ succeeded, failed, canceled }) => succeeded + failed + canceled),
  );
  const barWidth = (WIDTH - GAP * (DAYS - 1)) / DAYS;
  const toHeight = (count: number): number => (HEIGHT * count) / highest;
  return html`<figure class="chart">
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT + 1}" preserveAspectRatio="none" aria-hidden="true">
      ${days.map(({ day, succeeded, failed, canceled }, index) => {
        const x = index * (barWidth + GAP);
        const good = toHeight(succeeded);
        const bad = toHeight(failed + canceled);
        return svg`<g><title>${day}: ${succeeded} succeeded, ${failed} failed, ${canceled} canceled</title>
          <rect class="none" x=${x} y="0" width=${barWidth} height=${HEIGHT + 1} />
          <rect class="zero" x=${x} y=${HEIGHT} width=${barWidth} height="1" />
          <rect class="good-bar" x=${x} y=${HEIGHT - good} width=${barWidth} height=${good} />
          <rect class="bad-bar" x=${x} y=${HEIGHT - good - bad} width=${barWidth} height=${bad} /></g>`;
      })}
    </svg>
    <figcaption class="axis quiet">
      <span>${days[0]!.day}</span><span>most on a day: ${highest}</span><span>today</span>
    </figcaption>
    <table class="visually-hidden">
      <caption>
        Try-ons a day
      </caption>
      <tr>
        <th>Day</th>
        <th>Succeeded</th>
        <th>Failed</th>
        <th>Canceled</th>
      </tr>
      ${days
        .filter(({ submitted, succeeded, failed }) => submitted + succeeded + failed > 0)
        .map(
          ({ day, succeeded, failed, canceled }) =>
            html`<tr>
              <td>${day}</td>
              <td>${succeeded}</td>
              <td>${failed}</td>
              <td>${canceled}</td>
            </tr>`,
        )}
    </table>
    ${usage.length === 0 ? html`<p class="quiet">No try-on in the last ${DAYS} days.</p>` : nothing}
  </figure>`;
}
