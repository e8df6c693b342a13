import { loadConfig, type Config } from "../config.js";
import type { Log } from "../lib/log.js";
import type { Running } from "../main.js";
import { EXIT, type CliSession } from "./session.js";

/** Starts a part of the service and keeps it until a signal stops it; tells a port that cannot be used in one line. */
export async function runRole<T extends Running>(
  session: CliSession,
  /** Variables that flags stand for. */
  flags: Readonly<Record<string, string | undefined>>,
  start: (config: Config, log: Log) => Promise<T>,
  tell: (started: T) => void,
): Promise<void> {
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  const config = loadConfig({ ...session.env, ...Object.fromEntries(given) });
  const { createLog } = await import("../lib/log.js");
  const { stopOnSignal } = await import("../main.js");
  const log = createLog(config.logLevel);
  const started = await start(config, log).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    session.warn(`drape: Cannot listen on ${config.host}:${config.port}: ${(error as Error).message}`);
    session.exitCode = EXIT.failed;
    return undefined;
  });
  if (started === undefined) return;
  tell(started);
  await stopOnSignal(started, log);
}
