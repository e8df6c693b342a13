import type { Command } from "commander";
import { nameActor, tellCredentials, useAccounts } from "../accounts-session.js";
import { addPolicyFlags, pickPolicy, type PolicyFlags } from "../policy-flags.js";
import type { CliSession } from "../session.js";

interface CreateFlags extends PolicyFlags {
  readonly name: string;
  readonly json?: true;
}

const HELP = `
The primary key is printed to stdout, alone on its line; the other keys and secrets go to stderr. Only hashes and encrypted
secrets are stored, so nobody can show them again. A service that runs knows them at once.

Examples:
  drape keys create
  drape keys create --name "web shop" --concurrent-tasks 4 --monthly-quota 10000 --callback-hosts "*.shop.example"
  KEY=$(DATA_DIR=/srv/drape drape keys create)`;

/** Adds `drape keys create`: one more subscription with its keys. */
export function addKeysCreateCommand(keys: Command, session: CliSession): void {
  const command = keys
    .command("create")
    .description("make a subscription and its keys for a client")
    .option("--name <name>", "what to call it", "unnamed")
    .option("--json", "print all keys and secrets as JSON");
  addPolicyFlags(command)
    .addHelpText("after", HELP)
    .action((flags: CreateFlags) => createKeys(flags, session));
}

async function createKeys(flags: CreateFlags, session: CliSession): Promise<void> {
  const made = await useAccounts(session, ({ subscriptions }) =>
    subscriptions.create(flags.name, { policy: pickPolicy(flags), actor: nameActor() }),
  );
  if (flags.json === true) return session.print(JSON.stringify(made, null, 2));
  session.warn(`Subscription ${made.id} (${made.name}); its keys and secrets, shown this once:`);
  tellCredentials(session, made);
  session.print(made.key);
}
