import type { Command } from "commander";
import { loadConfig } from "../../config.js";
import type { CliSession } from "../session.js";

const HELP = `
The key is printed to stdout, alone on its line. Only its hash is stored, so nobody can show it again. A service that runs
knows it at once.

Examples:
  drape keys create
  drape keys create --name "web shop"
  KEY=$(DATA_DIR=/srv/drape drape keys create)`;

/** Adds `drape keys create`: one more subscription key. */
export function addKeysCreateCommand(keys: Command, session: CliSession): void {
  keys
    .command("create")
    .description("make a subscription key for a client")
    .option("--name <name>", "what to call its subscription", "unnamed")
    .addHelpText("after", HELP)
    .action(async ({ name }: { readonly name: string }) => {
      const { createKey } = await import("../../main.js");
      const { key, id } = await createKey(loadConfig(session.env), name);
      session.warn(`Subscription ${id} (${name}); its key, shown this once:`);
      session.print(key);
    });
}
