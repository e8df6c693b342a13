import type { SubscriptionStore } from "../../../accounts/mod.js";
import { AppError } from "../../../lib/errors.js";
import type { Api } from "../../server.js";
import {
  ChangeSubscriptionSchema,
  CreateSubscriptionSchema,
  fromWirePolicy,
  RotateSchema,
  toWireCredentials,
  toWireSubscription,
} from "../../wire/admin.js";
import { TaskPathSchema as IdPathSchema } from "../../wire/schemas.js";

const ACTOR = "admin-api";

export interface SubscriptionRoutesOptions {
  readonly subscriptions: SubscriptionStore;
  /** Forgets a subscription and ends what it has here. @throws AppError SUBSCRIPTION_NOT_FOUND */
  readonly removeSubscription: (id: string, actor: string) => Promise<void>;
}

/** Makes, shows, changes and deletes subscriptions. Keys and secrets are only in the replies that make them. */
export function addSubscriptionRoutes(
  app: Api,
  { subscriptions, removeSubscription }: SubscriptionRoutesOptions,
): void {
  app.post(
    "/subscriptions",
    {
      schema: {
        summary: "Make a subscription; keys and secrets are shown this once",
        body: CreateSubscriptionSchema,
      },
    },
    async ({ body }, reply) => {
      const made = await subscriptions.create(body.name, {
        policy: fromWirePolicy(body.policy),
        actor: ACTOR,
      });
      void reply.status(201);
      return { ...toWireSubscription(made), credentials: toWireCredentials(made) };
    },
  );

  app.get("/subscriptions", { schema: { summary: "List the subscriptions" } }, async () => ({
    subscriptions: (await subscriptions.list()).map(toWireSubscription),
  }));

  app.get(
    "/subscriptions/:id",
    { schema: { summary: "Show a subscription", params: IdPathSchema } },
    async ({ params }) => {
      const found = await subscriptions.find(params.id);
      if (found === undefined) throw new AppError("SUBSCRIPTION_NOT_FOUND");
      return toWireSubscription(found);
    },
  );

  app.patch(
    "/subscriptions/:id",
    {
      schema: {
        summary: "Change, disable or enable a subscription",
        params: IdPathSchema,
        body: ChangeSubscriptionSchema,
      },
    },
    async ({ params: { id }, body: { name, policy, disabled } }) => {
      if (disabled !== undefined) await subscriptions.setDisabled(id, disabled, ACTOR);
      if (name !== undefined || policy !== undefined) {
        const change = { ...(name !== undefined && { name }), policy: fromWirePolicy(policy) };
        await subscriptions.change(id, change, ACTOR);
      }
      const after = await subscriptions.find(id);
      if (after === undefined) throw new AppError("SUBSCRIPTION_NOT_FOUND");
      return toWireSubscription(after);
    },
  );

  app.post(
    "/subscriptions/:id/rotate",
    {
      schema: {
        summary: "Replace a key or secret; the new one is shown this once",
        params: IdPathSchema,
        body: RotateSchema,
      },
    },
    async ({ params, body }) => ({
      credentials: toWireCredentials(await subscriptions.rotate(params.id, body.what, ACTOR)),
    }),
  );

  app.delete(
    "/subscriptions/:id",
    { schema: { summary: "Delete a subscription with all that it has", params: IdPathSchema } },
    async ({ params }, reply) => {
      await removeSubscription(params.id, ACTOR);
      return await reply.status(204).send();
    },
  );
}
