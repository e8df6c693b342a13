import { AppError } from "../../lib/errors.js";
import type { Api } from "../server.js";

const ROUTINE = { config: { isRoutine: true } };

/** GET /healthz: the process answers. GET /readyz: it can also accept and run tasks; 503 while it starts or stops. */
export function addHealthRoutes(app: Api, isReady: () => Promise<boolean>): void {
  app.get("/healthz", ROUTINE, async () => ({ status: "ok" }));
  app.get("/readyz", ROUTINE, async () => {
    if (!(await isReady())) throw new AppError("NOT_READY");
    return { status: "ready" };
  });
}
