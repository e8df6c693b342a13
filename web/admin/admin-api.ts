import type { TryOn } from "../../src/api/wire/types.js";
import { askService, signRequest } from "../shared/ask-service.js";

/** The operator's API as this page uses it (docs/operations.md). */

export interface Subscription {
  readonly id: string;
  readonly name: string;
  readonly policy: Readonly<Record<string, unknown>> & {
    readonly requests_per_minute: number | null;
    readonly concurrent_tasks: number | null;
    readonly monthly_quota: number | null;
  };
  readonly created_at: number;
  readonly disabled_at: number | null;
}

export interface UsageDay {
  /** UTC, YYYY-MM-DD. */
  readonly day: string;
  readonly submitted: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly canceled: number;
}

export interface AdminTask extends TryOn {
  readonly subscription_id: string;
  readonly attempts: number;
}

export interface TaskList {
  readonly counts: Readonly<Record<TryOn["status"], number>>;
  readonly oldest_queued_at: number | null;
  readonly tasks: readonly AdminTask[];
}

export interface Webhook {
  readonly id: string;
  readonly task_id: string;
  readonly url: string;
  readonly attempts: number;
  readonly last_status: number | null;
  readonly last_error: string | null;
  readonly created_at: number;
}

export type Credentials = Readonly<Record<string, string>>;

const TOKEN_NAME = "drape-admin-token"; // in sessionStorage: gone with the tab

/** Holds the operator's token in this tab, and sends it to this page's own origin only. */
export class AdminApi {
  get hasToken(): boolean {
    return sessionStorage.getItem(TOKEN_NAME) !== null;
  }

  useToken(token: string): void {
    sessionStorage.setItem(TOKEN_NAME, token.trim());
  }

  forgetToken(): void {
    sessionStorage.removeItem(TOKEN_NAME);
  }

  async listSubscriptions(): Promise<readonly Subscription[]> {
    return (await this.#call<{ subscriptions: readonly Subscription[] }>("GET", "/subscriptions"))
      .subscriptions;
  }

  async listUsage(id: string): Promise<readonly UsageDay[]> {
    return (await this.#call<{ days: readonly UsageDay[] }>("GET", `/subscriptions/${id}/usage`)).days;
  }

  async listTasks(): Promise<TaskList> {
    return await this.#call<TaskList>("GET", "/tasks?limit=40");
  }

  async listDeadWebhooks(): Promise<readonly Webhook[]> {
    return (await this.#call<{ webhooks: readonly Webhook[] }>("GET", "/webhooks?state=dead")).webhooks;
  }

  async create(name: string): Promise<Credentials> {
    return (await this.#call<{ credentials: Credentials }>("POST", "/subscriptions", { name })).credentials;
  }

  async setDisabled(id: string, disabled: boolean): Promise<void> {
    await this.#call("PATCH", `/subscriptions/${id}`, { disabled });
  }

  async rotate(id: string, what: "primary" | "secondary" | "access" | "webhook"): Promise<Credentials> {
    return (await this.#call<{ credentials: Credentials }>("POST", `/subscriptions/${id}/rotate`, { what }))
      .credentials;
  }

  async remove(id: string): Promise<void> {
    await this.#call("DELETE", `/subscriptions/${id}`);
  }

  /** Sends dead callbacks again: one, or all. */
  async replay(id?: string): Promise<void> {
    await this.#call("POST", id === undefined ? "/webhooks/replay" : `/webhooks/${id}/replay`);
  }

  async #call<T>(method: string, path: string, body?: object): Promise<T> {
    const init: RequestInit = {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      }),
    };
    const response = await askService(
      `/admin/v1${path}`,
      signRequest(init, sessionStorage.getItem(TOKEN_NAME) ?? ""),
    );
    return (response.status === 204 ? undefined : await response.json()) as T; // the shapes are those of src/api/wire/admin.ts
  }
}
