import { TryOnFailedError } from "./errors.js";
import type { Http } from "./http.js";
import type { Clock, TryOnPicture, TryOnStatus, WaitOptions } from "./types.js";

const POLL_MS = 1000;
const GROWTH = 1.25;
const MAX_GROWTH = 5;

/** Polls until the try-on has ended. */
export async function waitForEnd(
  poll: () => Promise<TryOnStatus>,
  { clock, pollMs = POLL_MS }: { readonly clock: Clock; readonly pollMs: number | undefined },
  { onProgress, signal }: WaitOptions,
): Promise<TryOnStatus> {
  let told = "";
  for (let round = 0; ; round++) {
    const tryOn = await poll();
    const news = JSON.stringify([tryOn.status, tryOn.progress, tryOn.stage]);
    if (news !== told) onProgress?.(tryOn);
    told = news;
    if (tryOn.status !== "queued" && tryOn.status !== "running") return tryOn;
    await clock.sleep(pollMs * Math.min(GROWTH ** round, MAX_GROWTH), signal);
  }
}

/** The picture of a try-on that has ended. @throws TryOnFailedError when it has none */
export async function fetchPicture(
  http: Http,
  tryOn: TryOnStatus,
  signal: AbortSignal | undefined,
): Promise<TryOnPicture> {
  if (tryOn.status !== "succeeded" || tryOn.pictureUrl === undefined) throw new TryOnFailedError(tryOn);
  const found = await http.send({
    method: "GET",
    url: tryOn.pictureUrl,
    makeHeaders: async () => ({}), // the link is all that is needed, and another server may be behind it
    signal,
    read: async (response) => ({
      picture: new Uint8Array(await response.arrayBuffer()),
      pictureType: response.headers.get("content-type") ?? "application/octet-stream",
    }),
  });
  return { ...tryOn, ...found };
}
