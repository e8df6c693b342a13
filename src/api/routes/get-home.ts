import type { Api } from "../server.js";

const HOME = {
  name: "Drape",
  what: "virtual try-on: a photo of a person and a photo of a garment in, a photo of that person wearing it out",
  submit: "POST /kling-ai-vton/v1/getVirtualTryOnTask",
  poll: "POST /kling-ai-polling/v1/getVirtualTryOnStatus",
  authentication: "header Ocp-Apim-Subscription-Key, made by `drape keys create`",
  docs: "/docs",
  health: ["/healthz", "/readyz"],
} as const;

/** GET /: tells a person with a browser what this is. */
export function addHomeRoute(app: Api): void {
  app.get("/", { schema: { hide: true } }, async () => HOME);
}
