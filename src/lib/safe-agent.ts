import { lookup as systemLookup, type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { Agent, type Dispatcher } from "undici";
import { isPublicAddress, literalAddress } from "./public-address.js";

/** Finds all addresses of a host name, as dns.lookup with `all: true` does. */
export type ResolveAddresses = (
  hostname: string,
  callback: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

export interface SafeAgentOptions {
  /** Host names and addresses that may be reached although they are not public. @default [] */
  readonly allowHosts?: readonly string[];
  /** @default the system's resolver */
  readonly resolve?: ResolveAddresses;
}

/** Why nothing came back from a URL: it is not to be asked, or it did not answer as it should. */
export interface SafeFailure {
  readonly ok: false;
  readonly code: "URL_REFUSED" | "FETCH_FAILED";
  readonly message: string;
}

class RefusedAddressError extends Error {
  override readonly name = "RefusedAddressError";
}

/**
 * Connects to public addresses only. Names are checked when they are resolved for the connection itself, so a second answer of the
 * name server cannot slip in. Literal addresses never reach a lookup: check each URL with findUrlFault() first.
 */
export function createSafeAgent({
  allowHosts = [],
  resolve = (hostname, callback) => systemLookup(hostname, { all: true }, callback),
}: SafeAgentOptions): Agent {
  return new Agent({ connect: { lookup: createCheckedLookup(resolve, allowHosts) } });
}

/**
 * What is wrong with a URL before anything is fetched, or undefined: not http(s), a user name inside, or a literal address off
 * the public internet. Decimal, octal and hexadecimal spellings are covered because the URL parser turns them into dotted form.
 */
export function findUrlFault(text: string, allowHosts: readonly string[]): string | undefined {
  if (!URL.canParse(text)) return "not a URL";
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    return `${url.protocol} is not supported: use http or https`;
  if (url.username !== "" || url.password !== "") return "a URL must not carry a user name or password";
  if (isAllowed(url.hostname, allowHosts)) return undefined;
  const literal = literalAddress(url.hostname);
  if (literal !== undefined && !isPublicAddress(literal)) return `${url.hostname} is not a public address`;
  if (/(^|\.)localhost\.?$/.test(url.hostname)) return `${url.hostname} is not a public host`;
  return undefined;
}

function isAllowed(hostname: string, allowHosts: readonly string[]): boolean {
  return allowHosts.includes(hostname.replace(/^\[|\]$/g, ""));
}

function createCheckedLookup(resolve: ResolveAddresses, allowHosts: readonly string[]): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      const first = addresses?.[0];
      if (error !== null || first === undefined)
        return callback(error ?? new Error(`${hostname} has no address`), "", 0);
      const bad = isAllowed(hostname, allowHosts)
        ? undefined
        : addresses.find(({ address }) => !isPublicAddress(address));
      if (bad !== undefined)
        return callback(new RefusedAddressError(`${hostname} is not a public host`), "", 0);
      if (options.all === true) return callback(null, [...addresses]);
      return callback(null, first.address, first.family);
    });
  };
}

/** Connecting to several addresses wraps the errors of each in an AggregateError. */
function findRefusal(error: unknown): RefusedAddressError | undefined {
  if (error instanceof RefusedAddressError) return error;
  if (error instanceof AggregateError)
    return error.errors.map(findRefusal).find((found) => found !== undefined);
  return error instanceof Error && error.cause !== undefined ? findRefusal(error.cause) : undefined;
}

/** Ends a body that nobody will read. Destroying it emits an error, which would end the process if nobody listened. */
export function discard(body: Dispatcher.ResponseData["body"]): void {
  body.on("error", () => {}).destroy();
}

/** What an error of a request means for its caller. */
export function toSafeFailure(error: unknown): SafeFailure {
  const refusal = findRefusal(error);
  return refusal === undefined ? failed(describe(error)) : refused(refusal.message);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return error.message === "" ? (code ?? error.name) : error.message;
}

export function refused(message: string): SafeFailure {
  return { ok: false, code: "URL_REFUSED", message };
}

export function failed(message: string): SafeFailure {
  return { ok: false, code: "FETCH_FAILED", message };
}
