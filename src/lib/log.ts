import { pino, type DestinationStream, type Logger } from "pino";

export type Log = Logger;

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A structured log of one JSON object a line. @default destination stdout */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = { level, base: null, timestamp: pinoTime };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function pinoTime(): string {
  return `,"time":"${new Date().toISOString()}"`;
}
