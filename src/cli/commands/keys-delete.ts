import type { Command } from "commander";
import { nameActor, useAccounts } from "../accounts-session.js";
import { UsageError, type CliSession } from "../session.js";

const HELP = `
Its keys are refused at once, its open tasks are canceled, and its photos and results are deleted by a running service within a
minute, else at the next start. What it used and who changed it stay.

Examples:
  drape keys delete TYBEDOF5ikgiwceoTYTmPw --yes`;

/** Adds `drape keys delete`: forgets a subscription. */
export function addKeysDeleteCommand(keys: Command, session: CliSession): void {
  keys
    .command("delete")
    .description("delete a subscription with its keys, tasks and pictures")
    .argument("<id>", "the subscription, as `drape keys list` names it")
    .option("--yes", "needed: nothing brings it back")
    .addHelpText("after", HELP)
    .action(async (id: string, { yes }: { readonly yes?: true }) => {
      if (yes !== true) throw new UsageError("nothing brings a subscription back: add --yes to delete it");
      await useAccounts(session, (accounts) => accounts.removeSubscription(id, nameActor()));
      session.warn(`Subscription ${id} is deleted`);
    });
}
