import { html, LitElement, nothing, type TemplateResult } from "lit";
import { RefusedError, UnreachableError } from "../shared/ask-service.js";
import {
  AdminApi,
  type Credentials,
  type Subscription,
  type TaskList,
  type UsageDay,
  type Webhook,
} from "./admin-api.js";
import { renderDeadCallbacks } from "./dead-callbacks.js";
import { renderCredentials, renderSubscriptionTable } from "./subscription-table.js";
import { renderTaskTable } from "./task-table.js";
import { renderUsageChart } from "./usage-chart.js";

/** Everything the page shows; undefined until the token was good. */
interface Figures {
  readonly subscriptions: readonly Subscription[];
  /** Of all subscriptions together. */
  readonly usage: readonly UsageDay[];
  readonly tasks: TaskList;
  readonly dead: readonly Webhook[];
}

const REFRESH_MS = 5000;

/** The operator's page: what runs, who uses it, what failed; keys are made, replaced and taken away here. */
export class AdminApp extends LitElement {
  static override readonly properties = {
    figures: { state: true },
    shown: { state: true },
    error: { state: true },
  };

  declare figures: Figures | undefined;
  /** Keys that were just made: shown once. */
  declare shown: Credentials | undefined;
  declare error: string;
  readonly #api = new AdminApi();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.figures = undefined;
    this.shown = undefined;
    this.error = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#api.hasToken) void this.#refresh();
    this.#timer = setInterval(() => {
      if (this.#api.hasToken && !document.hidden) void this.#refresh();
    }, REFRESH_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  protected override render(): TemplateResult {
    const { figures } = this;
    const alert = this.error === "" ? nothing : html`<p class="bad" role="alert">${this.error}</p>`;
    if (figures === undefined) return this.#renderLogin(alert);
    return html`<div class="title">
        <h1>Operator</h1>
        <button type="button" class="text-button" @click=${this.#leave}>Leave</button>
      </div>
      ${alert} ${this.#renderTiles(figures)}
      <section aria-labelledby="usage">
        <h2 id="usage">Try-ons a day</h2>
        ${renderUsageChart(figures.usage, Date.now())}
      </section>
      ${this.#renderSubscriptions(figures.subscriptions)}
      <section aria-labelledby="tasks">
        <h2 id="tasks">Recent tasks</h2>
        ${renderTaskTable(figures.tasks.tasks, (id) => figures.subscriptions.find((known) => known.id === id)?.name ?? "deleted")}
      </section>
      ${renderDeadCallbacks(figures.dead, (id) => this.#do(() => this.#api.replay(id)))}`;
  }

  #renderLogin(alert: TemplateResult | typeof nothing): TemplateResult {
    return html`<form class="login" @submit=${this.#enter}>
      <h1>Operator</h1>
      <p class="quiet">The token is the service’s <code>DRAPE_ADMIN_TOKEN</code>. It stays in this tab.</p>
      <label for="token">Admin token</label>
      <div class="row">
        <input id="token" name="token" type="password" autocomplete="off" required />
        <button class="primary">Open</button>
      </div>
      ${alert}
    </form>`;
  }

  #renderTiles({ tasks: { counts, oldest_queued_at: oldest }, dead }: Figures): TemplateResult {
    const waited =
      oldest === null ? "" : `the oldest for ${Math.max(0, Math.round((Date.now() - oldest) / 1000))} s`;
    const tile = (label: string, value: number, hint = ""): TemplateResult =>
      html`<div class="tile">
        <dt>${label}</dt>
        <dd>${value}</dd>
        <dd class="quiet">${hint}</dd>
      </div>`;
    return html`<dl class="tiles">
      ${tile("Waiting", counts.queued, waited)} ${tile("Running", counts.running)}
      ${tile("Succeeded", counts.succeeded, "while results are kept")} ${tile("Failed", counts.failed)}
      ${tile("Dead callbacks", dead.length)}
    </dl>`;
  }

  #renderSubscriptions(subscriptions: readonly Subscription[]): TemplateResult {
    return html`<section aria-labelledby="subscriptions">
      <h2 id="subscriptions">Subscriptions</h2>
      <form class="row new" @submit=${this.#create}>
        <label class="visually-hidden" for="name">Name of a new subscription</label>
        <input
          id="name"
          name="name"
          type="text"
          maxlength="200"
          required
          placeholder="Name, such as shop-de"
        />
        <button class="secondary">Make one</button>
      </form>
      ${this.shown === undefined ? nothing : renderCredentials(this.shown, () => (this.shown = undefined))}
      ${renderSubscriptionTable(subscriptions, {
        newKey: async ({ id }) => (this.shown = await this.#api.rotate(id, "primary")),
        setDisabled: ({ id }, disabled) => this.#api.setDisabled(id, disabled),
        remove: ({ id }) => this.#api.remove(id),
        do: (work, question) => this.#do(work, question),
      })}
      <p class="quiet">Limits are changed by <code>drape keys change</code> or the API.</p>
    </section>`;
  }

  readonly #enter = (event: SubmitEvent): void => {
    event.preventDefault();
    const token = new FormData(event.target as HTMLFormElement).get("token");
    if (typeof token === "string") this.#api.useToken(token);
    void this.#refresh();
  };

  readonly #leave = (): void => {
    this.#api.forgetToken();
    this.figures = undefined;
    this.shown = undefined;
  };

  readonly #create = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement; // the form above
    const name = new FormData(form).get("name");
    if (typeof name !== "string") return;
    void this.#do(async () => (this.shown = await this.#api.create(name)));
    form.reset();
  };

  /** Does what a button says, after a question where it cannot be undone, and shows what came of it. */
  async #do(work: () => Promise<unknown>, question = ""): Promise<void> {
    if (question !== "" && !confirm(question)) return;
    try {
      await work();
      await this.#refresh();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #refresh(): Promise<void> {
    try {
      const [subscriptions, tasks, dead] = await Promise.all([
        this.#api.listSubscriptions(),
        this.#api.listTasks(),
        this.#api.listDeadWebhooks(),
      ]);
      const usage = await Promise.all(subscriptions.map(({ id }) => this.#api.listUsage(id)));
      this.figures = { subscriptions, usage: addUp(usage.flat()), tasks, dead };
      this.error = "";
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (error instanceof UnreachableError)
      this.error = "The service does not answer. The page tries again by itself.";
    else if (error instanceof RefusedError && error.status === 404)
      this.error = "This service has no operator’s API: start it with DRAPE_ADMIN_TOKEN.";
    else if (error instanceof RefusedError && error.status === 401) {
      this.#leave();
      this.error = "This is not the service’s admin token.";
    } else this.error = error instanceof Error ? error.message : String(error);
  }
}

/** One row a day. */
function addUp(days: readonly UsageDay[]): readonly UsageDay[] {
  const sums = new Map<string, UsageDay>();
  for (const day of days) {
    const sum = sums.get(day.day) ?? { day: day.day, submitted: 0, succeeded: 0, failed: 0, canceled: 0 };
    sums.set(day.day, {
      day: day.day,
      submitted: sum.submitted + day.submitted,
      succeeded: sum.succeeded + day.succeeded,
      failed: sum.failed + day.failed,
      canceled: sum.canceled + day.canceled,
    });
  }
  return [...sums.values()];
}
