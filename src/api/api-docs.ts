import swagger, { type FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import { Type } from "typebox";
import type { Api } from "./server.js";
import { CallbackSchema } from "./wire/reply-schemas.js";

type OpenApi = NonNullable<FastifyDynamicSwaggerOptions["openapi"]>;

/** The names of the fronts in the description, and what proves who a client is there. */
const TAGS = [
  { name: "gateway", description: "Front A: the subscription-key gateway" },
  { name: "kling", description: "Front B: Kling's own API" },
  { name: "try-ons", description: "The plain front for new code" },
  { name: "widget", description: "Try-ons from a shop's page, with a token that the shop's server makes" },
  { name: "service", description: "Results and health" },
  { name: "admin", description: "The operator's API; it is there when DRAPE_ADMIN_TOKEN is set" },
];

const SECURITY_SCHEMES = {
  subscriptionKey: { type: "apiKey", in: "header", name: "Ocp-Apim-Subscription-Key" },
  subscriptionKeyQuery: { type: "apiKey", in: "query", name: "subscription-key" },
  bearerKey: { type: "http", scheme: "bearer", description: "The subscription key" },
  token: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "HS256, signed with the secret key",
  },
  widgetToken: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "Of POST /v1/widget-tokens",
  },
  adminToken: { type: "http", scheme: "bearer", description: "DRAPE_ADMIN_TOKEN" },
} as const;

const WEBHOOK = {
  post: {
    summary: "A task's status has changed: sent to its callback_url",
    tags: ["gateway", "kling", "try-ons"],
    parameters: ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => ({
      name,
      in: "header" as const,
      required: true,
      schema: { type: "string" as const },
      description: "Standard Webhooks",
    })),
    requestBody: { required: true, content: { "application/json": { schema: CallbackSchema } } },
    responses: { "2XX": { description: "Taken" }, "410": { description: "Send no more for this task" } },
  },
};

const DOCUMENT: object = {
  openapi: "3.1.0",
  info: {
    title: "Drape",
    version: "1",
    description:
      "Virtual try-on: a photo of a person and a photo of a garment in, a photo of that person wearing it out",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  servers: [{ url: "/" }],
  tags: TAGS,
  components: { securitySchemes: SECURITY_SCHEMES },
  webhooks: { taskChanged: WEBHOOK },
};

/**
 * Describes all routes that are added later, in OpenAPI 3.1, from the schemas that validate; the description is at
 * /openapi.json, a page to read it at /docs. Both come from this server alone.
 */
export async function addApiDocs(app: Api): Promise<void> {
  await app.register(swagger, {
    openapi: DOCUMENT as OpenApi, // a TypeBox schema is JSON Schema, which OpenAPI 3.1 takes
  });
  await app.register(swaggerUi, { routePrefix: "/docs", logLevel: "warn" });
  const schema = { hide: true, response: { 200: Type.Any() } };
  app.get("/openapi.json", { schema }, async () => app.swagger());
}
