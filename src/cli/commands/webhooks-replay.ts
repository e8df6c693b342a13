import type { Command } from "commander";
import { useAccounts } from "../accounts-session.js";
import { EXIT, UsageError, type CliSession } from "../session.js";

const HELP = `
A running service sends them within a second, else the next start does, with attempts for a day as if they were new. A task's
messages go in their order again; one whose later messages were delivered already comes after them.

Examples:
  drape webhooks replay msg_pMtK3LSjORtZRW1i55B3hA
  drape webhooks replay --all
  drape webhooks replay --all --json   prints {"replayed":3,"unknown":[]}`;

interface ReplayFlags {
  readonly all?: true;
  readonly json?: true;
}

/** Adds `drape webhooks replay`: sends callbacks again that were given up. */
export function addWebhooksReplayCommand(webhooks: Command, session: CliSession): void {
  webhooks
    .command("replay")
    .description("send callbacks again that were given up")
    .argument("[ids...]", "callbacks, as `drape webhooks list` names them")
    .option("--all", "all that were given up")
    .option("--json", "print how many, and which callbacks there are not, as JSON")
    .addHelpText("after", HELP)
    .action(async (ids: readonly string[], { all, json }: ReplayFlags) => {
      if ((all === true) === ids.length > 0) throw new UsageError("give either callbacks or --all");
      await useAccounts(session, async ({ webhooks: store }) => {
        let replayed = all === true ? await store.replay() : 0;
        const unknown: string[] = [];
        for (const id of ids) {
          const found = await store.replay(id);
          if (found === 0) unknown.push(id);
          replayed += found;
        }
        if (unknown.length > 0) session.exitCode = EXIT.failed;
        for (const id of unknown) session.warn(`drape: there is no dead callback ${id}`);
        session.print(json === true ? JSON.stringify({ replayed, unknown }) : `${replayed} to be sent again`);
      });
    });
}
