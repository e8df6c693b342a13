import { userInfo } from "node:os";
import type { Credentials } from "../accounts/mod.js";
import { loadConfig } from "../config.js";
import type { Accounts } from "../main.js";
import type { CliSession } from "./session.js";

/** Opens the data folder's subscriptions and callbacks for a command; a service may run meanwhile. */
export async function useAccounts<T>(
  session: CliSession,
  act: (accounts: Accounts) => Promise<T>,
): Promise<T> {
  const { withAccounts } = await import("../main.js");
  return await withAccounts(loadConfig(session.env), act);
}

/** Who a command's changes are recorded under. */
export function nameActor(): string {
  return `cli:${userInfo().username}`;
}

const LABELS = {
  key: "primary key",
  secondaryKey: "secondary key",
  accessKey: "access key",
  secretKey: "secret key",
  webhookSecret: "webhook secret",
} as const satisfies Record<keyof Credentials, string>;

/** Tells keys and secrets that were just made, on stderr: stdout has only what a script asked for. */
export function tellCredentials(session: CliSession, made: Partial<Credentials>): void {
  for (const [name, label] of Object.entries(LABELS)) {
    const value = made[name as keyof Credentials]; // the names of LABELS are exactly these
    if (value !== undefined) session.warn(`  ${label.padEnd(15)} ${value}`);
  }
}
