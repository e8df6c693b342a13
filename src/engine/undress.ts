import { boundParts, cropFace, cropPerson, type AnalysedPerson } from "./crop-person.js";
import { measureBody, type BodyFrame } from "./fit/mod.js";
import { createMask, type Image8, type Mask } from "./image.js";
import { pasteRowsInto, uniteRects, type Rect } from "./kernels/crop.js";
import { PART, type PersonAnalysis } from "./person/types.js";
import {
  absorbCuffs,
  absorbTrim,
  planRemoval,
  readFace,
  removeUpper,
  type PersonCrop,
  type RemovalMarks,
  type RemovalPlan,
  type Repainted,
} from "./remove/mod.js";

/** Room around the worn top, in units, from which skin, trousers and background are taken. */
const PAD_UNITS = 0.25;

/**
 * How a person is undressed: labels and outlines, none of the photo's pixels, so that it may be remembered for the next garment. It depends
 * on the person alone, as the undressed person does, so that both can be made while another thread reads or warps the garment.
 */
export interface UndressPlan extends WornPlace {
  readonly removal: RemovalPlan;
}

/** Where the worn top is. */
export interface WornPlace {
  /** The part of the photo that it covers; outside nothing changes. */
  readonly rect: Rect;
  /** The parts inside `rect`, with trim counted to the worn top. */
  readonly parts: Mask;
  readonly body: BodyFrame;
}

/** The rectangle about the worn top that it is taken off in. */
export function boundWorn(person: PersonAnalysis, body: BodyFrame): Rect {
  const whole = { left: 0, top: 0, width: person.width, height: person.height };
  const worn = boundParts(person, [PART.upper, PART.neck]) ?? whole;
  return uniteRects(worn, worn, PAD_UNITS * body.unit, person);
}

/** Finds the worn top with its trim. */
export function placeWorn({ photo, person }: AnalysedPerson): WornPlace {
  const body = measureBody(person);
  const rect = boundWorn(person, body);
  return { rect, parts: absorbCuffs(absorbTrim(cropPerson(photo, person, rect), body), rect, body), body };
}

/** Finds out how the worn top comes off an analysed person. */
export function planUndressing(analysed: AnalysedPerson, place = placeWorn(analysed)): UndressPlan {
  const { rect, parts, body } = place;
  const crop = { ...cropPerson(analysed.photo, analysed.person, rect), parts };
  return { ...place, removal: planRemoval(crop, body) };
}

/** Takes the worn top off, in the plan's rectangle. */
export function undressPerson({ photo, person }: AnalysedPerson, plan: UndressPlan): Repainted {
  const crop = { ...cropPerson(photo, person, plan.rect), parts: plan.parts };
  const face = readFace(cropFace(photo, person));
  return removeUpper(crop, plan.removal, { body: plan.body, face });
}

/** The plan as a crop of the photo at `rect`, which holds the plan's. */
export function placePlan(
  { rect: from, parts, removal }: UndressPlan,
  { photo, person }: AnalysedPerson,
  rect: Rect,
): { crop: PersonCrop; marks: RemovalMarks } {
  const parsed = cropPerson(photo, person, rect);
  const place = (part: Mask, ground: Mask): Mask => {
    pasteRowsInto(ground.data, part.data, { from, to: rect, channels: 1 });
    return ground;
  };
  const { width, height } = rect;
  return {
    crop: { ...parsed, parts: place(parts, parsed.parts) },
    marks: {
      removed: place(removal.removed, createMask(width, height)),
      reveal: place(removal.reveal, createMask(width, height)),
      isGroundPlain: removal.isGroundPlain,
    },
  };
}

/** The undressed person of the plan's rectangle `from` in a crop of the photo that holds it. */
export function placeUndressed({ base, behind }: Repainted, from: Rect, crop: PersonCrop): Repainted {
  const place = (part: Image8): Image8 => {
    const image: Image8 = { ...crop.photo, data: crop.photo.data.slice() };
    pasteRowsInto(image.data, part.data, { from, to: crop.rect, channels: 3 });
    return image;
  };
  return { base: place(base), behind: place(behind) };
}
