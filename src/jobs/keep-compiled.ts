import { setFlagsFromString } from "node:v8";

/** Collections of the heap after which shapes of objects that nobody has are forgotten: never. A try-on has six. */
const NEVER = 1_000_000;

/**
 * Keeps what V8 has learnt and compiled of the engine from one try-on to the next. Most of its functions run once or a few times in each and
 * make many pixels in between, so that V8 takes them for unused, and their objects' shapes for gone: it would throw their code away and
 * compile it again in the next (ADR-0059). Flags that a version of V8 does not know do nothing.
 */
export function keepCompiledCode(): void {
  setFlagsFromString("--no-flush-bytecode");
  setFlagsFromString("--no-lazy-feedback-allocation");
  setFlagsFromString(`--retain-maps-for-n-gc=${NEVER}`);
}
