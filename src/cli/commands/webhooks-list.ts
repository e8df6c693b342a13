import { Option, type Command } from "commander";
import type { WebhookState } from "../../webhooks/mod.js";
import { useAccounts } from "../accounts-session.js";
import type { CliSession } from "../session.js";

interface ListFlags {
  readonly state: WebhookState;
  readonly subscription?: string;
  readonly json?: true;
}

const LIMIT = 1000;
const STATES = ["dead", "pending", "delivered"] as const satisfies readonly WebhookState[];

const HELP = `
Examples:
  drape webhooks list
  drape webhooks list --state pending --subscription TYBEDOF5ikgiwceoTYTmPw`;

/** Adds `drape webhooks list`: callbacks that were given up, or those of another state. */
export function addWebhooksListCommand(webhooks: Command, session: CliSession): void {
  webhooks
    .command("list")
    .description("list callbacks, newest first; without a flag those that were given up")
    .addOption(new Option("--state <state>", "which callbacks").choices(STATES).default("dead"))
    .option("--subscription <id>", "only of this subscription")
    .option("--json", "print one JSON object a line")
    .addHelpText("after", HELP)
    .action(async ({ state, subscription, json }: ListFlags) => {
      const of = { state, ...(subscription !== undefined && { subscriptionId: subscription }), limit: LIMIT };
      for (const message of await useAccounts(session, ({ webhooks: store }) => store.list(of))) {
        const { id, taskId, url, attempts, lastError, createdAtMs } = message;
        const time = new Date(createdAtMs).toISOString();
        session.print(
          json === true
            ? JSON.stringify(message)
            : `${id}  ${time}  task ${taskId}  ${attempts} attempts  ${lastError ?? ""}  ${url}`,
        );
      }
    });
}
