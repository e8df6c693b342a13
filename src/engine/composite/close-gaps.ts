import type { Image8 } from "../image.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { hasAny, maskWhere, pushPullFill } from "../kernels/push-pull.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import { REVEAL, type PersonCrop, type RemovedGarment } from "../remove/mod.js";
import type { Layer, WarpedGarment } from "../warp/mod.js";

/** Cloth is continued this far, in units, where otherwise a sliver of the worn top's place would show. */
const REACH_UNITS = 0.035;
/** Neckline: out to here across and down to here, in units, skin shows and nothing is continued. */
const NECK_ACROSS = 0.36;
const NECK_DOWN = 0.3;
const SOLID = 200;
/** The cloth's rim is darker than its surface (hems turn away from the light): colours come from further in. */
const EDGE_PX = 5;

export interface GapContext {
  readonly body: BodyFrame;
  readonly removal: RemovedGarment;
  readonly hasSleeves: boolean;
}

/**
 * A layer of cloth under the garment that continues it into the slivers which the worn top covered and the new one nearly
 * does: armpits, shoulder tops, side seams. Null when there are none.
 */
export function closeGaps(crop: PersonCrop, garment: WarpedGarment, context: GapContext): Layer | null {
  const { body, removal, hasSleeves } = context;
  const { parts, rect } = crop;
  const { width, height } = parts;
  const layers = [garment.torso, garment.leftSleeve, garment.rightSleeve].map((layer) => layer.image.data);
  const cloth = maskWhere(width, height, (i) => layers.some((data) => data[4 * i + 3]! >= SOLID));
  const near = dilateSquare(cloth, Math.max(1, Math.round(REACH_UNITS * body.unit))).data;
  const gap = maskWhere(width, height, (i) => {
    if (parts.data[i] !== PART.upper || near[i] === 0 || cloth.data[i] !== 0) return false;
    const reveal = removal.reveal.data[i];
    // bare shoulders and arms of a sleeveless garment are no slivers
    if (!hasSleeves && (reveal === REVEAL.skin || reveal === REVEAL.arm)) return false;
    const dx = (i % width) + rect.left - body.origin.x;
    const dy = Math.floor(i / width) + rect.top - body.origin.y;
    const across = Math.abs(dx * body.acrossShoulders.x + dy * body.acrossShoulders.y) / body.unit;
    const down = (dx * body.down.x + dy * body.down.y) / body.unit;
    return across > NECK_ACROSS || down > NECK_DOWN;
  });
  if (!hasAny(gap)) return null;
  const inner = erodeSquare(cloth, EDGE_PX);
  const colours: Image8 = { width, height, channels: 3, data: new Uint8ClampedArray(3 * width * height) };
  for (let i = 0; i < cloth.data.length; i++) {
    if (cloth.data[i] === 0) continue;
    const data = layers.findLast((layer) => layer[4 * i + 3]! >= SOLID)!;
    for (let c = 0; c < 3; c++) colours.data[3 * i + c] = data[4 * i + c]!;
  }
  const filled = pushPullFill(colours, hasAny(inner) ? inner : cloth);
  const image: Image8 = { width, height, channels: 4, data: new Uint8ClampedArray(4 * width * height) };
  for (let i = 0; i < gap.data.length; i++) {
    if (gap.data[i] === 0) continue;
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = filled.data[3 * i + c]!;
    image.data[4 * i + 3] = gap.data[i]!;
  }
  return { rect, image };
}
