import { html, type TemplateResult } from "lit";
import type { Credentials, Subscription } from "./admin-api.js";

/** What can be done with a subscription. `do` runs it, after `question` where one is given, and shows what came of it. */
export interface SubscriptionActions {
  readonly newKey: (subscription: Subscription) => Promise<unknown>;
  readonly setDisabled: (subscription: Subscription, disabled: boolean) => Promise<unknown>;
  readonly remove: (subscription: Subscription) => Promise<unknown>;
  readonly do: (work: () => Promise<unknown>, question?: string) => Promise<void>;
}

/** Who may use the service, within which limits. */
export function renderSubscriptionTable(
  subscriptions: readonly Subscription[],
  actions: SubscriptionActions,
): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Subscriptions, scrollable">
    <table class="list">
      <thead>
        <tr>
          <th>Name</th>
          <th>Since</th>
          <th>Requests a minute</th>
          <th>At once</th>
          <th>A month</th>
          <th>State</th>
          <th><span class="visually-hidden">Actions</span></th>
        </tr>
      </thead>
      <tbody>
        ${subscriptions.map((subscription) => renderSubscription(subscription, actions))}
      </tbody>
    </table>
  </div>`;
}

function renderSubscription(subscription: Subscription, actions: SubscriptionActions): TemplateResult {
  const { id, name, policy, created_at, disabled_at } = subscription;
  const isActive = disabled_at === null;
  const limit = (value: number | null): string => (value === null ? "no limit" : String(value));
  const button = (words: string, work: () => Promise<unknown>, question?: string): TemplateResult =>
    html`<button
      type="button"
      class="text-button"
      aria-label="${words} ${name}"
      @click=${() => actions.do(work, question)}
    >
      ${words}
    </button>`;
  return html`<tr>
    <td><strong>${name}</strong><br /><code class="quiet">${id}</code></td>
    <td>${new Date(created_at).toLocaleDateString()}</td>
    <td class="number">${limit(policy.requests_per_minute)}</td>
    <td class="number">${limit(policy.concurrent_tasks)}</td>
    <td class="number">${limit(policy.monthly_quota)}</td>
    <td>
      <span class="state ${isActive ? "succeeded" : "failed"}">${isActive ? "active" : "disabled"}</span>
    </td>
    <td class="actions">
      ${button("New key", () => actions.newKey(subscription), `Replace the primary key of ${name}? The old one is refused at once.`)}
      ${button(isActive ? "Disable" : "Enable", () => actions.setDisabled(subscription, isActive))}
      ${button("Delete", () => actions.remove(subscription), `Delete ${name} with its keys, tasks and pictures?`)}
    </td>
  </tr>`;
}

/** Keys and secrets that were just made. */
export function renderCredentials(credentials: Credentials, onTaken: () => void): TemplateResult {
  return html`<div class="credentials" role="status">
    <p><strong>Shown this once.</strong> Copy what you need now.</p>
    <dl>
      ${Object.entries(credentials).map(
        ([name, value]) =>
          html`<dt>${name.replaceAll("_", " ")}</dt>
            <dd><code>${value}</code></dd>`,
      )}
    </dl>
    <button type="button" class="secondary" @click=${onTaken}>I have them</button>
  </div>`;
}
