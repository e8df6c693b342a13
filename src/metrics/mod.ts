/**
 * Figures for Prometheus: what this process did, and how long the queues are that all processes share. It will not push anything
 * anywhere, and no figure names a subscription or a task: those are in the log.
 */
export { createMetrics, type Metrics } from "./metrics.js";
