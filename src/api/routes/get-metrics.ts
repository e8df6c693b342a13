import type { Api } from "../server.js";

export interface RequestFigures {
  readonly method: string;
  /** The route's pattern, or `none`. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** What counts requests and tells all figures. */
export interface MetricsSource {
  readonly contentType: string;
  render(): Promise<string>;
  observeRequest(request: RequestFigures): void;
}

const SCHEMA = { summary: "Figures for Prometheus", tags: ["service"], security: [] };

/** Counts the answers of all routes that are added from here on. */
export function observeRequests(app: Api, { observeRequest }: Pick<MetricsSource, "observeRequest">): void {
  app.addHook("onResponse", ({ method, routeOptions }, reply, done) => {
    observeRequest({
      method,
      route: routeOptions.url ?? "none",
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1000,
    });
    done();
  });
}

/** GET /metrics. */
export function addMetricsRoute(app: Api, { render, contentType }: MetricsSource): void {
  app.get("/metrics", { config: { isRoutine: true }, schema: SCHEMA }, async (_request, reply) =>
    reply.type(contentType).send(await render()),
  );
}
