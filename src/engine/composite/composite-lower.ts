import { createPlane, type Image8, type Mask } from "../image.js";
import { armChain, placeOnArm } from "../fit/arm-chain.js";
import { halfWidthAt, torsoPlace } from "../fit/body-frame.js";
import type { LowerFrame } from "../fit/worn-lower.js";
import { boxFilter } from "../kernels/box-filter.js";
import { findComponents } from "../kernels/connected-components.js";
import { maskWhere } from "../kernels/push-pull.js";
import { PART, type Part } from "../person/types.js";
import { clearEdgeInto } from "../remove/clean-hands.js";
import type { PersonCrop } from "../remove/mod.js";
import type { RemovedLower } from "../remove/remove-lower.js";
import type { Layer, WarpedLower } from "../warp/mod.js";
import { lightCloth } from "./light-cloth.js";
import { castShadowInto, paintInto, uniteCoverage, type Composite } from "./mod.js";

export interface LowerComposite {
  readonly crop: PersonCrop;
  readonly removal: RemovedLower;
  readonly garment: WarpedLower;
  readonly frame: LowerFrame;
  /** The person's, see measureLight(). */
  readonly light: number;
}

/** What lies in front of everything worn below the waist. */
const FRONT: readonly Part[] = [
  PART.face,
  PART.hair,
  PART.leftArm,
  PART.rightArm,
  PART.leftHand,
  PART.rightHand,
  PART.object,
];
/** Half width in px of a part's border. */
const EDGE_PX = 1;
/** A sleeve reaches this far from the arm's axis, in bare radii, below this place of the arm (1 is the elbow). */
const SLEEVE_RHO = 2;
const SLEEVE_FROM = 0.6;
/** A jacket's front hangs over the waistband by at least this, and is as wide, in units: what is less is a fold of a top that is tucked in. */
const HANGING_UNITS = 0.2;
/** ... and it covers a new waistband that sits higher, by up to this. */
const RISE_UNITS = 0.4;

/** Marks the fronts of an open jacket: what of the top hangs well below the waistband that shows. */
export function findHanging({ crop, frame }: Pick<LowerComposite, "crop" | "frame">): Uint8Array {
  const { parts, rect } = crop;
  const { waist, body } = frame;
  if (waist === null || waist.isHidden) return new Uint8Array(parts.data.length);
  const below = maskWhere(parts.width, parts.height, (i) => {
    if (parts.data[i] !== PART.upper) return false;
    const x = (i % parts.width) + rect.left + 0.5;
    const y = Math.floor(i / parts.width) + rect.top + 0.5;
    const { t, lateralPx } = torsoPlace(body, x, y);
    const u = lateralPx / halfWidthAt(body, lateralPx > 0 ? "left" : "right", t);
    // sleeves hang further aside
    return Math.abs(u) < 1 && t > waist.middle + waist.slope * u;
  });
  const { labels, list } = findComponents(below);
  const length = HANGING_UNITS * body.unit;
  const isFront = list.map(({ minX, maxX, minY, maxY }) => Math.min(maxX - minX, maxY - minY) > length);
  const hanging = Uint8Array.from(labels, (label) => (label > 0 && isFront[label - 1] ? 1 : 0));
  if (isFront.includes(true)) riseInto(hanging, parts, Math.round(RISE_UNITS * body.unit));
  return hanging;
}

/** Adds the top's pixels that lie right above marked ones, up to `rise` px higher: the front goes on over the waistband. In place. */
function riseInto(marked: Uint8Array, { width, height, data }: Mask, rise: number): void {
  for (let x = 0; x < width; x++)
    for (let y = height - 2, left = 0; y >= 0; y--) {
      const i = y * width + x;
      if (marked[i] !== 0) left = rise;
      else if (data[i] !== PART.upper) left = 0;
      else if (left-- > 0) marked[i] = 1;
    }
}

/** Coverage 0..1 of what hides the garment: hands, things held, and the top where it hangs over the waistband. */
function findFront({ crop, frame }: LowerComposite): Float32Array {
  const { parts, rect } = crop;
  const { width, height } = parts;
  const { waist, body } = frame;
  const isTopInFront = waist === null || waist.isHidden;
  const arms = [armChain(body, "left"), armChain(body, "right")];
  const isSleeve = (i: number): boolean => {
    const x = (i % width) + rect.left + 0.5;
    const y = Math.floor(i / width) + rect.top + 0.5;
    return arms.some((arm) => {
      const { at, rho } = placeOnArm(arm, x, y);
      return at > SLEEVE_FROM && rho < SLEEVE_RHO;
    });
  };
  const hanging = findHanging({ crop, frame });
  const plane = createPlane(width, height);
  for (let i = 0; i < plane.data.length; i++) {
    const part = parts.data[i] as Part;
    const isOver = part === PART.upper && (isTopInFront || hanging[i] !== 0 || isSleeve(i));
    if (FRONT.includes(part) || isOver) plane.data[i] = 1;
  }
  return boxFilter(plane, EDGE_PX).data;
}

/** Lays a lower garment over the bared person, under hands and a loose top. */
export function compositeLower(input: LowerComposite): Composite {
  const { crop, removal, garment, frame } = input;
  const { width, height } = crop.rect;
  const front = findFront(input);
  const out: Image8 = { width, height, channels: 3, data: removal.base.data.slice() };
  const layers = [garment.hips, garment.leftLeg, garment.rightLeg].filter((l): l is Layer => l !== null);
  const cloth = uniteCoverage(layers, width * height);
  if (removal.handEdge !== null) clearEdgeInto(out, removal.handEdge, cloth);
  castShadowInto(out, cloth, front, { crop, body: frame.body, reveal: removal.reveal });
  const plain = new Float32Array(width * height).fill(1);
  const shading = lightCloth(plain, cloth, { rect: crop.rect, unit: frame.body.unit, light: input.light });
  for (const layer of layers) paintInto(out, layer, { hidden: front, shading });
  return { image: out, cloth, shown: cloth.map((v, i) => v * (1 - front[i]!)) };
}
