import { createMask, createPlane, type Image8, type Mask, type Plane } from "../image.js";
import type { SideName } from "../fit/arm-chain.js";
import { torsoPlace, type BodyFrame } from "../fit/body-frame.js";
import { distanceToMask } from "../kernels/distance-transform.js";
import { markLabels } from "../kernels/mark-labels.js";
import { hasAny } from "../kernels/push-pull.js";
import { resizeMask, resizePlane } from "../kernels/resize.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import { shadeArm, type ShadedArm } from "./arm-shade.js";
import { placeOnBaredArm, type BaredPlace } from "./bared-arm.js";
import { shadeChest, type TorsoPlace } from "./chest-shade.js";
import { measureTone } from "./skin-tone.js";
import type { PersonCrop } from "./types.js";

/** Light of the sky and the room, which comes from everywhere, as a share of all light on skin. */
const AMBIENT = 0.58;
/** The shoulder is no cylinder yet: the shade sets in here down the arm, over this length (1 is the elbow). */
const LIMB_FROM = 0.05;
const LIMB_FADE = 0.5;
/** The chin takes this share of the light from the neck right under it, falling off over this length in units. */
const CHIN_SHADE = 0.3;
const CHIN_REACH = 0.17;
/** Half a neck's width in units, and how much darker its sides are than its middle. */
const NECK_HALF = 0.19;
const NECK_SIDES = 0.22;
/** Share of that which is believed of a neck that does not show, or whose mean log shade tells nothing above this. */
const NECK_DEPTH = 0.4;
const LITTLE_SHADE = -0.03;
/** The neck widens into shoulders between these heights above the shoulder joints' line, in units. */
const NECK_FROM = 0.1;
const NECK_FULL = 0.28;
/** A bare arm's own edge shows its shade in the photo; further out than this share of its half width the cylinder, which may lie a little aside, adds none. */
const SHOWN_ACROSS = 0.7;
const SHOWN_ARM: ReadonlySet<number> = new Set([PART.leftArm, PART.rightArm, PART.leftHand, PART.rightHand]);
/** Beside an arm's outline, up to here in half widths, skin is shaded as its edge: the torso's, which the arm touches, less and less. */
const BESIDE = 1.6;
/** No arm's half width, times that, reaches further beyond it than this, in units. */
const BESIDE_UNITS = 0.12;
/** The shade is smooth: it is worked out at this fraction of the size. */
export const SHADE_STEP = 2;
/** Light from further aside than this leaves half of a face dark; the estimate is held to it. */
const ASIDE_MAX = 0.55;
/** Fewer pixels of a face tell no light. */
const FACE_MIN = 150;
/** Share of a face's contrast between its sides that is the light's: the rest is hair, glasses, a turned head. */
const TRUST = 0.7;

/** Where the light comes from in the picture's plane: x right, y down, each -1..1, 0 from the camera. */
export interface SkinLight {
  readonly x: number;
  readonly y: number;
}

/**
 * Reads the light from the face: the slope of log brightness across it, as on a sphere, whose brightness at (x, y) of its
 * radius is n·l = x·lx + y·ly + z·lz.
 * Source   Horn, Robot Vision, 1986, ch. 10 (reflectance of a Lambertian sphere). Least squares in one dimension: a face's
 * features (brow, beard) lie above each other, so that only the sideways slope is believed.
 */
export function readLight({ photo, parts }: PersonCrop): SkinLight {
  let n = 0;
  let sx = 0;
  let sxx = 0;
  let sv = 0;
  let sxv = 0;
  for (let y = 0, i = 0; y < parts.height; y++) {
    for (let x = 0; x < parts.width; x++, i++) {
      if (parts.data[i] !== PART.face) continue;
      const v = Math.log(8 + photo.data[3 * i]! + photo.data[3 * i + 1]! + photo.data[3 * i + 2]!);
      n++;
      sx += x;
      sxx += x * x;
      sv += v;
      sxv += x * v;
    }
  }
  const variance = n < FACE_MIN ? 0 : sxx / n - (sx / n) ** 2;
  if (variance < 1) return { x: 0, y: -0.15 };
  const slope = (sxv / n - (sx * sv) / (n * n)) / variance;
  const perRadius = (TRUST * slope * 2 * Math.sqrt(variance)) / (1 - AMBIENT);
  return { x: Math.min(ASIDE_MAX, Math.max(-ASIDE_MAX, perRadius)), y: -0.15 };
}

function clampAcross(across: number): number {
  return Math.min(SHOWN_ACROSS, Math.max(-SHOWN_ACROSS, across));
}

function clamp01(v: number): number {
  return Math.min(1, Math.max(0, v));
}

interface NeckPlace extends TorsoPlace {
  readonly toFacePx: number;
}

/** Shade of the neck: round, with the shadow of the chin; 1 on the chest. */
function shadeNeck(body: BodyFrame, light: SkinLight, at: NeckPlace): number {
  const { t, lateralPx } = at;
  const height = (-t * body.torsoLength) / body.unit;
  const u = lateralPx / body.unit / NECK_HALF;
  const isNeck = clamp01((height - NECK_FROM) / (NECK_FULL - NECK_FROM));
  const round =
    1 - NECK_SIDES * Math.min(1.2, Math.abs(u)) ** 2 + 0.3 * light.x * Math.min(1, Math.max(-1, u));
  const chin =
    1 - CHIN_SHADE * Math.exp(-((at.toFacePx / (CHIN_REACH * body.unit)) ** 1.5)) * Math.exp(-0.5 * u * u);
  return (1 + isNeck * (Math.min(1.1, round) - 1)) * chin;
}

/**
 * How deep the neck's shade is, as a share of {@link shadeNeck}: as the photo's neck is darker than its face. A studio's even light leaves
 * next to none.
 */
function readNeckDepth(
  { photo, parts, rect }: PersonCrop,
  { body, light }: Pick<ShadedBody, "body" | "light">,
  toFace: Plane,
): number {
  const face = markLabels(parts, [PART.face]);
  const neck = createMask(parts.width, parts.height);
  let shade = 0;
  let count = 0;
  for (let y = 0, i = 0; y < toFace.height; y++) {
    for (let x = 0; x < toFace.width; x++, i++) {
      const px = Math.min(parts.width - 1, x * SHADE_STEP + 1);
      const py = Math.min(parts.height - 1, y * SHADE_STEP + 1);
      if (parts.data[py * parts.width + px] !== PART.neck) continue;
      neck.data[py * parts.width + px] = 255;
      shade += Math.log(
        shadeNeck(body, light, {
          ...torsoPlace(body, px + rect.left, py + rect.top),
          toFacePx: toFace.data[i]!,
        }),
      );
      count++;
    }
  }
  if (count < FACE_MIN || shade / count > LITTLE_SHADE || !hasAny(face)) return NECK_DEPTH;
  const sum = (mask: Mask): number => measureTone(photo, mask).reduce((a, b) => a + b, 0);
  const darker = Math.log(sum(neck) / sum(face));
  return clamp01(darker / (shade / count));
}

/** Distance in px from the face, at the shade's size. */
function distanceFromFace(parts: Mask, w: number, h: number): Plane {
  const small = resizeMask(markLabels(parts, [PART.face]), w, h);
  const far = distanceToMask(small);
  for (let i = 0; i < far.data.length; i++) far.data[i]! *= SHADE_STEP;
  return far;
}

interface PlacedOnArm {
  readonly shaded: ShadedArm;
  readonly place: BaredPlace;
}

/** The arm that the pixel lies on or next to, if any. */
function nearestArm(arms: readonly ShadedArm[], x: number, y: number): PlacedOnArm | null {
  let best: PlacedOnArm | null = null;
  for (const shaded of arms) {
    const place = placeOnBaredArm(shaded.arm, x, y);
    if (place === null || Math.abs(place.across) > BESIDE) continue;
    if (best === null || Math.abs(place.across) < Math.abs(best.place.across)) best = { shaded, place };
  }
  return best;
}

/** How deep the shade of the person's arms is, as a share of the usual: that is light's, and so of all skin. */
function depthOf(arms: readonly ShadedArm[]): number {
  const depths = arms.flatMap(({ profile }) => (profile === null ? [] : [profile.depth]));
  return depths.length === 0 ? 1 : depths.reduce((a, b) => a + b, 0) / depths.length;
}

/** Shade of an arm at a place, whose own edge the photo may show. */
function shadeNear(
  { shaded: { arm, profile }, place }: PlacedOnArm,
  isShown: boolean,
  { light, depth }: { readonly light: SkinLight; readonly depth: number },
): number {
  const { out } = place;
  const aside = light.x * out.x + light.y * out.y;
  const across = isShown ? clampAcross(place.across) : place.across;
  return shadeArm(place, across, { aside, profile, depth, bareFrom: arm.bareFrom });
}

/** One of the mask's pixels for each of the shade's. */
function takeEachStep({ width, height, data }: Mask, w: number, h: number): Mask {
  const small = createMask(w, h);
  for (let y = 0, i = 0; y < h; y++) {
    const row = Math.min(height - 1, SHADE_STEP * y + 1) * width;
    for (let x = 0; x < w; x++, i++) small.data[i] = data[row + Math.min(width - 1, SHADE_STEP * x + 1)]!;
  }
  return small;
}

/** What has to be known of a body to shade it. */
export interface ShadedBody {
  readonly body: BodyFrame;
  readonly arms: readonly ShadedArm[];
  readonly light: SkinLight;
  /** Pixels of the crop that are an arm's, shown or bared (255). */
  readonly ofArms: Mask;
  /** Those whose shade is asked for (non-zero). */
  readonly skin: Mask;
}

/** Light on skin, and how much of it is an arm's. */
export interface SkinShade {
  /** 1 for the brightest. */
  readonly shade: Plane;
  /** 1 on an arm, less and less towards its shoulder and beside it. A pixel for each {@link SHADE_STEP} squared of the crop's. */
  readonly limbs: Readonly<Record<SideName, Plane>>;
}

/**
 * How light falls on bare skin at each pixel of the crop, 1 for its brightest: round arms, a round neck under a chin. Skin is
 * painted and read through it, so that what is painted takes on the body's form and joins the real skin.
 * Shape    the crop's size.
 */
export function shadeSkin(crop: PersonCrop, { body, arms, light, ofArms, skin }: ShadedBody): SkinShade {
  const { parts, rect } = crop;
  const w = Math.ceil(parts.width / SHADE_STEP);
  const h = Math.ceil(parts.height / SHADE_STEP);
  const toFace = distanceFromFace(parts, w, h);
  const depth = depthOf(arms);
  const chestLight = { x: light.x, depth };
  const neckDepth = readNeckDepth(crop, { body, light }, toFace);
  const reach = Math.max(1, Math.round((BESIDE_UNITS * body.unit) / SHADE_STEP));
  const nearArm = dilateSquare(takeEachStep(ofArms, w, h), reach).data;
  const shade = createPlane(w, h);
  shade.data.fill(1);
  const limbs = { left: createPlane(w, h), right: createPlane(w, h) };
  for (let y = 0, i = 0; y < h; y++) {
    for (let x = 0; x < w; x++, i++) {
      const px = Math.min(parts.width - 1, x * SHADE_STEP + 1);
      const py = Math.min(parts.height - 1, y * SHADE_STEP + 1);
      const at = py * parts.width + px;
      if (skin.data[at] === 0) continue;
      const [x0, y0] = [px + rect.left, py + rect.top];
      const near = nearArm[i] === 0 ? null : nearestArm(arms, x0, y0);
      const touch =
        near === null || ofArms.data[at] !== 0
          ? 1
          : clamp01((BESIDE - Math.abs(near.place.across)) / (BESIDE - 1));
      const limb = near === null ? 0 : touch * clamp01((near.place.at - LIMB_FROM) / LIMB_FADE);
      const { t, lateralPx } = torsoPlace(body, x0, y0);
      const place = { t, lateralPx, toFacePx: toFace.data[i]! };
      const chest = limb === 1 ? 1 : shadeChest(body, chestLight, place);
      if (near === null || limb === 0) {
        shade.data[i] = chest * (1 + neckDepth * (shadeNeck(body, light, place) - 1));
        continue;
      }
      limbs[near.shaded.arm.chain.name].data[i] = limb;
      const isShown = near.place.isBare || SHOWN_ARM.has(parts.data[at]!);
      const ofArm = shadeNear(near, isShown, { light, depth });
      shade.data[i] = (1 + limb * (ofArm - 1)) * (chest + limb * (1 - chest));
    }
  }
  return { shade: resizePlane(shade, parts.width, parts.height), limbs };
}

/**
 * Skin in shade is redder, for light that passed through it (Jensen et al. 2001: its mean free path is longest in red), and a photo's
 * tone curve adds to it: exponents of the shade for each channel. From the lighter to the darker part of bare arms in 70 photos of the
 * evaluation set the logs of red, green and blue fall as 1 : 1.38 : 1.62 (medians).
 */
export const SHADE_POWER: readonly [number, number, number] = [0.77, 1.07, 1.25];

/** Shades are rounded to this fraction: a third of a grey level. */
const SHADE_STEPS = 512;

/** Puts light on evenly lit skin (`sign` 1), or takes it off (-1), at the marked pixels. */
export function lightSkinInto(image: Image8, marked: Mask, shade: Plane, sign: 1 | -1): void {
  const gains = SHADE_POWER.map((power) =>
    Float32Array.from(
      { length: 2 * SHADE_STEPS },
      (_, k) => Math.max(1 / SHADE_STEPS, k / SHADE_STEPS) ** (sign * power),
    ),
  );
  const [red, green, blue] = [gains[0]!, gains[1]!, gains[2]!];
  const { data } = image;
  for (let i = 0; i < marked.data.length; i++) {
    if (marked.data[i] === 0 || shade.data[i] === 1) continue;
    const k = Math.min(2 * SHADE_STEPS - 1, Math.round(shade.data[i]! * SHADE_STEPS));
    data[3 * i]! *= red[k]!;
    data[3 * i + 1]! *= green[k]!;
    data[3 * i + 2]! *= blue[k]!;
  }
}
