import type { Command } from "commander";
import { SETTINGS } from "../../config.js";
import type { Roles, Service } from "../../main.js";
import { tellCredentials } from "../accounts-session.js";
import { runRole } from "../run-role.js";
import type { CliSession } from "../session.js";

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

const API_HELP = `
It answers requests and runs no try-on: \`drape worker\` does, in other processes on the same DATABASE_URL and BLOB_URL. Start as
many of both as you like. Settings: \`drape serve --help\`.

Examples:
  DATABASE_URL=postgres://drape@db/drape BLOB_URL=s3://bucket drape api --host 0.0.0.0`;

/** Adds `drape serve`, the whole service in one process and its engines, and `drape api`, its HTTP side alone. */
export function addServeCommands(program: Command, session: CliSession): void {
  const add = (name: string, about: string, help: string, roles: Roles): void => {
    program
      .command(name)
      .description(about)
      .option("--host <address>", "address to listen on, as HOST")
      .option("--port <number>", "port to listen on, as PORT")
      .option("--data <folder>", "folder of the database and the files, as DATA_DIR")
      .addHelpText("after", help)
      .action((flags: ServeFlags) => serve(flags, roles, session));
  };
  add("serve", "run the service: HTTP API, database, files and engine", HELP, { work: true, deliver: true });
  add("api", "run the HTTP API alone, for workers in other processes", API_HELP, {
    work: false,
    deliver: false,
  });
}

async function serve({ host, port, data }: ServeFlags, roles: Roles, session: CliSession): Promise<void> {
  await runRole(
    session,
    { HOST: host, PORT: port, DATA_DIR: data },
    async (config, log) => await (await import("../../main.js")).startService(config, { log, roles }),
    (service) => {
      tellStart(service, session);
      session.warn("Open it in a browser to try something on");
    },
  );
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
