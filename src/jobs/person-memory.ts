import { createHash } from "node:crypto";
import type { PersonOutcome } from "../engine/mod.js";

/** Analyses of the last persons, by the content of their photo: a second garment on the same person skips both looks. */
export interface PersonMemory {
  recall(photo: Uint8Array): PersonOutcome | undefined;
  remember(photo: Uint8Array, outcome: PersonOutcome): void;
  /** Forgets everybody. */
  clear(): void;
}

export interface PersonMemoryOptions {
  /** Bound on the analyses' masks together. @default 32 MiB: twenty persons of 768 x 1024, four of 2048 x 2048 */
  readonly maxBytes?: number;
  /** Everybody is forgotten when nobody was dressed for so long. @default ten minutes */
  readonly keepMs?: number;
}

/** What a refusal takes, roughly. */
const REFUSAL_BYTES = 1024;

function sizeOf(outcome: PersonOutcome): number {
  return outcome.ok ? outcome.value.matte.data.length + outcome.value.parts.data.length : REFUSAL_BYTES;
}

/** Makes an empty memory. It holds no photos: only what was found in them, under a hash of their bytes. Keeps no process alive. */
export function createPersonMemory(options: PersonMemoryOptions = {}): PersonMemory {
  const { maxBytes = 32 * 2 ** 20, keepMs = 600_000 } = options;
  // A Map keeps the order of insertion: the first entry is the one not used for longest
  const outcomes = new Map<string, PersonOutcome>();
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;

  const hash = (photo: Uint8Array): string => createHash("sha256").update(photo).digest("base64");
  const drop = (key: string): PersonOutcome | undefined => {
    const outcome = outcomes.get(key);
    if (outcome !== undefined) bytes -= sizeOf(outcome);
    outcomes.delete(key);
    return outcome;
  };
  const clear = (): void => {
    outcomes.clear();
    bytes = 0;
    clearTimeout(timer);
  };
  const keep = (key: string, outcome: PersonOutcome): void => {
    outcomes.set(key, outcome);
    bytes += sizeOf(outcome);
    for (const oldest of outcomes.keys()) {
      if (bytes <= maxBytes) break;
      drop(oldest);
    }
    clearTimeout(timer);
    timer = setTimeout(clear, keepMs).unref();
  };
  return {
    recall(photo) {
      const key = hash(photo);
      const outcome = drop(key);
      if (outcome !== undefined) keep(key, outcome);
      return outcome;
    },
    remember(photo, outcome) {
      const key = hash(photo);
      drop(key);
      keep(key, outcome);
    },
    clear,
  };
}
