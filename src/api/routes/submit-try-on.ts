import { AppError } from "../../lib/errors.js";
import { requireSubscription } from "../middleware/authenticate.js";
import { readTraceparent } from "../middleware/read-traceparent.js";
import { findOrigin } from "../result-links.js";
import type { Api } from "../server.js";
import type { TryOnService } from "../try-on-service.js";
import { parseImageField } from "../wire/image-field.js";
import { SubmitSchema } from "../wire/schemas.js";
import { toSubmitReply } from "../wire/task-mapper.js";
import type { SubmitBody } from "../wire/types.js";
import { GatewayErrorSchema, SubmitReplySchema } from "../wire/reply-schemas.js";

const SCHEMA = {
  summary: "Submit a try-on",
  tags: ["gateway"],
  security: [{ subscriptionKey: [] }, { subscriptionKeyQuery: [] }],
  body: SubmitSchema,
  response: { 200: SubmitReplySchema, "4xx": GatewayErrorSchema, "5xx": GatewayErrorSchema },
};

/** POST: accepts a try-on and answers with its task. */
export function addSubmitTryOnRoute(app: Api, service: TryOnService): void {
  app.post(
    "/kling-ai-vton/v1/getVirtualTryOnTask",
    { schema: SCHEMA, onRequest: () => service.checkRoom() },
    async (request) => {
      const subscriptionId = requireSubscription(request);
      const person = parseImageField("human_image", request.body.human_image, request.uploads);
      const garments = listGarments(request.body).map(([field, value]) =>
        parseImageField(field, value, request.uploads),
      );
      const callbackUrl = request.body.callback_url ?? "";
      const task = await service.submit({
        subscriptionId,
        person,
        garments,
        traceparent: readTraceparent(request),
        ...(callbackUrl !== "" && { callback: { url: callbackUrl, origin: findOrigin(request) } }), // empty means none
      });
      request.log.info({ taskId: task.id, subscriptionId }, "task accepted");
      return toSubmitReply(task, request.id);
    },
  );
}

/** The garments in order. Empty texts and null mean the same as no field at all. */
function listGarments(body: SubmitBody): readonly (readonly [field: string, value: string])[] {
  const garments = (["cloth_image", "image_tail"] as const).flatMap((field) => {
    const value = body[field] ?? "";
    return value === "" ? [] : [[field, value] as const];
  });
  // Rule: neither `cloth_image` nor `image_tail` → 400.
  if (garments.length === 0)
    throw new AppError("INVALID_REQUEST", { details: "cloth_image: missing (image_tail would do as well)" });
  return garments;
}
