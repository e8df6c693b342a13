import { EXIT, type CliSession } from "./session.js";

/** The session of this process: its streams, environment and signals. */
export function createProcessSession(): CliSession {
  return {
    print: (line) => void process.stdout.write(`${line}\n`),
    warn: (line) => void process.stderr.write(`${line}\n`),
    isTerminal: process.stderr.isTTY === true,
    env: process.env,
    interruption: listenForInterruption,
    exitCode: EXIT.ok,
  };
}

function listenForInterruption(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort(new Error("interrupted"));
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return controller.signal;
}
