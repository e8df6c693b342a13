import { readFile } from "node:fs/promises";
import { inspect } from "node:util";
import { Command, CommanderError } from "commander";
import { ConfigError } from "../config.js";
import { addBatchCommand } from "./commands/batch.js";
import { addCompletionCommand } from "./commands/completion.js";
import { addDoctorCommand } from "./commands/doctor.js";
import { addKeysChangeCommand } from "./commands/keys-change.js";
import { addKeysCreateCommand } from "./commands/keys-create.js";
import { addKeysDeleteCommand } from "./commands/keys-delete.js";
import { addKeysDisableCommands } from "./commands/keys-disable.js";
import { addKeysListCommand } from "./commands/keys-list.js";
import { addKeysRotateCommand } from "./commands/keys-rotate.js";
import { addKeysShowCommand } from "./commands/keys-show.js";
import { addMigrateCommand } from "./commands/migrate.js";
import { addMoveCommand } from "./commands/move.js";
import { addServeCommands } from "./commands/serve.js";
import { addTryOnCommand } from "./commands/try-on.js";
import { addWebhooksListCommand } from "./commands/webhooks-list.js";
import { addWebhooksReplayCommand } from "./commands/webhooks-replay.js";
import { addWorkerCommands } from "./commands/worker.js";
import { createProcessSession } from "./process-session.js";
import { EXIT, UsageError, type CliSession } from "./session.js";
import { withCause } from "./with-cause.js";

/**
 * The command line `drape`: runs one command and returns the exit code (see EXIT); never rejects. A failure is one line on
 * stderr; only a defect shows its stack. Commands import what is heavy when they run, so that help and misuse answer at once.
 */
export async function runCli(
  args: readonly string[],
  session: CliSession = createProcessSession(),
): Promise<number> {
  try {
    await (await createProgram(session)).parseAsync(args, { from: "user" });
    return session.exitCode;
  } catch (error) {
    return report(error, session);
  }
}

async function createProgram(session: CliSession): Promise<Command> {
  const program = new Command("drape")
    .description(
      "Virtual try-on: a photo of a person and a photo of a garment in, a photo of that person wearing it out",
    )
    .version(await readVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .showHelpAfterError(false)
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => session.print(text.trimEnd()),
      writeErr: (text) => session.warn(text.trimEnd()),
      outputError: () => {}, // told by report(), in the form of all other failures
    })
    .addHelpText(
      "after",
      "\nExit codes: 0 done, 1 refused or failed, 2 wrong use or unusable files, 130 interrupted",
    );
  addServeCommands(program, session);
  addWorkerCommands(program, session);
  addMigrateCommand(program, session);
  addMoveCommand(program, session);
  addTryOnCommand(program, session);
  addBatchCommand(program, session);
  const keys = program
    .command("keys")
    .description("make, show, change and delete subscriptions and their keys")
    .helpCommand(false);
  for (const add of [
    addKeysCreateCommand,
    addKeysListCommand,
    addKeysShowCommand,
    addKeysChangeCommand,
    addKeysDisableCommands,
    addKeysRotateCommand,
    addKeysDeleteCommand,
  ])
    add(keys, session);
  const webhooks = program
    .command("webhooks")
    .description("list callbacks and send them again")
    .helpCommand(false);
  addWebhooksListCommand(webhooks, session);
  addWebhooksReplayCommand(webhooks, session);
  addDoctorCommand(program, session);
  addCompletionCommand(program, session);
  return program;
}

async function readVersion(): Promise<string> {
  // From dist/src/cli, where this file runs.
  const manifest = await readFile(new URL("../../../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

function report(error: unknown, session: CliSession): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.ok;
    // Without a command commander prints the help itself.
    if (error.code !== "commander.help")
      session.warn(`drape: ${error.message.replace(/^error: /, "")}; see drape --help`);
    return EXIT.usage;
  }
  if (error instanceof UsageError || error instanceof ConfigError) {
    session.warn(`drape: ${error.message}`);
    return EXIT.usage;
  }
  session.warn(`drape: ${isForeseen(error) ? withCause(error) : inspect(error)}`);
  return EXIT.failed;
}

/** Our own errors and the operating system's have codes that name a cause outside the program; ERR_ codes are Node's for misuse. */
function isForeseen(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return error instanceof Error && typeof code === "string" && !code.startsWith("ERR_");
}
