import type { Image8, Point } from "../../image.js";
import type { SideName } from "../../fit/arm-chain.js";
import { measureBody } from "../../fit/mod.js";
import { torsoPlace } from "../../fit/body-frame.js";
import { srgbToLab } from "../../kernels/srgb-to-lab.js";
import { distance } from "../../kernels/polyline.js";
import { resizeImage } from "../../kernels/resize.js";
import { KEYPOINT, type PersonObservation } from "../../observation.js";
import { accept, refuse, type Outcome } from "../../outcome.js";
import { analysePerson, type PersonAnalysis } from "../../person/mod.js";
import { sleevePolygon, torsoPolygon } from "../outline-polygons.js";
import type {
  DressGarmentAnalysis,
  GarmentAnalysis,
  GarmentKind,
  GarmentSide,
  Landmark,
  SleeveLength,
  UpperGarmentAnalysis,
} from "../types.js";
import { axisAt } from "../../fit/torso-axis.js";
import { isOnePiece } from "./is-one-piece.js";
import { findEnds, hasLegs } from "./measure-lower.js";
import { mendLegs } from "./mend-legs.js";
import { readWornLower } from "./read-worn-lower.js";
import { cutPieces } from "./cut-pieces.js";
import { layFlat, type FlatGarment, type SleevePlan } from "./lay-flat.js";
import { measureNeckline, type WornNeckline } from "./measure-neckline.js";
import { measureSleeve } from "./measure-sleeve.js";
import { measureArmhole, measureTorso, type WornTorso } from "./measure-torso.js";
import { hasBody } from "./shows-wearer.js";
import { torsoPoint, viewWorn, type WornView } from "./worn-view.js";
import type { Warning } from "../../warning.js";

const STAGE = "garment";
/** Distance of the model's shoulder joints in px from which more pixels cost time and are not seen. */
const UNIT_MAX_PX = 280;
/** A sleeve that ends below this place of the arm (1 is the elbow) is long. */
const LONG_FROM = 1.02;
/** More than this share of a piece painted anew is told to the shopper. */
const HIDDEN_WARNING = 0.04;
/** What is painted anew is believed this much. */
const HIDDEN_TRUST = 0.5;

/** A forearm that is so much longer than it looks points at the camera, one at most so much lies in the picture. */
const FORESHORTENED = 1.4;
const IN_PLANE = 1.2;
/** Share of a sleeve's outer edge that must be seen for it to stand for the other. */
const WELL_SEEN = 0.8;

type FoundSleeve = ReturnType<typeof measureSleeve>;

/** Everything measured in the model's photo, in its pixels. */
interface WornReading {
  readonly view: WornView;
  readonly neckline: WornNeckline;
  readonly armholes: Readonly<Record<SideName, { readonly shoulder: Point; readonly armpit: Point }>>;
  readonly sleeves: Readonly<Record<SideName, SleevePlan | null>>;
  readonly torso: WornTorso;
}

/**
 * Reads a garment that a model wears, as `kind` says, else a dress or the upper one: the model's pose and parsing cut it out, what hands and hair hide is painted
 * anew, and it is laid flat, so that it goes on like the photo of a flat garment. The result's pixels are those of the laid-out
 * picture. Refuses with GARMENT_UNREADABLE, GARMENT_CUT_OFF, GARMENT_NOT_OF_KIND, for dresses GARMENT_ON_MODEL too; undefined when the photo shows no wearer after all.
 */
export function analyseWornGarment(
  source: Image8,
  seen: PersonObservation,
  kind?: GarmentKind,
): Outcome<GarmentAnalysis> | undefined {
  const { image, observation } = shrinkToUse(source, seen);
  const person = analysePerson(image, observation);
  if (!person.ok) return refuse("GARMENT_UNREADABLE", STAGE);
  if (!hasBody(person.value, image)) return undefined;
  switch (kind ?? (isOnePiece(image, person.value) ? "dress" : "upper")) {
    case "upper":
      return readWornGarment(image, person.value);
    case "lower":
      return readWornLower(image, person.value);
    case "dress":
      return readWornDress(image, person.value);
  }
}

/** {@link analyseWornGarment} for the top of a model who is analysed already. */
export function readWornGarment(image: Image8, person: PersonAnalysis): Outcome<UpperGarmentAnalysis> {
  const view = viewWorn(person, { body: measureBody(person), isDress: false }, srgbToLab(image).data);
  return readHung(image, view);
}

/**
 * The same for a dress. Refuses with GARMENT_CUT_OFF when the photo ends above its hem, with
 * GARMENT_ON_MODEL when the model sits, with GARMENT_NOT_OF_KIND when legs are clothed or there is no skirt.
 */
export function readWornDress(image: Image8, parsed: PersonAnalysis): Outcome<DressGarmentAnalysis> {
  const { person, body, legs } = mendLegs(image, parsed);
  if (person.warnings.includes("person-seated")) return refuse("GARMENT_ON_MODEL", STAGE);
  const view = viewWorn(person, { body, isDress: true }, srgbToLab(image).data);
  const ends = findEnds(view, legs, axisAt(body, 1).y);
  if (ends !== null && hasLegs(view, legs, ends)) return refuse("GARMENT_NOT_OF_KIND", STAGE);
  const read = readHung(image, view);
  if (!read.ok) return read;
  if (read.value.warnings.includes("garment-hem-not-seen")) return refuse("GARMENT_CUT_OFF", STAGE);
  return ends === null ? refuse("GARMENT_NOT_OF_KIND", STAGE) : accept({ ...read.value, kind: "dress" });
}

/** Reads what hangs from the shoulders. */
function readHung(image: Image8, view: WornView): Outcome<UpperGarmentAnalysis> {
  const reading = readWorn(view);
  if (reading === null) return refuse("GARMENT_UNREADABLE", STAGE);
  const { torso, neckline, sleeves } = reading;
  const outlines = {
    torso: torsoPolygon({
      left: sideIn(reading, "left", (p) => p),
      right: sideIn(reading, "right", (p) => p),
      hemline: torso.hemline,
      neckline: neckline.points,
    }),
    left: outlineOf(sleeves.left),
    right: outlineOf(sleeves.right),
  };
  const pieces = cutPieces(image, view, outlines, (x, y) => mirrorAcross(view, torso, x, y));
  const flat = layFlat(pieces, view.body, sleeves);
  const hidden = [pieces.torso, pieces.left, pieces.right].map((piece) => piece?.hiddenShare ?? 0);
  return accept(assemble(reading, flat, Math.max(...hidden)));
}

/** Shrinks a photo in which the model is larger than any try-on shows. */
function shrinkToUse(
  source: Image8,
  seen: PersonObservation,
): { image: Image8; observation: PersonObservation } {
  const { keypoints } = seen;
  const unit = distance(keypoints[KEYPOINT.leftShoulder]!, keypoints[KEYPOINT.rightShoulder]!);
  if (unit <= UNIT_MAX_PX) return { image: source, observation: seen };
  const width = Math.max(1, Math.round((source.width * UNIT_MAX_PX) / unit));
  const height = Math.max(1, Math.round((source.height * UNIT_MAX_PX) / unit));
  const [kx, ky] = [width / source.width, height / source.height];
  return {
    image: resizeImage(source, width, height),
    observation: {
      ...seen,
      keypoints: keypoints.map((k) => ({ ...k, x: kx * k.x, y: ky * k.y, z: kx * k.z })),
    },
  };
}

function readWorn(view: WornView): WornReading | null {
  const armholes = { left: measureArmhole(view, "left"), right: measureArmhole(view, "right") };
  const sleeves = planSleeves(view, armholes);
  const torso = measureTorso(
    view,
    { left: armholes.left.armpit, right: armholes.right.armpit },
    { left: outlineOf(sleeves.left), right: outlineOf(sleeves.right) },
  );
  if (torso === null) return null;
  return { view, armholes, neckline: measureNeckline(view), sleeves, torso };
}

/** The sleeves of both arms; that of an arm that is hidden, as behind the back, or points at the camera is the other one again. */
function planSleeves(view: WornView, armholes: WornReading["armholes"]): WornReading["sleeves"] {
  const found = {
    left: measureSleeve(view, "left", armholes.left),
    right: measureSleeve(view, "right", armholes.right),
  };
  const plan = (side: SideName): SleevePlan | null => {
    const other = side === "left" ? "right" : "left";
    const seenOn = found[side] === "hidden" || isBetterSeen(found[other], found[side]) ? other : side;
    const worn = found[seenOn];
    const own = found[side] === "hidden" ? null : found[side];
    return worn === null || worn === "hidden" ? null : { worn, seenOn, own, ...armholes[side] };
  };
  return { left: plan("left"), right: plan("right") };
}

/** Whether one sleeve shows its whole length where the other's forearm is seen from its end, before the body: its edges and its cuff do not show there. */
function isBetterSeen(one: FoundSleeve, other: FoundSleeve): boolean {
  if (one === null || other === null || one === "hidden" || other === "hidden") return false;
  const areLong = Math.min(one.end, other.end) > LONG_FROM;
  return areLong && other.stretch[1] > FORESHORTENED && one.stretch[1] < IN_PLANE && one.seen > WELL_SEEN;
}

/** A sleeve's outline in the photo; empty without one. */
function outlineOf(plan: SleevePlan | null): readonly Point[] {
  return plan === null || plan.own === null ? [] : sleevePolygon({ sleeve: plan.own });
}

/** The place of the mirrored side of the garment: as far across, in widths of that side. */
function mirrorAcross(view: WornView, torso: WornTorso, x: number, y: number): readonly [number, number] {
  const { t, lateralPx } = torsoPlace(view.body, x, y);
  const [own, other] = lateralPx > 0 ? (["left", "right"] as const) : (["right", "left"] as const);
  const p = torsoPoint(view.body, t, (-lateralPx * torso.edge(other, t)) / torso.edge(own, t));
  return [p.x, p.y];
}

type Place = (p: Point) => Point;

function sideIn({ neckline, armholes, torso, view }: WornReading, name: SideName, place: Place): GarmentSide {
  const seam = torso.seams[name];
  const mark = (p: Point): Landmark => ({ ...place(p), confidence: view.person.confidence });
  return {
    neck: mark(neckline[name]),
    shoulder: mark(armholes[name].shoulder),
    armpit: mark(armholes[name].armpit),
    hem: mark(seam.at(-1)!),
    seam: seam.map(place),
  };
}

function assemble(reading: WornReading, flat: FlatGarment, hiddenShare: number): UpperGarmentAnalysis {
  const { view, neckline, torso, sleeves } = reading;
  const { place } = flat;
  const { width, height } = flat.matte;
  const side = (name: SideName): GarmentSide => {
    const sleeve = flat.sleeves[name];
    return { ...sideIn(reading, name, place), ...(sleeve && { sleeve }) };
  };
  const points = neckline.points.map(place);
  const front = points.reduce((lowest, p) => (p.y > lowest.y ? p : lowest), points[0]!);
  const seen = 0.7 * torso.seen + 0.3 * neckline.seen;
  return {
    width,
    height,
    kind: "upper",
    matte: flat.matte,
    colour: flat.colour,
    backCollar: { width, height, data: new Uint8Array(width * height) },
    sleeveLength: judgeLength(sleeves),
    neckFront: { ...front, confidence: neckline.seen },
    neckline: points,
    hemline: torso.hemline.map(place),
    left: side("left"),
    right: side("right"),
    model: { unit: view.body.unit, torsoLength: view.body.torsoLength },
    confidence: view.person.confidence * (0.6 + 0.4 * seen) * (1 - HIDDEN_TRUST * hiddenShare),
    warnings: listWarnings(reading, hiddenShare),
  };
}

function judgeLength(sleeves: WornReading["sleeves"]): SleeveLength {
  const ends = [sleeves.left, sleeves.right].flatMap((plan) => (plan ? [plan.worn.end] : []));
  if (ends.length === 0) return "none";
  return Math.max(...ends) > LONG_FROM ? "long" : "short";
}

function listWarnings({ view, torso, sleeves }: WornReading, hiddenShare: number): Warning[] {
  const isArmHidden = sleeves.left?.seenOn === "right" || sleeves.right?.seenOn === "left";
  const warnings: Warning[] = [];
  if (hiddenShare > HIDDEN_WARNING || isArmHidden) warnings.push("garment-partly-hidden");
  if (torso.isCutOff) warnings.push("garment-hem-not-seen");
  if (view.person.warnings.includes("person-turned")) warnings.push("garment-model-turned");
  return warnings;
}
