import type { Api } from "../server.js";
import { sendWebFile, type WebFile } from "../web-files.js";

const HOME = {
  name: "Drape",
  what: "virtual try-on: a photo of a person and a photo of a garment in, a photo of that person wearing it out",
  submit: "POST /kling-ai-vton/v1/getVirtualTryOnTask",
  poll: "POST /kling-ai-polling/v1/getVirtualTryOnStatus",
  authentication: "header Ocp-Apim-Subscription-Key, made by `drape keys create`",
  docs: "/docs",
  health: ["/healthz", "/readyz"],
} as const;

/** GET /: the playground for browsers; what this is in JSON for programs, and where there is no page. */
export function addHomeRoute(app: Api, page: WebFile | undefined): void {
  app.get("/", { schema: { hide: true } }, async (request, reply) => {
    const wantsPage = request.headers.accept?.includes("text/html") === true;
    if (page !== undefined && wantsPage) return sendWebFile(request, reply, page);
    return HOME;
  });
}
