import { html, nothing, type TemplateResult } from "lit";
import type { AdminTask } from "./admin-api.js";

const STAGES = ["decode", "observe", "person", "garment", "fit", "warp", "remove", "composite", "encode"];

/** The newest tasks of all subscriptions: picture, state, times of the stages. */
export function renderTaskTable(
  tasks: readonly AdminTask[],
  nameOf: (subscriptionId: string) => string,
): TemplateResult {
  if (tasks.length === 0) return html`<p class="quiet">No task yet.</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Recent tasks, scrollable">
    <table class="list">
      <thead>
        <tr>
          <th>Picture</th>
          <th>Submitted</th>
          <th>Subscription</th>
          <th>State</th>
          <th>Time</th>
          <th>Stages</th>
        </tr>
      </thead>
      <tbody>
        ${tasks.map((task) => renderTask(task, nameOf))}
      </tbody>
    </table>
  </div>`;
}

function renderTask(task: AdminTask, nameOf: (subscriptionId: string) => string): TemplateResult {
  const { id, status, created_at, ended_at, result, error, progress, stage, attempts } = task;
  const ms = ended_at === null ? undefined : Date.parse(ended_at) - Date.parse(created_at);
  const what =
    status === "running"
      ? `${stage ?? "starting"}, ${progress} %`
      : error === null
        ? ""
        : `${error.code}: ${error.message}`;
  return html`<tr>
    <td>${result === null ? nothing : renderPicture(result.url, id)}</td>
    <td>
      <time datetime=${created_at}
        >${new Date(created_at).toLocaleString([], { dateStyle: "short", timeStyle: "medium" })}</time
      ><br /><code class="quiet">${id}</code>
    </td>
    <td>${nameOf(task.subscription_id)}</td>
    <td>
      <span class="state ${status}">${status}</span
      >${attempts > 1 ? html` <span class="quiet">attempt ${attempts}</span>` : nothing}
      ${what === "" ? nothing : html`<br /><span class="why">${what}</span>`}
    </td>
    <td class="number">${ms === undefined ? "" : `${(ms / 1000).toFixed(1)} s`}</td>
    <td>${renderStages(result?.report)}</td>
  </tr>`;
}

/** By its path: the link has the service's public name, which may not be this page's. */
function renderPicture(url: string, id: string): TemplateResult {
  const { pathname, search } = new URL(url, location.href);
  return html`<a href=${pathname + search} target="_blank" rel="noreferrer"
    ><img src=${pathname + search} alt="Result of ${id}" loading="lazy" width="54" height="72"
  /></a>`;
}

function renderStages(report: unknown): TemplateResult | typeof nothing {
  const { timingsMs, score } = (report ?? {}) as {
    readonly timingsMs?: Readonly<Record<string, number>>;
    readonly score?: number;
  };
  if (timingsMs === undefined) return nothing;
  const known = STAGES.flatMap((name) =>
    timingsMs[name] === undefined ? [] : [{ name, ms: timingsMs[name] }],
  );
  const words = known.map(({ name, ms }) => `${name} ${Math.round(ms)} ms`).join(", ");
  return html`<details>
    <summary>${known.length} stages${score === undefined ? "" : `, score ${score.toFixed(2)}`}</summary>
    <p class="why">${words}</p>
  </details>`;
}
