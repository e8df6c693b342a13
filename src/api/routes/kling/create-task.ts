import { AppError } from "../../../lib/errors.js";
import { requireSubscription } from "../../middleware/authenticate.js";
import { readTraceparent } from "../../middleware/read-traceparent.js";
import { findOrigin } from "../../result-links.js";
import type { Api } from "../../server.js";
import type { TryOnService } from "../../try-on-service.js";
import { parseImageField } from "../../wire/image-field.js";
import { KlingCreateSchema } from "../../wire/schemas.js";
import { toKlingCreateReply } from "../../wire/task-mapper.js";
import type { KlingCreateBody } from "../../wire/types.js";
import { KlingErrorSchema, KlingCreateReplySchema } from "../../wire/reply-schemas.js";

const DEFAULT_MODEL = "kolors-virtual-try-on-v1";
/** "Model v1 takes one garment"; v1-5 also an upper and a lower one in one picture. */
const SINGLE_MODEL = DEFAULT_MODEL;
const MODELS: readonly string[] = [DEFAULT_MODEL, "kolors-virtual-try-on-v1-5"];

const SCHEMA = {
  summary: "Create a try-on",
  tags: ["kling"],
  security: [{ token: [] }],
  body: KlingCreateSchema,
  response: { 200: KlingCreateReplySchema, "4xx": KlingErrorSchema, "5xx": KlingErrorSchema },
};

/** POST: accepts a try-on and answers with its task. */
export function addCreateKlingTaskRoute(app: Api, path: string, service: TryOnService): void {
  app.post(path, { schema: SCHEMA, onRequest: () => service.checkRoom() }, async (request) => {
    const { body } = request;
    const subscriptionId = requireSubscription(request);
    const model = chooseModel(body);
    const options = { model, isSingle: model === SINGLE_MODEL };
    const person = parseImageField("human_image", body.human_image, request.uploads);
    // `cloth_image` (required in effect)
    if (isEmpty(body.cloth_image)) throw new AppError("INVALID_REQUEST", { details: "cloth_image: missing" });
    const task = await service.submit({
      subscriptionId,
      person,
      garments: [parseImageField("cloth_image", body.cloth_image, request.uploads)],
      options,
      traceparent: readTraceparent(request),
      ...(!isEmpty(body.external_task_id) && { externalId: body.external_task_id }),
      ...(!isEmpty(body.callback_url) && {
        callback: { url: body.callback_url, origin: findOrigin(request) },
      }),
    });
    request.log.info({ taskId: task.id, subscriptionId }, "task accepted");
    return toKlingCreateReply(task, request.id);
  });
}

/** clients that send `model` in place of `model_name` */
function chooseModel({ model_name, model }: KlingCreateBody): string {
  const name = [model_name, model].find((value) => !isEmpty(value)) ?? DEFAULT_MODEL;
  if (MODELS.includes(name)) return name;
  throw new AppError("MODEL_NOT_FOUND", { details: `model_name: want one of ${MODELS.join(", ")}` });
}

function isEmpty(value: string | null | undefined): value is "" | null | undefined {
  return value === undefined || value === null || value === "";
}
