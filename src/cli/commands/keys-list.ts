import type { Command } from "commander";
import { loadConfig } from "../../config.js";
import type { CliSession } from "../session.js";

const HELP = `
Examples:
  drape keys list
  DATA_DIR=/srv/drape drape keys list`;

/** Adds `drape keys list`: who has a key. The keys themselves are not stored. */
export function addKeysListCommand(keys: Command, session: CliSession): void {
  keys
    .command("list")
    .description("list the subscriptions, oldest first")
    .addHelpText("after", HELP)
    .action(async () => {
      const { listKeys } = await import("../../main.js");
      for (const { id, name, createdAtMs } of await listKeys(loadConfig(session.env))) {
        session.print(`${id}  ${new Date(createdAtMs).toISOString().slice(0, 10)}  ${name}`);
      }
    });
}
