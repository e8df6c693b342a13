import { AppError } from "../../../lib/errors.js";
import { requireSubscription } from "../../middleware/authenticate.js";
import type { Api } from "../../server.js";
import type { Quota, TryOnService } from "../../try-on-service.js";
import { KlingCostsSchema } from "../../wire/schemas.js";
import { toKlingCostsReply } from "../../wire/task-mapper.js";
import type { ResourcePack } from "../../wire/types.js";
import { readWholeNumber } from "../../wire/whole-number.js";
import { KlingErrorSchema, KlingCostsReplySchema } from "../../wire/reply-schemas.js";

const TIME = { min: 0, max: Number.MAX_SAFE_INTEGER };

const SCHEMA = {
  summary: "What may still be used",
  tags: ["kling"],
  security: [{ token: [] }],
  querystring: KlingCostsSchema,
  response: { 200: KlingCostsReplySchema, "4xx": KlingErrorSchema, "5xx": KlingErrorSchema },
};

/**
 * GET: what the subscription may still use, as packs; a monthly quota is a pack that begins anew each month. A subscription
 * without a quota has no packs.
 */
export function addGetCostsRoute(app: Api, path: string, service: TryOnService): void {
  app.get(path, { schema: SCHEMA }, async (request) => {
    const { query } = request;
    const startMs = readWholeNumber(query.start_time, { ...TIME, name: "start_time" });
    const endMs = readWholeNumber(query.end_time, { ...TIME, name: "end_time" });
    if (endMs < startMs)
      throw new AppError("INVALID_REQUEST", { details: "end_time: lies before start_time" });
    const quota = await service.findQuota(requireSubscription(request));
    const packs = quota === undefined ? [] : [toResourcePack(quota)];
    const wanted = packs.filter(
      (pack) =>
        pack.effective_time <= endMs &&
        pack.invalid_time >= startMs &&
        (query.resource_pack_name === undefined || pack.resource_pack_name === query.resource_pack_name),
    );
    return toKlingCostsReply(wanted, request.id);
  });
}

function toResourcePack({ total, used, startsAtMs, endsAtMs }: Quota): ResourcePack {
  const remaining = Math.max(0, total - used);
  const month = new Date(startsAtMs).toISOString().slice(0, 7);
  return {
    resource_pack_name: `Virtual try-on, ${month}`,
    resource_pack_id: `monthly-${month}`,
    resource_pack_type: "constant_period",
    total_quantity: total,
    remaining_quantity: remaining,
    purchase_time: startsAtMs,
    effective_time: startsAtMs,
    invalid_time: endsAtMs,
    status: remaining === 0 ? "runOut" : "online",
  };
}
