import { AppError } from "../../lib/errors.js";

export interface WholeNumberRange {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** @default the parameter must be there */
  readonly fallback?: number;
}

/** Reads a query parameter. @throws AppError INVALID_REQUEST naming the parameter and its range */
export function readWholeNumber(
  text: string | undefined,
  { name, min, max, fallback }: WholeNumberRange,
): number {
  if (text === undefined && fallback !== undefined) return fallback;
  const value = Number(text);
  if (text === undefined || !/^\d{1,16}$/.test(text) || value < min || value > max)
    throw new AppError("INVALID_REQUEST", { details: `${name}: want a whole number from ${min} to ${max}` });
  return value;
}
