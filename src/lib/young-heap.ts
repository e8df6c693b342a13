import { setFlagsFromString } from "node:v8";

/**
 * Keeps V8's young generation at the 1 MB it starts with. It would grow to 32 MB, and what is read from sockets is freed only when it
 * is full: with eight large bodies at once the process then holds 168 MB in place of 123 (bench large-bodies). Call it before the
 * large imports. One thread empties it: to wake helpers for 1 MB means to wait for their cores, which are busy when it matters (longest
 * lag of the loop's own 26 ms with helpers, 13 ms without, on a machine whose cores were all taken).
 */
export function keepYoungHeapSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--no-parallel-scavenge");
}
