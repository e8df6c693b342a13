import type { Image8, Mask, Point } from "../image.js";
import type { Warning } from "../warning.js";

/** none: a tank or strappy top; short: the sleeve ends above the elbow; long: everything longer. */
export type SleeveLength = "none" | "short" | "long";

/** A landmark in pixels of the garment photo with the confidence 0..1 of its measurement. */
export interface Landmark extends Point {
  readonly confidence: number;
}

/**
 * One sleeve as two polylines of equal length in order armhole → cuff. `outer` runs from the shoulder tip along the edge far
 * from the body, `inner` from the armpit along the edge near the body.
 */
export interface Sleeve {
  readonly outer: readonly Point[];
  readonly inner: readonly Point[];
}

/**
 * One side of an upper garment. Sides are named by the PERSON who will wear it: `left` is the wearer's left, which lies on
 * the viewer's right in a photo of the garment's front. `x` grows to the viewer's right.
 */
export interface GarmentSide {
  /** High point of the shoulder: where the neckline meets the shoulder seam. */
  readonly neck: Landmark;
  /** Outer end of the shoulder seam, the top of the armhole. For a strappy top equal to the strap's outer top edge. */
  readonly shoulder: Landmark;
  readonly armpit: Landmark;
  /** Bottom corner of the side seam. */
  readonly hem: Landmark;
  /** The side seam from armpit to hem as a polyline, both ends included, evenly spaced in y. */
  readonly seam: readonly Point[];
  /** Absent when the garment has no sleeve on this side. */
  readonly sleeve?: Sleeve;
}

/** Everything the engine knows about a garment in a flat photo. Points are in pixels of the garment photo. */
export interface UpperGarmentAnalysis {
  readonly width: number;
  readonly height: number;
  readonly kind: "upper";
  /** Coverage of the garment, soft at its true edge, at the photo's size. Holes where the background shows through. */
  readonly matte: Mask;
  /** The photo with the background's tint removed from the edge pixels (foreground colour estimated), same size. */
  readonly colour: Image8;
  /** Visible inside of the back collar: the part of `matte` that lies behind the wearer's neck. May be empty. */
  readonly backCollar: Mask;
  readonly sleeveLength: SleeveLength;
  /** Lowest point of the front neckline, on the garment's middle axis. */
  readonly neckFront: Landmark;
  /** Front neckline from left.neck to right.neck through neckFront as a polyline (the front edge, not the back collar). */
  readonly neckline: readonly Point[];
  /** Bottom edge from left.hem to right.hem as a polyline. */
  readonly hemline: readonly Point[];
  readonly left: GarmentSide;
  readonly right: GarmentSide;
  /** Outer ends of the top edge, on the sleeves, of a garment worn off the shoulders; absent when it hangs from them. */
  readonly bareTop?: { readonly left: Point; readonly right: Point };
  /**
   * The model who wore the garment in the photo, in its pixels: shoulder joints' distance and torso length. The garment's widths are then
   * those of cloth on a body, not of cloth laid flat. Absent for a flat garment.
   */
  readonly model?: { readonly unit: number; readonly torsoLength: number };
  /** Confidence 0..1 that the landmarks are right, after symmetry and proportion checks. */
  readonly confidence: number;
  readonly warnings: readonly Warning[];
}

/** One side of a lower garment; `left` is the wearer's left, on the viewer's right in a photo of the front. */
export interface LowerSide {
  /** Outer end of the waistband's top edge. */
  readonly waist: Landmark;
  /** Where the outer edge stands farthest out at the seat. */
  readonly hip: Landmark;
  /** Outer corner of the hem. */
  readonly hem: Landmark;
  /** Outer edge from waist to hem, both included, evenly spaced in y. */
  readonly outer: readonly Point[];
  /** Inner edge of the leg from the crotch to the hem's inner corner, evenly spaced in y; absent for a skirt. */
  readonly inner?: readonly Point[];
}

/** Everything the engine knows about trousers, shorts or a skirt in a flat photo. Points are in pixels of the garment photo. */
export interface LowerGarmentAnalysis {
  readonly width: number;
  readonly height: number;
  readonly kind: "lower";
  readonly style: "trousers" | "skirt";
  /** Coverage of the garment, soft at its true edge, at the photo's size. */
  readonly matte: Mask;
  /** The photo with the background's tint removed from the edge pixels, same size. */
  readonly colour: Image8;
  /** Visible inside of the waistband's back: the part of `matte` that lies behind the wearer. May be empty. */
  readonly backWaist: Mask;
  /** Top edge of the front waistband from left.waist to right.waist. */
  readonly waistline: readonly Point[];
  /** Where the legs part; absent for a skirt. */
  readonly crotch?: Landmark;
  /** Bottom edges, each from its left to its right corner: one of a skirt, two of trousers (the wearer's left first). */
  readonly hemlines: readonly (readonly Point[])[];
  readonly left: LowerSide;
  readonly right: LowerSide;
  /** As of an upper garment: the model who wore it. */
  readonly model?: { readonly unit: number; readonly torsoLength: number };
  readonly confidence: number;
  readonly warnings: readonly Warning[];
}

/** A dress is an upper garment whose seams run on to a skirt's hem. */
export interface DressGarmentAnalysis extends Omit<UpperGarmentAnalysis, "kind"> {
  readonly kind: "dress";
}

/** What part of the body a garment is for. */
export type GarmentKind = GarmentAnalysis["kind"];

/** An upper and a lower garment to be worn together, each in pixels of its own cut of the photo. */
export interface OutfitAnalysis {
  readonly kind: "outfit";
  readonly upper: UpperGarmentAnalysis;
  readonly lower: LowerGarmentAnalysis;
}

/** What the garment stage makes of one garment, by kind. */
export type GarmentAnalysis = UpperGarmentAnalysis | LowerGarmentAnalysis | DressGarmentAnalysis;

/** What the garment stage makes of a photo. */
export type GarmentReading = GarmentAnalysis | OutfitAnalysis;

/** The single garments of a reading. */
export function listAnalyses(reading: GarmentReading): readonly GarmentAnalysis[] {
  return reading.kind === "outfit" ? [reading.upper, reading.lower] : [reading];
}
