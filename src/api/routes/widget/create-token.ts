import { Type } from "typebox";
import type { Clock } from "../../../lib/clock.js";
import { AppError } from "../../../lib/errors.js";
import { findUrlFault } from "../../../lib/safe-agent.js";
import { requireSubscription } from "../../middleware/authenticate.js";
import { findOrigin } from "../../result-links.js";
import type { Api } from "../../server.js";
import type { WidgetTokens } from "../../widget-tokens.js";
import { ProblemSchema } from "../../wire/try-on-schemas.js";

const DEFAULT_COUNT = 3;
const DEFAULT_TTL_S = 900;

const BodySchema = Type.Object(
  {
    origin: Type.String({
      maxLength: 300,
      description: "The page's origin: scheme, host and port, nothing else",
    }),
    garment: Type.String({ minLength: 1, maxLength: 2000, description: "The garment's picture, a URL" }),
    count: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: DEFAULT_COUNT })),
    ttl_seconds: Type.Optional(Type.Integer({ minimum: 60, maximum: 86_400, default: DEFAULT_TTL_S })),
  },
  {
    additionalProperties: false,
    examples: [{ origin: "https://shop.example.com", garment: "https://shop.example.com/shirt.jpg" }],
  },
);

const SCHEMA = {
  summary: "Make a short-lived token for a shop's page: one origin, one garment, a few try-ons",
  tags: ["widget"],
  security: [{ bearerKey: [] }, { subscriptionKey: [] }],
  body: BodySchema,
  response: {
    201: Type.Object({
      token: Type.String(),
      url: Type.String({ description: "Where the browser finds this service" }),
      origin: Type.String(),
      garment: Type.String(),
      count: Type.Integer(),
      expires_at: Type.Integer({ description: "Milliseconds since 1970" }),
    }),
    "4xx": ProblemSchema,
  },
};

export interface CreateTokenOptions {
  readonly tokens: WidgetTokens;
  /** The service's address for clients. @default what the shop's server called */
  readonly publicUrl: string | undefined;
  /** Hosts that image URLs may name although they are not public. */
  readonly allowHosts: readonly string[];
  readonly clock: Clock;
}

/** POST: signs a token for a shop's page; nothing is stored. */
export function addCreateWidgetTokenRoute(
  app: Api,
  path: string,
  { tokens, publicUrl, allowHosts, clock }: CreateTokenOptions,
): void {
  app.post(path, { schema: SCHEMA }, async (request, reply) => {
    const { origin, garment, count = DEFAULT_COUNT, ttl_seconds = DEFAULT_TTL_S } = request.body;
    if (!isOrigin(origin))
      throw new AppError("INVALID_REQUEST", {
        details: "origin: want scheme, host and port only, such as https://shop.example",
      });
    const fault = findUrlFault(garment, allowHosts);
    if (fault !== undefined) throw new AppError("INVALID_REQUEST", { details: `garment: ${fault}` });
    const subscriptionId = requireSubscription(request);
    const expiresAtMs = (Math.floor(clock.nowMs() / 1000) + ttl_seconds) * 1000; // tokens count in seconds
    const token = await tokens.issue({ subscriptionId, origin, garment, count, expiresAtMs });
    const url = publicUrl ?? findOrigin(request);
    return await reply
      .status(201)
      .header("cache-control", "no-store")
      .send({ token, url, origin, garment, count, expires_at: expiresAtMs });
  });
}

function isOrigin(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
