import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { Static } from "typebox";
import { requireSubscription } from "../../middleware/authenticate.js";
import { readTraceparent } from "../../middleware/read-traceparent.js";
import { findOrigin } from "../../result-links.js";
import type { Api } from "../../server.js";
import type { Submission, TryOnService } from "../../try-on-service.js";
import { parseImageField, type ImageSource } from "../../wire/image-field.js";
import { toAcceptedTryOn } from "../../wire/try-on-mapper.js";
import {
  ProblemSchema,
  TryOnBodySchema,
  TryOnHeadersSchema,
  TryOnSchema,
} from "../../wire/try-on-schemas.js";

const IDEMPOTENCY_TTL_MS = 24 * 3600_000;

const SCHEMA = {
  summary: "Submit a try-on, as JSON or as a form with files",
  tags: ["try-ons"],
  security: [{ bearerKey: [] }, { subscriptionKey: [] }],
  consumes: ["application/json", "multipart/form-data"],
  body: TryOnBodySchema,
  headers: TryOnHeadersSchema,
  response: { 202: TryOnSchema, "4xx": ProblemSchema },
};

/** POST: accepts a try-on. With an Idempotency-Key, a repetition within 24 hours gets the same answer and creates nothing. */
export function addCreateTryOnRoute(app: Api, path: string, service: TryOnService): void {
  app.post(path, { schema: SCHEMA, onRequest: () => service.checkRoom() }, async (request, reply) => {
    const { body, uploads } = request;
    const fields = ["person", "garment", "second_garment"] as const;
    const [person, ...garments] = fields.flatMap((field) => {
      const value = body[field];
      return value === undefined ? [] : [parseImageField(field, value, uploads)];
    }) as [ImageSource, ...ImageSource[]]; // the schema requires two
    const submission = {
      subscriptionId: requireSubscription(request),
      person,
      garments,
      ...readOptions(body, request),
      traceparent: readTraceparent(request),
    };
    const key = request.headers["idempotency-key"];
    const { id, createdAtMs } =
      key === undefined
        ? await service.submit(submission)
        : await submitOnce(service, submission, key).then(({ taskId, ...rest }) => ({ id: taskId, ...rest }));
    request.log.info({ taskId: id, subscriptionId: submission.subscriptionId }, "task accepted");
    return await reply
      .status(202)
      .header("location", `${path}/${id}`)
      .send(toAcceptedTryOn({ id, createdAtMs, externalId: body.external_id, engine: body.engine }));
  });
}

function readOptions(
  body: Static<typeof TryOnBodySchema>,
  request: Parameters<typeof findOrigin>[0],
): Pick<Submission, "options" | "callback" | "externalId"> {
  const {
    engine,
    kind,
    output_format: format = "png",
    output_max_side_px: maxSidePx,
    callback_url,
    external_id,
  } = body;
  return {
    options: {
      ...(engine !== undefined && { engine }),
      ...(kind !== undefined && { kind }),
      output: { format, ...(maxSidePx !== undefined && { maxSidePx }) },
    },
    ...(callback_url !== undefined &&
      callback_url !== "" && { callback: { url: callback_url, origin: findOrigin(request) } }),
    ...(external_id !== undefined && { externalId: external_id }),
  };
}

async function submitOnce(service: TryOnService, submission: Submission, key: string) {
  const requestHash = await hashSubmission(submission);
  return await service.submitOnce(submission, { key, requestHash, ttlMs: IDEMPOTENCY_TTL_MS });
}

/** SHA-256 of all that is asked, the images by their content. A repetition has a span of its own: that is nothing asked. */
async function hashSubmission({ person, garments, ...rest }: Submission): Promise<string> {
  const asked = { ...rest, traceparent: undefined };
  const images: string[] = [];
  for (const source of [person, ...garments]) images.push(await describeSource(source));
  return createHash("sha256")
    .update(JSON.stringify([images, asked]))
    .digest("hex");
}

async function describeSource(source: ImageSource): Promise<string> {
  if (source.kind === "url") return source.url;
  const hash = createHash("sha256");
  if (source.kind === "bytes") hash.update(source.bytes);
  else for await (const chunk of createReadStream(source.path)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}
