import type { Mask } from "../../image.js";
import { length3 } from "../../kernels/length.js";
import type { LabImage } from "../../kernels/srgb-to-lab.js";
import type { LegSplit } from "./split-legs.js";

/** Lab distance from the gap's own colour within which a pixel is the ground. */
const GROUND_DISTANCE = 9;
/** A row of the tip is no wider than the row below it by more than so many pixels on either side: a pale print beside it is. */
const WIDER_PX = 1;

/** The gap is entered in one of so many rows below its top, so near to its middle: filling the outline may have closed its first rows. */
const ENTER_ROWS = 6;
const ENTER_PX = 2;

/** The run of uncovered pixels nearest to `x` in a row; null without one close by. */
function openRun({ width, data }: Mask, y: number, x: number): readonly [number, number] | null {
  const isOpen = (at: number): boolean => at > 0 && at < width - 1 && data[y * width + at]! < 128;
  const middle = Math.floor(x);
  let from = middle;
  for (let d = 1; d <= ENTER_PX && !isOpen(from); d++)
    from = isOpen(middle - d) ? middle - d : isOpen(middle + d) ? middle + d : middle;
  if (!isOpen(from)) return null;
  let to = from;
  while (isOpen(from - 1)) from--;
  while (isOpen(to + 1)) to++;
  return [from, to];
}

/**
 * Opens the narrow tip of the gap between two legs, which the cut-out closed: row by row up from its open part, what has the ground's colour.
 * Returns a new mask. Shape: `mask` and `lab` of one size.
 */
export function openGapTip(mask: Mask, lab: LabImage, { crotch, dividing, gapTop }: LegSplit): Mask {
  if (gapTop === undefined) return mask;
  const first = Math.floor(crotch.y);
  const { width } = mask;
  let start = gapTop;
  let run = openRun(mask, start, dividing[start - first] ?? crotch.x);
  while (run === null && start < Math.min(mask.height - 1, gapTop + ENTER_ROWS)) {
    start++;
    run = openRun(mask, start, dividing[start - first] ?? crotch.x);
  }
  if (run === null) return mask;
  const at = 3 * (start * width + ((run[0] + run[1]) >> 1));
  const isGround = (i: number): boolean =>
    length3(
      lab.data[3 * i]! - lab.data[at]!,
      lab.data[3 * i + 1]! - lab.data[at + 1]!,
      lab.data[3 * i + 2]! - lab.data[at + 2]!,
    ) < GROUND_DISTANCE;
  const data = new Uint8Array(mask.data);
  for (let y = start - 1; y >= first && run !== null; y--) {
    const found: number[] = [];
    for (let x = run[0] - WIDER_PX; x <= run[1] + WIDER_PX; x++) if (isGround(y * width + x)) found.push(x);
    for (const x of found) data[y * width + x] = 0;
    run = found.length === 0 ? null : [found[0]!, found.at(-1)!];
  }
  return { ...mask, data };
}
