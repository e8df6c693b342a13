import { addHealthRoutes, addMetricsRoute, createServer, type Api, type MetricsSource } from "./api/mod.js";
import type { Config } from "./config.js";
import type { Log } from "./lib/log.js";
import type { Stores } from "./stores.js";

/** The figures of this process, with the queues' of its database. */
export function createMetricsSource({ metrics, db }: Pick<Stores, "metrics" | "db">): MetricsSource {
  const { contentType, observeRequest } = metrics;
  return { contentType, observeRequest, render: () => metrics.render(db) };
}

/**
 * Health and figures on a port of their own, which no shopper reaches: the only port of a worker. Undefined where
 * DRAPE_METRICS_PORT is not set. @throws Error if the port cannot be used
 */
export async function startOperatorServer(
  config: Config,
  stores: Pick<Stores, "metrics" | "db">,
  isReady: () => boolean,
  log: Log,
): Promise<Api | undefined> {
  if (config.metricsPort === undefined) return undefined;
  const app = createServer({ log, trustProxy: false, stopGraceMs: 0 });
  addHealthRoutes(app, async () => isReady());
  addMetricsRoute(app, createMetricsSource(stores));
  await app.listen({ host: config.host, port: config.metricsPort });
  return app;
}
