/** A picture: its bytes, or a string with its URL or raw Base64. */
export type Picture = string | Uint8Array | Blob;

/** A try-on as every server tells it. */
export interface TryOnStatus {
  readonly id: string;
  readonly status: "queued" | "running" | "succeeded" | "failed" | "canceled";
  /** 0..100; undefined where the server does not tell. */
  readonly progress: number | undefined;
  /** What the engine is doing; undefined where the server does not tell. */
  readonly stage: string | undefined;
  /** Link to the picture, when it has succeeded. */
  readonly pictureUrl: string | undefined;
  /** Names of what may be wrong with the picture. */
  readonly warnings: readonly string[];
  /** The engine's quality report; undefined where there is none. */
  readonly report: unknown;
  /** Why it failed. */
  readonly error: { readonly code: string | undefined; readonly message: string } | undefined;
}

/** A try-on that succeeded, with its picture. */
export interface TryOnPicture extends TryOnStatus {
  readonly picture: Uint8Array;
  /** Its media type, such as `image/png`. */
  readonly pictureType: string;
}

export interface CallOptions {
  /** Ends the call; it rejects with the signal's reason. What the server has accepted goes on there. */
  readonly signal?: AbortSignal;
}

export interface WaitOptions extends CallOptions {
  /** Called with every change that is seen. */
  readonly onProgress?: (tryOn: TryOnStatus) => void;
}

/** What both clients do. */
export interface TryOnClient<Request> {
  /** Hands a try-on in; it is accepted once, however often the connection breaks. */
  submit(request: Request, options?: CallOptions): Promise<TryOnStatus>;
  status(id: string, options?: CallOptions): Promise<TryOnStatus>;
  /** Polls until it has ended, well or not. */
  wait(id: string, options?: WaitOptions): Promise<TryOnStatus>;
  /** All in one: submits, waits, fetches the picture. @throws TryOnFailedError when there is none */
  tryOn(request: Request, options?: WaitOptions): Promise<TryOnPicture>;
}

/** How failed requests are repeated. */
export interface RetryPolicy {
  /** How often a request is sent at most. @default 5 */
  readonly maxAttempts: number;
  /** The first wait; each is twice as long as the one before. @default 500 ms */
  readonly firstDelayMs: number;
  /** The longest wait; a server that wants more (`Retry-After`) is not waited for. @default 60 s */
  readonly maxDelayMs: number;
}

/** Time, for tests to replace. */
export interface Clock {
  nowMs(): number;
  /** Rejects with the signal's reason when it fires. */
  sleep(ms: number, signal: AbortSignal | undefined): Promise<void>;
}

/** What both clients take besides their keys. */
export interface ClientOptions {
  readonly retry?: Partial<RetryPolicy>;
  /** How long one attempt may take. @default 60 s */
  readonly timeoutMs?: number;
  /** The first wait between two polls of wait(); each is a quarter longer, up to five times the first. @default 1 s */
  readonly pollMs?: number;
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
  /** In 0..1, for the jitter. @default Math.random */
  readonly random?: () => number;
}
