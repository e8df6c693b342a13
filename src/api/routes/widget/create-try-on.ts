import { Type } from "typebox";
import type { WidgetUses } from "../../../accounts/mod.js";
import type { Clock } from "../../../lib/clock.js";
import { AppError } from "../../../lib/errors.js";
import { requireSubscription } from "../../middleware/authenticate.js";
import { requireGrant } from "../../middleware/authenticate-widget.js";
import { readTraceparent } from "../../middleware/read-traceparent.js";
import type { Api } from "../../server.js";
import type { TryOnService } from "../../try-on-service.js";
import { parseImageField } from "../../wire/image-field.js";
import { toAcceptedTryOn } from "../../wire/try-on-mapper.js";
import { ProblemSchema, TryOnBodySchema, TryOnSchema } from "../../wire/try-on-schemas.js";

const { person, output_format, output_max_side_px } = TryOnBodySchema.properties;

const SCHEMA = {
  summary: "Submit a shopper's photo, as a form or as JSON",
  consumes: ["multipart/form-data", "application/json"],
  body: Type.Object(
    { person, output_format, output_max_side_px },
    { additionalProperties: false, examples: [{ person: "https://example.com/person.jpg" }] },
  ),
  response: { 202: TryOnSchema, "4xx": ProblemSchema },
};

export interface CreateWidgetTryOnOptions {
  readonly service: TryOnService;
  readonly uses: WidgetUses;
  readonly clock: Clock;
}

/** POST: accepts a try-on of the token's garment, as often as the token says. */
export function addCreateWidgetTryOnRoute(
  app: Api,
  path: string,
  { service, uses, clock }: CreateWidgetTryOnOptions,
): void {
  app.post(path, { schema: SCHEMA, onRequest: () => service.checkRoom() }, async (request, reply) => {
    const grant = requireGrant(request);
    if (clock.nowMs() >= grant.expiresAtMs) throw new AppError("TOKEN_EXPIRED");
    const { body, uploads } = request;
    const { output_format: format = "png", output_max_side_px: maxSidePx } = body;
    const submission = {
      subscriptionId: requireSubscription(request),
      person: parseImageField("person", body.person, uploads),
      garments: [{ kind: "url", field: "garment", url: grant.garment }] as const,
      options: { output: { format, ...(maxSidePx !== undefined && { maxSidePx }) }, widgetToken: grant.id },
      traceparent: readTraceparent(request),
    };
    if (!(await uses.take(grant))) throw new AppError("TOKEN_USED_UP");
    const { id, createdAtMs } = await service.submit(submission).catch(async (error: unknown) => {
      await uses.giveBack(grant); // what is refused does not count
      throw error;
    });
    request.log.info({ taskId: id, subscriptionId: submission.subscriptionId }, "task accepted");
    return await reply
      .status(202)
      .header("location", `${path}/${id}`)
      .send(toAcceptedTryOn({ id, createdAtMs, externalId: undefined, engine: undefined }));
  });
}
