import type { Command } from "commander";
import { nameActor, useAccounts } from "../accounts-session.js";
import { addPolicyFlags, describePolicy, pickPolicy, type PolicyFlags } from "../policy-flags.js";
import type { CliSession } from "../session.js";

interface ChangeFlags extends PolicyFlags {
  readonly name?: string;
}

const HELP = `
Only what is given changes; "none" takes a limit away. A service that runs obeys at once.

Examples:
  drape keys change TYBEDOF5ikgiwceoTYTmPw --monthly-quota 20000
  drape keys change TYBEDOF5ikgiwceoTYTmPw --requests-per-minute none --fronts gateway,kling`;

/** Adds `drape keys change`: other limits, another name. */
export function addKeysChangeCommand(keys: Command, session: CliSession): void {
  const command = keys
    .command("change")
    .description("change a subscription's name or limits")
    .argument("<id>", "the subscription, as `drape keys list` names it")
    .option("--name <name>", "what to call it");
  addPolicyFlags(command)
    .addHelpText("after", HELP)
    .action(async (id: string, flags: ChangeFlags) => {
      const change = { ...(flags.name !== undefined && { name: flags.name }), policy: pickPolicy(flags) };
      const { name, policy } = await useAccounts(session, ({ subscriptions }) =>
        subscriptions.change(id, change, nameActor()),
      );
      session.print(`${id}  ${name}  (${describePolicy(policy)})`);
    });
}
