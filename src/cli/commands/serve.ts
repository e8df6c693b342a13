import type { Command } from "commander";
import { loadConfig, SETTINGS } from "../../config.js";
import type { Service } from "../../main.js";
import { tellCredentials } from "../accounts-session.js";
import { EXIT, type CliSession } from "../session.js";

interface ServeFlags {
  readonly host?: string;
  readonly port?: string;
  readonly data?: string;
}

const SETTING_LINES = Object.values(SETTINGS).map(
  ({ env, fallback, about }) => `  ${env.padEnd(26)} ${about}${fallback === "" ? "" : ` (${fallback})`}`,
);

const HELP = `
The first start makes a subscription key and prints it; more come from \`drape keys create\`. Ctrl-C stops the service: running
try-ons end first, the rest go on after the next start. The log goes to stdout, one JSON object a line.

Settings from the environment, with their defaults:
${SETTING_LINES.join("\n")}

Examples:
  drape serve
  drape serve --host 0.0.0.0 --port 80 --data /srv/drape
  PUBLIC_URL=https://try-on.example.com DRAPE_WORKERS=4 drape serve`;

/** Adds `drape serve`: the whole service in one process and its engines. */
export function addServeCommand(program: Command, session: CliSession): void {
  program
    .command("serve")
    .description("run the service: HTTP API, database, files and engine")
    .option("--host <address>", "address to listen on, as HOST")
    .option("--port <number>", "port to listen on, as PORT")
    .option("--data <folder>", "folder of the database and the files, as DATA_DIR")
    .addHelpText("after", HELP)
    .action((flags: ServeFlags) => serve(flags, session));
}

async function serve(flags: ServeFlags, session: CliSession): Promise<void> {
  const config = loadConfig({
    ...session.env,
    ...(flags.host !== undefined && { HOST: flags.host }),
    ...(flags.port !== undefined && { PORT: flags.port }),
    ...(flags.data !== undefined && { DATA_DIR: flags.data }),
  });
  const { createLog } = await import("../../lib/log.js");
  const { startService, stopOnSignal } = await import("../../main.js");
  const log = createLog(config.logLevel);
  const service = await startService(config, { log }).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    session.warn(`drape: Cannot listen on ${config.host}:${config.port}: ${(error as Error).message}`);
    session.exitCode = EXIT.failed;
    return undefined;
  });
  if (service === undefined) return;
  tellStart(service, session);
  await stopOnSignal(service, log);
}

function tellStart({ url, firstKey, firstSubscription }: Service, session: CliSession): void {
  session.warn(`Drape listens on ${url}`);
  if (firstKey === undefined || firstSubscription === undefined) return;
  session.warn(`Your subscription key, shown this once: ${firstKey}`);
  session.warn(
    "Clients send it in the header Ocp-Apim-Subscription-Key. What else its subscription has, shown this once:",
  );
  const { secondaryKey, accessKey, secretKey, webhookSecret } = firstSubscription;
  tellCredentials(session, { secondaryKey, accessKey, secretKey, webhookSecret });
}
