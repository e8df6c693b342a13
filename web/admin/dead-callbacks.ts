import { html, nothing, type TemplateResult } from "lit";
import type { Webhook } from "./admin-api.js";

/** Callbacks that were given up; `onReplay` sends one again, or all. */
export function renderDeadCallbacks(
  dead: readonly Webhook[],
  onReplay: (id?: string) => Promise<void>,
): TemplateResult {
  const all =
    dead.length === 0
      ? nothing
      : html`<button type="button" class="secondary" @click=${() => onReplay()}>Send all again</button>`;
  return html`<section aria-labelledby="dead">
    <div class="title">
      <h2 id="dead">Failed callbacks</h2>
      ${all}
    </div>
    ${
      dead.length === 0
        ? html`<p class="quiet">None: every callback was delivered, or is still being tried.</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Failed callbacks, scrollable">
            <table class="list">
              <thead>
                <tr>
                  <th>Receiver</th>
                  <th>Task</th>
                  <th>Attempts</th>
                  <th>Last answer</th>
                  <th><span class="visually-hidden">Actions</span></th>
                </tr>
              </thead>
              <tbody>
                ${dead.map((webhook) => renderCallback(webhook, onReplay))}
              </tbody>
            </table>
          </div>`
    }
  </section>`;
}

function renderCallback(
  { id, url, task_id, attempts, last_status, last_error }: Webhook,
  onReplay: (id: string) => Promise<void>,
): TemplateResult {
  return html`<tr>
    <td class="why">${url}</td>
    <td><code>${task_id}</code></td>
    <td class="number">${attempts}</td>
    <td>${last_status ?? last_error ?? ""}</td>
    <td class="actions">
      <button
        type="button"
        class="text-button"
        aria-label="Send again to ${url}"
        @click=${() => onReplay(id)}
      >
        Send again
      </button>
    </td>
  </tr>`;
}
