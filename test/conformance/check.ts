import type { Target } from "./target.js";

/** One promise of the contract, and the way to see that a server keeps it. */
export interface Check {
  /** Words of docs/wire/protocol.md. */
  readonly sentence: string;
  /** Rejects when the server breaks the promise; "skipped" with the reason when this target cannot show it. */
  readonly run: (at: Target) => Promise<void | Skipped>;
}

/** Why a check says nothing about this target. */
export interface Skipped {
  readonly skipped: string;
}

export const NEEDS_LAB: Skipped = { skipped: "needs a server of this run's own" };
export const NEEDS_OTHER_KEYS: Skipped = { skipped: "needs the keys of a second subscription" };
export const NEEDS_OPERATOR: Skipped = { skipped: "needs the server's admin token in DRAPE_ADMIN_TOKEN" };
export const NEEDS_WEB: Skipped = {
  skipped: "needs a server that may call this machine: start it with DRAPE_ALLOW_HOSTS=127.0.0.1",
};
