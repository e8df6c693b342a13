import type { Command } from "commander";
import { useAccounts } from "../accounts-session.js";
import { describePolicy } from "../policy-flags.js";
import type { CliSession } from "../session.js";

const HELP = `
Examples:
  drape keys list
  DATA_DIR=/srv/drape drape keys list --json`;

/** Adds `drape keys list`: who has keys. The keys themselves are not stored. */
export function addKeysListCommand(keys: Command, session: CliSession): void {
  keys
    .command("list")
    .description("list the subscriptions, oldest first")
    .option("--json", "print one JSON object a line")
    .addHelpText("after", HELP)
    .action(async ({ json }: { readonly json?: true }) => {
      const subscriptions = await useAccounts(session, (accounts) => accounts.subscriptions.list());
      for (const subscription of subscriptions) {
        const { id, name, createdAtMs, disabledAtMs, policy } = subscription;
        const day = new Date(createdAtMs).toISOString().slice(0, 10);
        const state = disabledAtMs === undefined ? "" : "  DISABLED";
        session.print(
          json === true
            ? JSON.stringify(subscription)
            : `${id}  ${day}  ${name}  (${describePolicy(policy)})${state}`,
        );
      }
    });
}
