import { AppError } from "../../lib/errors.js";
import type { Api } from "../server.js";

/** GET /healthz: the process answers. GET /readyz: it can also accept and run tasks; 503 while it starts or stops. */
export function addHealthRoutes(app: Api, isReady: () => Promise<boolean>): void {
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async () => {
    if (!(await isReady())) throw new AppError("NOT_READY");
    return { status: "ready" };
  });
}
