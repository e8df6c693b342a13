import { Type } from "typebox";
import type { Subscription, WidgetUses } from "../../../accounts/mod.js";
import { requireGrant } from "../../middleware/authenticate-widget.js";
import type { Api } from "../../server.js";
import { ProblemSchema } from "../../wire/try-on-schemas.js";

const SCHEMA = {
  summary: "What the token allows, and what becomes of the photo",
  response: {
    200: Type.Object({
      garment: Type.String(),
      count: Type.Integer(),
      remaining: Type.Integer({ description: "Try-ons that may still be made with the token" }),
      expires_at: Type.Integer({ description: "Milliseconds since 1970" }),
      result_days: Type.Integer({ description: "Days after which the picture is deleted" }),
      keeps_photos: Type.Boolean({ description: "Whether the photo stays as long as the picture" }),
    }),
    "4xx": ProblemSchema,
  },
};

export interface SessionOptions {
  readonly uses: WidgetUses;
  readonly findSubscription: (id: string) => Promise<Subscription | undefined>;
  /** What holds for subscriptions without days of their own. */
  readonly resultDays: number;
  readonly keepsPhotos: boolean;
}

/** GET: what a widget tells the shopper before it asks for a photo. */
export function addGetWidgetSessionRoute(
  app: Api,
  path: string,
  { uses, findSubscription, resultDays, keepsPhotos }: SessionOptions,
): void {
  app.get(path, { schema: SCHEMA }, async (request, reply) => {
    const grant = requireGrant(request);
    const { garment, count, expiresAtMs } = grant;
    const subscription = await findSubscription(grant.subscriptionId);
    void reply.header("cache-control", "no-store");
    return {
      garment,
      count,
      remaining: await uses.countLeft(grant),
      expires_at: expiresAtMs,
      result_days: subscription?.policy.resultDays ?? resultDays,
      keeps_photos: keepsPhotos,
    };
  });
}
