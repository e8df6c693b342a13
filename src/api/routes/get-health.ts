import { AppError } from "../../lib/errors.js";
import type { Api } from "../server.js";

function describe(summary: string) {
  return { config: { isRoutine: true }, schema: { summary, tags: ["service"], security: [] } };
}

/** GET /healthz: the process answers. GET /readyz: it can also accept and run tasks; 503 while it starts or stops. */
export function addHealthRoutes(app: Api, isReady: () => Promise<boolean>): void {
  app.get("/healthz", describe("The process answers"), async () => ({ status: "ok" }));
  app.get("/readyz", describe("Tasks can be accepted and run"), async () => {
    if (!(await isReady())) throw new AppError("NOT_READY");
    return { status: "ready" };
  });
}
