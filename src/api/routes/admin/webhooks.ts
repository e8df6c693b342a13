import { AppError } from "../../../lib/errors.js";
import type { WebhookStore } from "../../../webhooks/mod.js";
import type { Api } from "../../server.js";
import { toWireWebhooks, WebhooksQuerySchema } from "../../wire/admin.js";
import { TaskPathSchema as IdPathSchema } from "../../wire/schemas.js";

const LIMIT = 1000;

/** Shows callbacks and sends dead ones again. */
export function addWebhookRoutes(app: Api, { webhooks }: { readonly webhooks: WebhookStore }): void {
  app.get(
    "/webhooks",
    { schema: { summary: "List callbacks, such as the dead ones", querystring: WebhooksQuerySchema } },
    async ({ query }) => {
      const { state, subscription_id: subscriptionId } = query;
      return toWireWebhooks(
        await webhooks.list({
          ...(state !== undefined && { state }),
          ...(subscriptionId !== undefined && { subscriptionId }),
          limit: LIMIT,
        }),
      );
    },
  );

  app.post(
    "/webhooks/:id/replay",
    { schema: { summary: "Send a dead callback again", params: IdPathSchema } },
    async ({ params }) => {
      const replayed = await webhooks.replay(params.id);
      if (replayed === 0)
        throw new AppError("WEBHOOK_NOT_FOUND", { details: "there is no dead callback of this id" });
      return { replayed };
    },
  );

  app.post("/webhooks/replay", { schema: { summary: "Send all dead callbacks again" } }, async () => ({
    replayed: await webhooks.replay(),
  }));
}
