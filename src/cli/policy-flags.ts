import { InvalidArgumentError, type Command } from "commander";
import { FRONTS, UNLIMITED, type Front, type SubscriptionPolicy } from "../accounts/mod.js";

const NONE = "none";
const POLICY_NAMES = Object.keys(UNLIMITED) as readonly (keyof SubscriptionPolicy)[]; // it has all of them

/** In an object, because commander takes null for a flag without a value. */
interface Parsed<T> {
  readonly limit: T;
}

/** A command's flags as far as they are about the policy. */
export type PolicyFlags = {
  readonly [Name in keyof SubscriptionPolicy]?: Parsed<SubscriptionPolicy[Name]>;
};

/** Adds a flag for each part of a policy; "none" takes a limit away. commander gives them back as PolicyFlags. */
export function addPolicyFlags(command: Command): Command {
  return command
    .option("--fronts <names>", `which APIs it may use: ${FRONTS.join(", ")}`, parseFronts)
    .option("--engines <names>", "which engines it may use, comma-separated", parseNames)
    .option("--requests-per-minute <n>", "requests a minute, polls too", parseCount(1))
    .option("--concurrent-tasks <n>", "tasks that have not ended", parseCount(0))
    .option("--monthly-quota <n>", "try-ons a calendar month (UTC)", parseCount(0))
    .option("--callback-hosts <hosts>", "hosts of callback URLs; *.example.com: all below it", parseNames)
    .option("--result-days <n>", "days that its results stay", parseCount(1));
}

/** The policy that a command's flags give. */
export function pickPolicy(flags: PolicyFlags): Partial<SubscriptionPolicy> {
  return Object.fromEntries(POLICY_NAMES.flatMap((name) => (flags[name] ? [[name, flags[name].limit]] : [])));
}

/** The policy's limits in words, or "no limits". */
export function describePolicy(policy: SubscriptionPolicy): string {
  const limits = Object.entries(policy).flatMap(([name, value]) =>
    value === null ? [] : [`${name} ${String(value)}`],
  );
  return limits.length === 0 ? "no limits" : limits.join(", ");
}

function parseFronts(text: string): Parsed<readonly Front[] | null> {
  const { limit: names } = parseNames(text);
  if (names === null) return { limit: null };
  return {
    limit: names.map((name) => {
      const front = FRONTS.find((known) => known === name);
      if (front === undefined) throw new InvalidArgumentError(`want ${FRONTS.join(", ")} or ${NONE}`);
      return front;
    }),
  };
}

function parseNames(text: string): Parsed<readonly string[] | null> {
  const names = text.split(",").map((name) => name.trim().toLowerCase());
  if (names.includes("")) throw new InvalidArgumentError(`want names, comma-separated, or ${NONE}`);
  return { limit: text === NONE ? null : names };
}

function parseCount(min: number): (text: string) => Parsed<number | null> {
  return (text) => {
    if (text === NONE) return { limit: null };
    if (!/^\d{1,9}$/.test(text) || Number(text) < min)
      throw new InvalidArgumentError(`want a whole number from ${min}, or ${NONE}`);
    return { limit: Number(text) };
  };
}
