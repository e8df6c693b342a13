import { AppError } from "../../../lib/errors.js";
import type { BlobStore } from "../../../storage/mod.js";
import { requireSubscription } from "../../middleware/authenticate.js";
import type { Api } from "../../server.js";
import type { TryOnService } from "../../try-on-service.js";
import { TryOnPathSchema } from "../../wire/try-on-schemas.js";
import { readPicture } from "../get-result.js";

const SCHEMA = {
  summary: "Read a try-on's picture",
  params: TryOnPathSchema,
};

/** GET: the picture's bytes, for a download or a canvas. */
export function addGetWidgetPictureRoute(
  app: Api,
  path: string,
  service: TryOnService,
  blobs: BlobStore,
): void {
  app.get(path, { schema: SCHEMA }, async (request, reply) => {
    const task = await service.find(requireSubscription(request), request.params.id);
    const found = task && (await readPicture(task, blobs));
    if (found === undefined) throw new AppError("RESULT_NOT_FOUND");
    return await reply
      .type(found.mediaType)
      .header("cache-control", "no-store")
      .header("x-content-type-options", "nosniff")
      .send(found.picture);
  });
}
