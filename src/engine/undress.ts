import { boundParts, cropFace, cropPerson, type AnalysedPerson } from "./crop-person.js";
import { measureBody, type BodyFrame } from "./fit/mod.js";
import { createMask, type Image8, type Mask } from "./image.js";
import { uniteRects, type Rect } from "./kernels/crop.js";
import { PART, type PersonAnalysis } from "./person/types.js";
import {
  absorbTrim,
  planRemoval,
  readFace,
  removeUpper,
  type PersonCrop,
  type RemovalPlan,
  type RemovedGarment,
} from "./remove/mod.js";

/** Room around the worn top, in units, from which skin, trousers and background are taken. */
const PAD_UNITS = 0.25;

/**
 * A person without the worn top. It depends on the person alone, so that it can be made while another thread reads or warps
 * the garment.
 */
export interface UndressedPerson {
  readonly plan: UndressPlan;
  readonly removal: RemovedGarment;
}

/** How a person is undressed: labels and outlines, none of the photo's pixels, so that it may be remembered for the next garment. */
export interface UndressPlan {
  /** The part of the photo that it covers; outside nothing changes. */
  readonly rect: Rect;
  /** The parts inside `rect`, with trim counted to the worn top. */
  readonly parts: Mask;
  readonly removal: RemovalPlan;
}

/** The rectangle that {@link undressPerson} works in. */
export function boundWorn(person: PersonAnalysis, body: BodyFrame): Rect {
  const whole = { left: 0, top: 0, width: person.width, height: person.height };
  const worn = boundParts(person, [PART.upper, PART.neck]) ?? whole;
  return uniteRects(worn, worn, PAD_UNITS * body.unit, person);
}

/** Takes the worn top off an analysed person. `known` spares finding out again how. */
export function undressPerson({ photo, person }: AnalysedPerson, known?: UndressPlan): UndressedPerson {
  const body = measureBody(person);
  const rect = boundWorn(person, body);
  const parsed = cropPerson(photo, person, rect);
  const crop = { ...parsed, parts: known?.parts ?? absorbTrim(parsed, body) };
  const plan = known ?? { rect, parts: crop.parts, removal: planRemoval(crop, body) };
  const face = readFace(cropFace(photo, person));
  return { plan, removal: removeUpper(crop, plan.removal, { body, face }) };
}

/** The undressed person as a crop of the photo at `rect`, which holds the undressed one's. */
export function placeUndressed(
  undressed: UndressedPerson,
  { photo, person }: AnalysedPerson,
  rect: Rect,
): { crop: PersonCrop; removal: RemovedGarment } {
  const { plan, removal } = undressed;
  const place = { left: plan.rect.left - rect.left, top: plan.rect.top - rect.top };
  const parsed = cropPerson(photo, person, rect);
  const { width, height } = rect;
  const placeImage = (part: Image8): Image8 => {
    const image: Image8 = { ...parsed.photo, data: parsed.photo.data.slice() };
    copyInto(image.data, part.data, { from: plan.rect, place, toWidth: width, channels: 3 });
    return image;
  };
  const placeMask = (part: Mask, ground: Mask): Mask => {
    copyInto(ground.data, part.data, { from: plan.rect, place, toWidth: width, channels: 1 });
    return ground;
  };
  return {
    crop: { ...parsed, parts: placeMask(plan.parts, parsed.parts) },
    removal: {
      base: placeImage(removal.base),
      behind: placeImage(removal.behind),
      removed: placeMask(removal.removed, createMask(width, height)),
      reveal: placeMask(removal.reveal, createMask(width, height)),
      isGroundPlain: removal.isGroundPlain,
    },
  };
}

interface CopyPlace {
  readonly from: { readonly width: number; readonly height: number };
  readonly place: { readonly left: number; readonly top: number };
  readonly toWidth: number;
  readonly channels: number;
}

/** Copies a picture's rows to a place inside a larger one. */
function copyInto(
  dst: Uint8Array | Uint8ClampedArray,
  src: Uint8Array | Uint8ClampedArray,
  { from, place, toWidth, channels }: CopyPlace,
): void {
  const length = from.width * channels;
  for (let y = 0; y < from.height; y++) {
    const to = ((place.top + y) * toWidth + place.left) * channels;
    dst.set(src.subarray(y * length, (y + 1) * length), to);
  }
}
