import type { Problem, TryOn } from "../../src/api/wire/types.js";
import { readEvents } from "./event-stream.js";

/** The service said no; the message has its words. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  readonly code: string;
  readonly status: number;

  constructor(problem: Pick<Problem, "code" | "status" | "detail">) {
    super(problem.detail);
    this.code = problem.code;
    this.status = problem.status;
  }
}

/** The service did not answer at all. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

/** Sends a request without cookies. @throws RefusedError, UnreachableError, or the signal's reason */
export async function askService(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, credentials: "omit", cache: "no-store" });
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause;
    throw new UnreachableError("The service does not answer", { cause });
  }
  if (response.ok) return response;
  throw new RefusedError(await readProblem(response));
}

/** The same request with a token. */
export function signRequest(init: RequestInit, token: string): RequestInit {
  const headers = new Headers(init.headers);
  headers.set("authorization", `Bearer ${token}`);
  return { ...init, headers };
}

/** The try-ons of an event stream, until one has ended. @throws UnreachableError when the connection breaks before */
export async function* readTryOns(
  response: Response,
  signal: AbortSignal,
): AsyncGenerator<TryOn, void, undefined> {
  try {
    for await (const data of readEvents(response)) {
      const tryOn = JSON.parse(data) as TryOn;
      yield tryOn;
      if (tryOn.ended_at !== null) return;
    }
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new UnreachableError("The connection broke", { cause });
  }
  throw new UnreachableError("The connection was closed");
}

async function readProblem(response: Response): Promise<Pick<Problem, "code" | "status" | "detail">> {
  const fallback = {
    code: "INTERNAL",
    status: response.status,
    detail: `the service answered ${response.status}`,
  };
  const body = (await response.json().catch(() => ({}))) as Partial<Problem>; // a proxy's error page is no JSON
  return { ...fallback, ...body, status: response.status };
}
