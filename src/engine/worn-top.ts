import { smoothWorn } from "./composite/draw-cover.js";
import { readFoldShading } from "./composite/fold-shading.js";
import { matteHair, type HairMatte } from "./composite/hair-matte.js";
import { cropPerson, type AnalysedPerson } from "./crop-person.js";
import { pasteRowsInto, type Rect } from "./kernels/crop.js";
import type { WornPlace } from "./undress.js";

/**
 * What the composite takes from the worn top. It depends on the person alone, so that it can be read while another thread is
 * busy with the garment or takes the top off.
 */
export interface WornTop extends WornCloth {
  /** Hair over the top, taken apart from it; its rectangle lies in `rect`. */
  readonly hair: HairMatte | null;
}

/** What of it can be read in one thread while another reads the hair. */
export interface WornCloth {
  /** The part of the photo that it covers; the planes are of its size. */
  readonly rect: Rect;
  /** Brightness of folds and cast shadows, 1 for none. */
  readonly shading: Float32Array;
  /** The top's silhouette 0..1, smoothed. */
  readonly silhouette: Float32Array;
}

/** Reads the worn top's folds and outline. */
export function readWornCloth(
  { photo, person }: AnalysedPerson,
  { rect, parts, body }: WornPlace,
): WornCloth {
  const crop = { ...cropPerson(photo, person, rect), parts };
  return { rect, shading: readFoldShading(crop, body.unit), silhouette: smoothWorn(crop, body.unit) };
}

/** Reads the worn top. `cloth` spares reading its folds and outline. */
export function readWornTop(
  analysed: AnalysedPerson,
  place: WornPlace,
  cloth = readWornCloth(analysed, place),
): WornTop {
  const { rect, parts, body } = place;
  const crop = { ...cropPerson(analysed.photo, analysed.person, rect), parts };
  return { ...cloth, hair: matteHair(crop, body.unit) };
}

/** The same as parts of a crop of the photo at `rect`, which holds the worn top's. */
export function placeWornTop(worn: WornTop, rect: Rect): Omit<WornTop, "rect"> {
  const { hair, shading, silhouette } = worn;
  const place = { left: worn.rect.left - rect.left, top: worn.rect.top - rect.top };
  const placePlane = (plane: Float32Array, ground: number): Float32Array => {
    const placed = new Float32Array(rect.width * rect.height);
    if (ground !== 0) placed.fill(ground);
    pasteRowsInto(placed, plane, { from: worn.rect, to: rect, channels: 1 });
    return placed;
  };
  return {
    hair: hair && {
      ...hair,
      rect: { ...hair.rect, left: hair.rect.left + place.left, top: hair.rect.top + place.top },
    },
    shading: placePlane(shading, 1),
    silhouette: placePlane(silhouette, 0),
  };
}
