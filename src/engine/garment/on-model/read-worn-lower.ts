import { measureLower } from "../../fit/mod.js";
import { createMask, type Image8, type Mask, type Point } from "../../image.js";
import { cropImage, cropMask } from "../../kernels/crop.js";
import { fillPolygon } from "../../kernels/fill-polygon.js";
import { distanceToMask } from "../../kernels/distance-transform.js";
import { lerpPoint } from "../../kernels/polyline.js";
import { maskWhere } from "../../kernels/push-pull.js";
import { dilateSquare } from "../../kernels/square-morphology.js";
import { accept, refuse, type Outcome } from "../../outcome.js";
import { PART, type PersonAnalysis } from "../../person/types.js";
import type { Warning } from "../../warning.js";
import type { LowerGarmentAnalysis, LowerSide } from "../types.js";
import { spaceInY } from "../locate-sides.js";
import { cutCloth } from "./cut-pieces.js";
import { fillHidden } from "./fill-hidden.js";
import { measureLowerOutline, type WornLower } from "./measure-lower.js";
import { mendLegs } from "./mend-legs.js";
import { SIGHT, seeParts, type WornView } from "./worn-view.js";

const STAGE = "garment";
/** A garment of less than this area, in square units, is none. */
const AREA_MIN = 0.15;
/** Cloth belongs to the garment within this distance of its outline, in units; what is hidden is cut so much wider. */
const REACH_UNITS = 0.2;
const MARGIN_UNITS = 0.025;
/** Of what is hidden more than this share of the garment is told to the shopper. */
const HIDDEN_WARNING = 0.04;
/** What is made up, and a waistband under a top, are believed this much. */
const HIDDEN_TRUST = 0.5;
const HIDDEN_WAIST_TRUST = 0.85;
/** The frame ends the garment if it has cloth over more than this share of its last row. */
const CUT_SHARE = 0.08;
const EDGE_POINTS = 48;
const LINE_POINTS = 33;
/** The seat is looked for down to this share of a skirt's height. */
const SEAT_SHARE = 0.3;

/**
 * Reads the trousers, shorts or skirt of an analysed model: the legs' bones lead along its outline, so that no pose is too crooked; what
 * hands and bags hide is painted anew. Refuses with GARMENT_NOT_OF_KIND when the model wears nothing below the waist, GARMENT_CUT_OFF
 * when the photo ends above the hem, or GARMENT_UNREADABLE.
 */
export function readWornLower(image: Image8, person: PersonAnalysis): Outcome<LowerGarmentAnalysis> {
  const { person: mended, body, legs } = mendLegs(image, person);
  const { unit } = body;
  if (countLower(mended) < AREA_MIN * unit * unit) return refuse("GARMENT_NOT_OF_KIND", STAGE);
  if (isCutOff(mended)) return refuse("GARMENT_CUT_OFF", STAGE);
  const view: WornView = {
    isDress: false,
    isLong: true,
    person: mended,
    body,
    sight: seeParts(mended, [PART.lower]),
  };
  const frame = measureLower(mended, body, legs);
  const outline = measureLowerOutline(view, frame);
  if (outline === null || frame.waist === null) return refuse("GARMENT_UNREADABLE", STAGE);
  const cut = cutOut(image, view, outline);
  const isWaistHidden = frame.waist.isHidden;
  const trust = (1 - HIDDEN_TRUST * cut.hiddenShare) * (isWaistHidden ? HIDDEN_WAIST_TRUST : 1);
  const warnings: Warning[] = [];
  if (cut.hiddenShare > HIDDEN_WARNING || isWaistHidden) warnings.push("garment-partly-hidden");
  if (person.warnings.includes("person-turned")) warnings.push("garment-model-turned");
  const confidence = person.confidence * (0.5 + 0.5 * outline.seen) * trust;
  const model = { unit, torsoLength: body.torsoLength };
  return accept({ ...assemble(outline, cut, confidence), model, warnings });
}

function countLower({ parts }: PersonAnalysis): number {
  let area = 0;
  for (const part of parts.data) if (part === PART.lower) area++;
  return area;
}

/** Whether the photo ends before the garment does. */
function isCutOff({ parts: { width, height, data } }: PersonAnalysis): boolean {
  let count = 0;
  for (let i = (height - 2) * width; i < (height - 1) * width; i++) if (data[i] === PART.lower) count++;
  return count > CUT_SHARE * width;
}

/** Closed outlines of both legs with their half of the seat, or of the skirt. */
function outlinesOf({ outer, inner, crotch }: WornLower): Point[][] {
  if (inner === null || crotch === null) return [[...outer.right, ...outer.left.toReversed()]];
  const top = lerpPoint(outer.left[0]!, outer.right[0]!, 0.5);
  return (["left", "right"] as const).map((side) => [...outer[side], ...inner[side].toReversed(), top]);
}

interface CutOut {
  readonly matte: Mask;
  readonly colour: Image8;
  readonly hiddenShare: number;
}

/** Cuts the garment out of the photo, with what hides it painted over. */
function cutOut(photo: Image8, view: WornView, outline: WornLower): CutOut {
  const { width, height } = view.sight;
  const { unit } = view.body;
  const inside = createMask(width, height);
  for (const polygon of outlinesOf(outline)) {
    const filled = fillPolygon(polygon, width, height).data;
    for (let i = 0; i < filled.length; i++) if (filled[i]! >= 128) inside.data[i] = 255;
  }
  const away = distanceToMask(inside).data;
  const sight = {
    ...view.sight,
    data: view.sight.data.map((v, i) =>
      v === SIGHT.cloth && away[i]! > REACH_UNITS * unit ? SIGHT.other : v,
    ),
  };
  const whole = { left: 0, top: 0, width, height };
  const { matte, colour } = cutCloth(cropImage(photo, whole), cropMask(sight, whole), unit);
  const veil = maskWhere(width, height, (i) => inside.data[i] !== 0 && sight.data[i] === SIGHT.veil);
  const near = dilateSquare(veil, Math.max(1, Math.round(MARGIN_UNITS * unit))).data;
  const hidden = maskWhere(width, height, (i) => near[i] !== 0 && inside.data[i] !== 0);
  let [all, covered] = [0, 0];
  for (let i = 0; i < inside.data.length; i++) {
    if (inside.data[i] === 0) continue;
    all++;
    if (hidden.data[i] !== 0) covered++;
  }
  if (covered === 0) return { matte, colour, hiddenShare: 0 };
  const known = maskWhere(width, height, (i) => matte.data[i]! > 250 && hidden.data[i] === 0);
  return {
    matte: { ...matte, data: matte.data.map((v, i) => Math.max(v, hidden.data[i]!)) },
    // no other side: what a leg shows need not go on the other
    colour: fillHidden(colour, known, hidden, { mirrorOf: () => [NaN, NaN], hang: null }),
    hiddenShare: covered / all,
  };
}

function assemble(
  { outer, inner, crotch }: WornLower,
  { matte, colour }: CutOut,
  confidence: number,
): Omit<LowerGarmentAnalysis, "model" | "warnings"> {
  const { width, height } = matte;
  const mark = (p: Point): LowerSide["waist"] => ({ ...p, confidence });
  const line = (a: Point, b: Point): Point[] =>
    Array.from({ length: LINE_POINTS }, (_, i) => lerpPoint(a, b, i / (LINE_POINTS - 1)));
  const side = (name: "left" | "right"): LowerSide => {
    const edge = outer[name];
    const sign = name === "left" ? 1 : -1;
    const seatY = crotch?.y ?? edge[0]!.y + SEAT_SHARE * (edge.at(-1)!.y - edge[0]!.y);
    const seat = edge.filter(({ y }) => y <= seatY);
    return {
      waist: mark(edge[0]!),
      hip: mark(seat.reduce((best, p) => (sign * p.x > sign * best.x ? p : best), edge[0]!)),
      hem: mark(edge.at(-1)!),
      outer: spaceInY(edge, EDGE_POINTS),
      ...(inner === null ? {} : { inner: spaceInY(inner[name], EDGE_POINTS) }),
    };
  };
  const [left, right] = [side("left"), side("right")];
  const hemlines =
    inner === null
      ? [line(left.hem, right.hem)]
      : [line(left.hem, inner.left.at(-1)!), line(inner.right.at(-1)!, right.hem)];
  return {
    width,
    height,
    kind: "lower",
    style: inner === null ? "skirt" : "trousers",
    matte,
    colour,
    backWaist: createMask(width, height),
    waistline: line(left.waist, right.waist),
    ...(crotch === null ? {} : { crotch: mark(crotch) }),
    hemlines,
    left,
    right,
    confidence,
  };
}
