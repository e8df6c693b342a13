import type { Command } from "commander";
import { nameActor, useAccounts } from "../accounts-session.js";
import type { CliSession } from "../session.js";

const HELP = `
A disabled subscription's requests are refused; tasks that it submitted go on. \`drape keys enable\` lets it in again.

Examples:
  drape keys disable TYBEDOF5ikgiwceoTYTmPw
  drape keys enable TYBEDOF5ikgiwceoTYTmPw`;

/** Adds `drape keys disable` and `drape keys enable`. */
export function addKeysDisableCommands(keys: Command, session: CliSession): void {
  for (const [verb, isDisabled] of [
    ["disable", true],
    ["enable", false],
  ] as const) {
    keys
      .command(verb)
      .description(isDisabled ? "refuse a subscription's requests" : "let a disabled subscription in again")
      .argument("<id>", "the subscription, as `drape keys list` names it")
      .addHelpText("after", HELP)
      .action(async (id: string) => {
        await useAccounts(session, ({ subscriptions }) =>
          subscriptions.setDisabled(id, isDisabled, nameActor()),
        );
        session.warn(`Subscription ${id} is ${verb}d`);
      });
  }
}
