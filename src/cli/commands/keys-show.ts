import type { Command } from "commander";
import { dayOf } from "../../accounts/mod.js";
import { useAccounts } from "../accounts-session.js";
import { describePolicy } from "../policy-flags.js";
import { UsageError, type CliSession } from "../session.js";

const DAYS_MS = 31 * 24 * 3600_000;
const AUDIT_LIMIT = 20;

const HELP = `
Examples:
  drape keys show TYBEDOF5ikgiwceoTYTmPw`;

/** Adds `drape keys show`: what a subscription may do, what it used in the last 31 days, who changed it. */
export function addKeysShowCommand(keys: Command, session: CliSession): void {
  keys
    .command("show")
    .description("show a subscription's limits, its use by day, and who changed it")
    .argument("<id>", "the subscription, as `drape keys list` names it")
    .option("--json", "print all of it as one JSON object")
    .addHelpText("after", HELP)
    .action((id: string, { json }: { readonly json?: true }) => showSubscription(id, session, json === true));
}

async function showSubscription(id: string, session: CliSession, isJson: boolean): Promise<void> {
  const nowMs = Date.now();
  await useAccounts(session, async ({ subscriptions, listUsage, listAudit }) => {
    const found = await subscriptions.find(id);
    const audit = await listAudit(id, AUDIT_LIMIT);
    if (found === undefined && audit.length === 0) throw new UsageError(`there is no subscription ${id}`);
    const usage = await listUsage(id, { fromDay: dayOf(nowMs - DAYS_MS), toDay: dayOf(nowMs) });
    if (isJson)
      return session.print(JSON.stringify({ id, subscription: found ?? null, usage, audit }, null, 2));
    if (found === undefined) session.print(`${id} is deleted`);
    else session.print(`${id}  ${found.name}  (${describePolicy(found.policy)})`);
    if (found?.disabledAtMs !== undefined)
      session.print(`disabled since ${new Date(found.disabledAtMs).toISOString()}`);
    session.print("\nday          submitted  succeeded  failed  canceled");
    for (const use of usage) {
      const counts = [use.submitted, use.succeeded, use.failed, use.canceled];
      const widths = [9, 11, 8, 10];
      session.print(`${use.day}   ${counts.map((n, i) => String(n).padStart(widths[i] ?? 0)).join("")}`);
    }
    session.print("\nchanges, newest first");
    for (const { atMs, action, actor, details } of audit)
      session.print(`${new Date(atMs).toISOString()}  ${action}  ${actor}  ${JSON.stringify(details)}`);
  });
}
