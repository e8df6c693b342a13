import { lookup as systemLookup, type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { Agent, request, type Dispatcher } from "undici";
import { isPublicAddress, literalAddress } from "./public-address.js";

/** Finds all addresses of a host name, as dns.lookup with `all: true` does. */
export type ResolveAddresses = (
  hostname: string,
  callback: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

export interface SafeFetcherOptions {
  /** Host names and addresses that may be fetched although they are not public. @default [] */
  readonly allowHosts?: readonly string[];
  /** @default 10 MiB */
  readonly maxBytes?: number;
  /** For all of it: connecting, redirects and body. @default 20 s */
  readonly timeoutMs?: number;
  /** @default 3 */
  readonly maxRedirects?: number;
  /** @default the system's resolver */
  readonly resolve?: ResolveAddresses;
}

export type FetchOutcome =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly code: "URL_REFUSED" | "FETCH_FAILED"; readonly message: string };

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

class RefusedAddressError extends Error {
  override readonly name = "RefusedAddressError";
}

/**
 * Fetches URLs that strangers gave, without ever connecting to an address off the public internet: literal addresses are
 * checked before the request, names when they are resolved for the connection itself (so a second answer of the name server
 * cannot slip in), and every redirect again.
 */
export class SafeFetcher {
  readonly #options: Required<SafeFetcherOptions>;
  readonly #agent: Agent;

  constructor(options: SafeFetcherOptions = {}) {
    this.#options = {
      allowHosts: [],
      maxBytes: 10 * 1024 * 1024,
      timeoutMs: 20_000,
      maxRedirects: 3,
      resolve: (hostname, callback) => systemLookup(hostname, { all: true }, callback),
      ...options,
    };
    this.#agent = new Agent({ connect: { lookup: createCheckedLookup(this.#options) } });
  }

  /** The body behind `url`. Rejects only with the signal's reason. */
  async fetch(url: string, { signal }: { readonly signal: AbortSignal }): Promise<FetchOutcome> {
    const deadline = AbortSignal.timeout(this.#options.timeoutMs);
    try {
      return await this.#follow(url, AbortSignal.any([signal, deadline]));
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (deadline.aborted) return failed(`no complete answer within ${this.#options.timeoutMs / 1000} s`);
      const refusal = findRefusal(error);
      return refusal === undefined ? failed(describe(error)) : refused(refusal.message);
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #follow(start: string, signal: AbortSignal): Promise<FetchOutcome> {
    let url = start;
    for (let hop = 0; hop <= this.#options.maxRedirects; hop++) {
      const reason = findUrlFault(url, this.#options.allowHosts);
      if (reason !== undefined) return refused(reason);
      const reply = await request(url, {
        dispatcher: this.#agent,
        signal,
        headers: {
          accept: "image/jpeg, image/png, */*;q=0.1",
          "accept-encoding": "identity",
          "user-agent": "Drape (image fetch)",
        },
      });
      const { location } = reply.headers;
      if (!REDIRECTS.has(reply.statusCode) || typeof location !== "string") return await this.#read(reply);
      discard(reply.body);
      if (!URL.canParse(location, url)) return failed("redirected to something that is not a URL");
      url = new URL(location, url).href;
    }
    return failed(`more than ${this.#options.maxRedirects} redirects`);
  }

  async #read({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<FetchOutcome> {
    const { maxBytes } = this.#options;
    const tooLarge = failed(`larger than ${maxBytes} bytes`);
    if (statusCode !== 200 || Number(headers["content-length"] ?? 0) > maxBytes) {
      discard(body);
      return statusCode === 200 ? tooLarge : failed(`the server answered ${statusCode}`);
    }
    const chunks: Uint8Array[] = [];
    let sizeBytes = 0;
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) {
        discard(body);
        return tooLarge;
      }
      chunks.push(chunk);
    }
    return { ok: true, bytes: Buffer.concat(chunks) };
  }
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

function createCheckedLookup({ resolve, allowHosts }: Required<SafeFetcherOptions>): LookupFunction {
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
function discard(body: Dispatcher.ResponseData["body"]): void {
  body.on("error", () => {}).destroy();
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return error.message === "" ? (code ?? error.name) : error.message;
}

function refused(message: string): FetchOutcome {
  return { ok: false, code: "URL_REFUSED", message };
}

function failed(message: string): FetchOutcome {
  return { ok: false, code: "FETCH_FAILED", message };
}
