import { Histogram, type Registry } from "prom-client";

export interface RequestFigures {
  readonly method: string;
  /** The route's pattern, not the path: paths have ids and never end. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** From a poll's millisecond to the slowest upload. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Gives the function that counts one answered request. */
export function countRequests(registry: Registry): (request: RequestFigures) => void {
  const duration = new Histogram({
    name: "drape_http_request_seconds",
    help: "Time from a request's first byte to the end of its answer",
    labelNames: ["method", "route", "status"],
    buckets: SECONDS,
    registers: [registry],
  });
  return ({ method, route, status, seconds }) => duration.observe({ method, route, status }, seconds);
}
