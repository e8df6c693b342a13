import { Type } from "typebox";
import { requireSubscription } from "../../middleware/authenticate.js";
import type { Api } from "../../server.js";
import type { TryOnService } from "../../try-on-service.js";
import { ProblemSchema, TryOnPathSchema } from "../../wire/try-on-schemas.js";

const SCHEMA = {
  summary: "Delete a try-on with its photos and result, now",
  tags: ["try-ons"],
  security: [{ bearerKey: [] }, { subscriptionKey: [] }],
  params: TryOnPathSchema,
  response: { 204: Type.Null({ description: "Nothing of it is left" }), "4xx": ProblemSchema },
};

/** DELETE: deletes a try-on with its photos and its result, now; one that runs is canceled first. */
export function addDeleteTryOnRoute(app: Api, path: string, service: TryOnService): void {
  app.delete(path, { schema: SCHEMA }, async (request, reply) => {
    await service.remove(requireSubscription(request), request.params.id);
    return await reply.status(204).send(null);
  });
}
