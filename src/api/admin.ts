import type { WebhookStore } from "../webhooks/mod.js";
import { createAdminAuthentication } from "./middleware/authenticate-admin.js";
import { addReportRoutes, type ReportOptions } from "./routes/admin/reports.js";
import { addSubscriptionRoutes, type SubscriptionRoutesOptions } from "./routes/admin/subscriptions.js";
import { addTaskRoutes, type TaskRoutesOptions } from "./routes/admin/tasks.js";
import { addWebhookRoutes } from "./routes/admin/webhooks.js";
import type { Api } from "./server.js";

export interface AdminOptions extends SubscriptionRoutesOptions, ReportOptions, TaskRoutesOptions {
  /** What the operator sends to be believed. */
  readonly token: string;
  readonly webhooks: WebhookStore;
}

/** What all of its operations have in the API's description. */
const DESCRIPTION = { tags: ["admin"], security: [{ adminToken: [] }] };

/** The operator's API: its own token, under its own path. */
export function addAdminApi(app: Api, options: AdminOptions): void {
  app.register(
    async (admin: Api) => {
      admin.addHook("onRequest", createAdminAuthentication(options.token));
      admin.addHook("onRoute", (route) => {
        route.schema = { ...route.schema, ...DESCRIPTION };
      });
      addSubscriptionRoutes(admin, options);
      addReportRoutes(admin, options);
      addTaskRoutes(admin, options);
      addWebhookRoutes(admin, options);
    },
    { prefix: "/admin/v1" },
  );
}
