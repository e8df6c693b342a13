import { Argument, type Command } from "commander";
import { ROTATABLE, type Rotatable } from "../../accounts/mod.js";
import { nameActor, tellCredentials, useAccounts } from "../accounts-session.js";
import type { CliSession } from "../session.js";

const HELP = `
The old value is refused at once. To replace subscription keys without a gap: rotate the one that the client does not use, let the
client move to it, then rotate the other one. The new value is printed to stdout, alone on its line ("access" makes two: the secret
key is on stdout, the access key on stderr).

Examples:
  drape keys rotate TYBEDOF5ikgiwceoTYTmPw secondary
  drape keys rotate TYBEDOF5ikgiwceoTYTmPw webhook
  drape keys rotate TYBEDOF5ikgiwceoTYTmPw access --json   prints both keys as one JSON object`;

/** Adds `drape keys rotate`: a new key or secret in place of an old one. */
export function addKeysRotateCommand(keys: Command, session: CliSession): void {
  keys
    .command("rotate")
    .description("replace a key or secret of a subscription")
    .argument("<id>", "the subscription, as `drape keys list` names it")
    .addArgument(new Argument("<what>", "what to replace").choices(ROTATABLE))
    .option("--json", "print what is new as JSON")
    .addHelpText("after", HELP)
    .action(async (id: string, what: Rotatable, { json }: { readonly json?: true }) => {
      const made = await useAccounts(session, ({ subscriptions }) =>
        subscriptions.rotate(id, what, nameActor()),
      );
      if (json === true) {
        session.print(JSON.stringify({ id, ...made }));
        return;
      }
      session.warn(`Subscription ${id}; new and shown this once:`);
      tellCredentials(session, made);
      session.print(made.key ?? made.secondaryKey ?? made.secretKey ?? made.webhookSecret ?? "");
    });
}
