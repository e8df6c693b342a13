import { AppError } from "../../../lib/errors.js";
import type { WebhookStore } from "../../../webhooks/mod.js";
import type { Api } from "../../server.js";
import { toWireWebhooks, WebhooksQuerySchema } from "../../wire/admin.js";
import { TaskPathSchema as IdPathSchema } from "../../wire/schemas.js";

const LIMIT = 1000;

/** Shows callbacks and sends dead ones again. */
export function addWebhookRoutes(app: Api, { webhooks }: { readonly webhooks: WebhookStore }): void {
  app.get("/webhooks", { schema: { querystring: WebhooksQuerySchema } }, async ({ query }) => {
    const { state, subscription_id: subscriptionId } = query;
    return toWireWebhooks(
      await webhooks.list({
        ...(state !== undefined && { state }),
        ...(subscriptionId !== undefined && { subscriptionId }),
        limit: LIMIT,
      }),
    );
  });

  app.post("/webhooks/:id/replay", { schema: { params: IdPathSchema } }, async ({ params }) => {
    const replayed = await webhooks.replay(params.id);
    if (replayed === 0)
      throw new AppError("WEBHOOK_NOT_FOUND", { details: "there is no dead callback of this id" });
    return { replayed };
  });

  app.post("/webhooks/replay", async () => ({ replayed: await webhooks.replay() }));
}
