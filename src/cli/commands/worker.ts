import type { Command } from "commander";
import type { Roles } from "../../main.js";
import { runRole } from "../run-role.js";
import type { CliSession } from "../session.js";

interface WorkerFlags {
  readonly concurrency?: string;
  readonly engines?: string;
  readonly deliver: boolean;
  readonly data?: string;
}

const HELP = `
It claims tasks that \`drape api\` or \`drape serve\` accepted, on the same DATABASE_URL and BLOB_URL (or, on one machine, the same
DATA_DIR). SIGTERM lets running try-ons end for DRAPE_STOP_GRACE_SECONDS; the rest go to other workers. Settings: \`drape serve --help\`.

Examples:
  drape worker --concurrency 2
  drape worker --engines kling --no-deliver`;

/** Adds `drape worker`, which runs tasks, and `drape deliver`, which only sends callbacks. */
export function addWorkerCommands(program: Command, session: CliSession): void {
  program
    .command("worker")
    .description("run try-ons, and send callbacks, for an API in other processes")
    .option("--concurrency <number>", "try-ons at the same time, as DRAPE_WORKERS")
    .option("--engines <names>", "only tasks of these engines, comma-separated, as DRAPE_ENGINES")
    .option("--no-deliver", "leave callbacks to other processes")
    .option("--data <folder>", "folder of the database and the files, as DATA_DIR")
    .addHelpText("after", HELP)
    .action(({ concurrency, engines, deliver, data }: WorkerFlags) =>
      work(
        session,
        { DRAPE_WORKERS: concurrency, DRAPE_ENGINES: engines, DATA_DIR: data },
        { work: true, deliver },
      ),
    );
  program
    .command("deliver")
    .description("send callbacks only, beside workers with --no-deliver")
    .option("--data <folder>", "folder of the database and the files, as DATA_DIR")
    .action(({ data }: Pick<WorkerFlags, "data">) =>
      work(session, { DATA_DIR: data }, { work: false, deliver: true }),
    );
}

async function work(
  session: CliSession,
  flags: Readonly<Record<string, string | undefined>>,
  roles: Roles,
): Promise<void> {
  await runRole(
    session,
    flags,
    async (config, log) => await (await import("../../main.js")).startWorker(config, { log, roles }),
    () => session.warn(`Drape ${roles.work ? "waits for tasks" : "sends callbacks"}; Ctrl-C stops it`),
  );
}
