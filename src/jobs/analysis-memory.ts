import { createHash } from "node:crypto";
import { listAnalyses, type GarmentOutcome, type PersonOutcome, type UndressPlan } from "../engine/mod.js";

/** What was found in the last pictures, by the content of their files. */
export interface AnalysisMemory<T> {
  /** `reading` tells apart what one file was read as. @default "" */
  recall(file: Uint8Array, reading?: string): T | undefined;
  remember(file: Uint8Array, analysis: T, reading?: string): void;
  /** Forgets everything. */
  clear(): void;
}

export interface AnalysisMemoryOptions {
  /** Bound on the analyses' pixels together. */
  readonly maxBytes?: number;
  /** Everything is forgotten when nothing was asked for so long. @default ten minutes */
  readonly keepMs?: number;
}

/** Analyses of the last persons: a second garment on the same person skips both looks. It holds no photos, only labels and outlines. */
export type PersonMemory = AnalysisMemory<PersonOutcome>;

/** Analyses of the last garments: the next person in the same garment finds it read. */
export type GarmentMemory = AnalysisMemory<GarmentOutcome>;

/** How the last persons are undressed: a second garment finds that out already. */
export type PlanMemory = AnalysisMemory<UndressPlan>;

/** What a refusal takes, roughly. */
const REFUSAL_BYTES = 1024;

/** Makes an empty memory of persons. @default maxBytes 12 MiB: eight persons of 768 x 1024, one of 2048 x 2048 */
export function createPersonMemory(options: AnalysisMemoryOptions = {}): PersonMemory {
  return createAnalysisMemory(
    (outcome) =>
      outcome.ok ? outcome.value.matte.data.length + outcome.value.parts.data.length : REFUSAL_BYTES,
    { maxBytes: 12 * 2 ** 20, ...options },
  );
}

/** Makes an empty memory of how persons are undressed. @default maxBytes 8 MiB: six persons of 768 x 1024 */
export function createPlanMemory(options: AnalysisMemoryOptions = {}): PlanMemory {
  return createAnalysisMemory(
    // the parts and the three masks of the removal
    ({ parts }) => 4 * parts.data.length,
    { maxBytes: 8 * 2 ** 20, ...options },
  );
}

/** Makes an empty memory of garments. @default maxBytes 12 MiB: three garments of 768 x 1024 */
export function createGarmentMemory(options: AnalysisMemoryOptions = {}): GarmentMemory {
  return createAnalysisMemory(
    (outcome) => {
      if (!outcome.ok) return REFUSAL_BYTES;
      // the part that lies behind the wearer is a mask of the matte's size
      const sizes = listAnalyses(outcome.value).map(
        ({ matte, colour }) => colour.data.length + 2 * matte.data.length,
      );
      return sizes.reduce((sum, size) => sum + size, 0);
    },
    { maxBytes: 12 * 2 ** 20, ...options },
  );
}

/** A memory of what takes `sizeOf` bytes. The one not used for longest goes first. Keeps no process alive. */
function createAnalysisMemory<T>(
  sizeOf: (analysis: T) => number,
  { maxBytes, keepMs = 600_000 }: AnalysisMemoryOptions & { readonly maxBytes: number },
): AnalysisMemory<T> {
  // A Map keeps the order of insertion: the first entry is the one not used for longest
  const analyses = new Map<string, T>();
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;

  const hash = (file: Uint8Array, reading = ""): string =>
    `${createHash("sha256").update(file).digest("base64")}${reading}`;
  const drop = (key: string): T | undefined => {
    const analysis = analyses.get(key);
    if (analysis !== undefined) bytes -= sizeOf(analysis);
    analyses.delete(key);
    return analysis;
  };
  const clear = (): void => {
    analyses.clear();
    bytes = 0;
    clearTimeout(timer);
  };
  const keep = (key: string, analysis: T): void => {
    analyses.set(key, analysis);
    bytes += sizeOf(analysis);
    for (const oldest of analyses.keys()) {
      if (bytes <= maxBytes) break;
      drop(oldest);
    }
    clearTimeout(timer);
    timer = setTimeout(clear, keepMs).unref();
  };
  return {
    recall(file, reading) {
      const key = hash(file, reading);
      const analysis = drop(key);
      if (analysis !== undefined) keep(key, analysis);
      return analysis;
    },
    remember(file, analysis, reading) {
      const key = hash(file, reading);
      drop(key);
      keep(key, analysis);
    },
    clear,
  };
}
