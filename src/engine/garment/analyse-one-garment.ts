import type { Mask } from "../image.js";
import { accept, refuse, type Outcome } from "../outcome.js";
import { classifyKind } from "./classify-kind.js";
import { readDress, type ReadDress } from "./dress/read-dress.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { subtractMask, uniteMasks } from "../kernels/mask-logic.js";
import { dropBackHem } from "./drop-back-hem.js";
import { dropBackStraps } from "./drop-back-straps.js";
import { dropShadow } from "./drop-shadow.js";
import { findAxis, type SymmetryAxis } from "./find-axis.js";
import { judgeShape } from "./judge-shape.js";
import { dropFrame, keepLargest } from "./keep-largest.js";
import { analyseLower } from "./lower/analyse-lower.js";
import { isLowerShape } from "./lower/classify-lower.js";
import { measureRows, type RowProfile } from "./lower/measure-rows.js";
import { assembleUpper, readOutline, traceHem, type ReadOutline } from "./read-upper.js";
import type { GarmentScene } from "./see-garments.js";
import type {
  DressGarmentAnalysis,
  GarmentAnalysis,
  GarmentKind,
  LowerGarmentAnalysis,
  UpperGarmentAnalysis,
} from "./types.js";

const STAGE = "garment";
/** What is dropped goes with its soft edge, in pixels of the mask. */
const DROPPED_PX = 2;
/** A reading against what the shape looks like is believed this much of what it says. */
const SAID_TRUST = 0.6;
/** A shape read so surely hangs from the shoulders, or the waist, whatever is said. */
const SURE = 0.65;

/**
 * Reads the largest garment of a scene: its kind, matte, colour without the background's tint and landmarks. A `kind` that was said is
 * taken against what the shape looks like, if it can be read so at all.
 * Refuses with GARMENT_CUT_OFF or GARMENT_UNREADABLE, and GARMENT_NOT_OF_KIND.
 */
export function analyseOneGarment(scene: GarmentScene, kind?: GarmentKind): Outcome<GarmentAnalysis> {
  const shape = measureShape(scene);
  const seen = isLowerShape(shape.whole, shape.rows, shape.axis.x) ? readLower(scene) : readHung(scene);
  if (kind === undefined || (seen.ok && seen.value.kind === kind)) return seen;
  if (!seen.ok && seen.code === "GARMENT_CUT_OFF") return seen;
  if (seen.ok && seen.value.confidence >= SURE && (seen.value.kind === "lower") !== (kind === "lower"))
    return refuse("GARMENT_NOT_OF_KIND", STAGE);
  const said = readAs(kind, scene, shape);
  return said === undefined ? refuse("GARMENT_NOT_OF_KIND", STAGE) : accept(doubt(said));
}

interface Shape {
  readonly whole: Mask;
  readonly axis: SymmetryAxis;
  readonly rows: RowProfile;
}

function measureShape({ found }: GarmentScene): Shape {
  const whole = keepLargest(found.mask);
  return { whole, axis: findAxis(whole), rows: measureRows(whole) };
}

/** The scene without the back's straps, unless the photo came cut out. */
function withoutBackStraps(scene: GarmentScene): GarmentScene {
  if (scene.alpha !== undefined) return scene;
  const whole = scene.found.mask;
  return withoutDropped(scene, dropBackStraps(whole, findAxis(keepLargest(whole)).x));
}

/** The scene with less in it: the rest of its mask is dropped, as what was before. */
function withoutDropped(scene: GarmentScene, mask: Mask): GarmentScene {
  const whole = scene.found.mask;
  const near = dilateSquare(subtractMask(whole, mask), DROPPED_PX);
  const dropped = subtractMask(scene.dropped === undefined ? near : uniteMasks(near, scene.dropped), mask);
  return { ...scene, found: { ...scene.found, mask }, dropped };
}

/** The scene without the inside of a back that hangs lower than the front, unless the photo came cut out; null where none shows. */
function withoutBackHem(scene: GarmentScene, outline: ReadOutline): GarmentScene | null {
  if (scene.alpha !== undefined) return null;
  const mask = dropBackHem(scene.lab, scene.found.mask, traceHem(outline));
  return mask && withoutDropped(scene, mask);
}

/** Reads what hangs from the waist. */
function readLower({ image, small, lab, alpha, found }: GarmentScene): Outcome<LowerGarmentAnalysis> {
  const mask = "background" in found ? dropShadow(lab, found) : found.mask;
  const shape = keepLargest(mask);
  const [rows, axis] = [measureRows(shape), findAxis(shape)];
  return analyseLower(image, { small, lab, alpha, mask: dropFrame(mask), shape, rows, axis });
}

/** Reads what hangs from the shoulders. */
function readHung(hung: GarmentScene): Outcome<GarmentAnalysis> {
  const scene = withoutBackStraps(hung);
  const seen = measureShape(scene);
  const outline = readOutline(seen.whole, scene.lab, seen.axis);
  const front = outline ? withoutBackHem(scene, outline) : null;
  return front === null ? readFront(scene, seen, outline) : readHungFront(front);
}

function readHungFront(scene: GarmentScene): Outcome<GarmentAnalysis> {
  const seen = measureShape(scene);
  return readFront(scene, seen, readOutline(seen.whole, scene.lab, seen.axis));
}

function readFront(
  scene: GarmentScene,
  { whole, axis, rows }: Shape,
  outline: ReadOutline | undefined,
): Outcome<GarmentAnalysis> {
  const problem = outline && judgeShape(whole, outline.sides, axis.symmetry);
  if (!outline || problem || classifyKind(outline.sides) === "dress") {
    const dress = readDress(whole, scene.lab, { rows, axis });
    if (dress) return accept(toDress(assemble(scene, axis, dress)));
  }
  if (!outline || problem) return refuse(problem ?? "GARMENT_UNREADABLE", STAGE);
  return accept(assemble(scene, axis, outline));
}

function readAs(kind: GarmentKind, scene: GarmentScene, shape: Shape): GarmentAnalysis | undefined {
  const { whole, axis } = shape;
  switch (kind) {
    case "lower": {
      const lower = readLower(scene);
      return lower.ok ? lower.value : undefined;
    }
    case "dress": {
      const dress = readDress(whole, scene.lab, shape);
      return dress && toDress(assemble(scene, axis, dress));
    }
    case "upper": {
      const outline = readOutline(whole, scene.lab, axis);
      if (!outline || judgeShape(whole, outline.sides, axis.symmetry)) return undefined;
      return assemble(scene, axis, outline);
    }
  }
}

function assemble(
  { image, small, lab, alpha, found, dropped }: GarmentScene,
  { symmetry }: SymmetryAxis,
  outline: ReadOutline | ReadDress,
): UpperGarmentAnalysis {
  return assembleUpper(image, {
    small,
    lab,
    alpha,
    mask: dropFrame(found.mask),
    dropped,
    symmetry,
    ...outline,
  });
}

function doubt<T extends GarmentAnalysis>(garment: T): T {
  const warnings = new Set(garment.warnings).add("garment-landmarks-doubtful");
  return { ...garment, confidence: SAID_TRUST * garment.confidence, warnings: [...warnings] };
}

function toDress(garment: UpperGarmentAnalysis): DressGarmentAnalysis {
  return { ...garment, kind: "dress" };
}
