import type { Mask } from "../../image.js";
import { halfWidthAt, torsoPlace, type BodyFrame } from "../../fit/body-frame.js";
import { findComponents, type Component } from "../../kernels/connected-components.js";
import { mixtureDensity } from "../../kernels/gaussian-mixture.js";
import { pointAtY } from "../../kernels/polyline.js";
import { maskWhere } from "../../kernels/push-pull.js";
import { dilateSquare } from "../../kernels/square-morphology.js";
import { PART, type PersonAnalysis } from "../../person/types.js";
import { SIGHT } from "./sight.js";
import { learnColours } from "./unveil-skin.js";

/** Cloth is learnt within this share of the body's half width, between these t; the ground so near to the person, in units. */
const CORE = 0.8;
const CORE_T = [0.2, 1.1] as const;
const GROUND_NEAR = 0.3;
const COMPONENTS = { ground: 2, cloth: 6 } as const;
/** How much better the ground must explain a colour, and the density that both always have. */
const MARGIN = 12;
const FLOOR = 1e-7;
/** Smaller gaps, in square units, are not seen; this share of a gap's rim is something else than the garment: of a stripe on a sleeve it is less. */
const AREA_MIN = 0.002;
const RIM_SHARE = 0.35;
/** ... unless it is a slit between sleeve and body: at most so wide on average and at least so high, in units. */
const SLIT_WIDTH = 0.12;
const SLIT_HEIGHT = 0.12;

/** Finds the gaps between arm and body that the person's cut-out closed, by the colours of the ground about the person. In place. */
export function unveilGround(sight: Mask, person: PersonAnalysis, body: BodyFrame, lab: Float32Array): void {
  const { width, height, parts } = person;
  const isCore = (i: number): boolean => {
    const { t, lateralPx } = torsoPlace(body, (i % width) + 0.5, Math.floor(i / width) + 0.5);
    return Math.abs(lateralPx) < CORE * halfWidthAt(body, lateralPx > 0 ? "left" : "right", t);
  };
  const isClothCore = (i: number): boolean => {
    if (sight.data[i] !== SIGHT.cloth || !isCore(i)) return false;
    const { t } = torsoPlace(body, (i % width) + 0.5, Math.floor(i / width) + 0.5);
    return t > CORE_T[0] && t < CORE_T[1];
  };
  const cloth = learnColours(lab, isClothCore, COMPONENTS.cloth);
  const worn = maskWhere(width, height, (i) => sight.data[i] === SIGHT.cloth);
  const near = dilateSquare(worn, Math.round(GROUND_NEAR * body.unit)).data;
  const isGround = (i: number): boolean => near[i] !== 0 && parts.data[i] === PART.background;
  const ground = learnColours(lab, isGround, COMPONENTS.ground);
  if (ground === null || cloth === null) return;
  const like = maskWhere(width, height, (i) => {
    if (worn.data[i] === 0 || isCore(i)) return false;
    const [l, a, b] = [lab[3 * i]!, lab[3 * i + 1]!, lab[3 * i + 2]!];
    return (mixtureDensity(ground, l, a, b) + FLOOR) / (mixtureDensity(cloth, l, a, b) + FLOOR) > MARGIN;
  });
  const { labels, list } = findComponents(like);
  const rims = countRims(labels, worn);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (label === 0 || list[label - 1]!.area < AREA_MIN * body.unit ** 2) continue;
    const { open, all } = rims.get(label)!;
    if (open > RIM_SHARE * all || isSlit(list[label - 1]!, body)) sight.data[i] = SIGHT.other;
  }
}

/** Whether a component lies upright and narrow between an arm, in its sleeve, and the body. */
function isSlit({ area, minX, maxX, minY, maxY }: Component, body: BodyFrame): boolean {
  const height = maxY - minY + 1;
  if (area > SLIT_WIDTH * body.unit * height || height < SLIT_HEIGHT * body.unit) return false;
  const middle = { x: (minX + maxX) / 2, y: (minY + maxY) / 2 };
  const { lateralPx } = torsoPlace(body, middle.x, middle.y);
  const { shoulder, elbow, wrist } = body.arms[lateralPx > 0 ? "left" : "right"];
  if (middle.y < shoulder.y || middle.y > wrist.y) return false;
  const arm = pointAtY([shoulder, elbow, wrist], middle.y);
  return Math.abs(lateralPx) < Math.abs(torsoPlace(body, arm.x, arm.y).lateralPx);
}

/** Of each component the pixels just outside, and how many of them are not the garment. */
function countRims(
  labels: Int32Array,
  { width, height, data }: Mask,
): ReadonlyMap<number, { readonly open: number; readonly all: number }> {
  const rims = new Map<number, { open: number; all: number }>();
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (label === 0) continue;
    const rim = rims.get(label) ?? { open: 0, all: 0 };
    rims.set(label, rim);
    for (const j of [i - 1, i + 1, i - width, i + width]) {
      if (j < 0 || j >= width * height || labels[j] === label) continue;
      rim.all++;
      if (data[j] === 0) rim.open++;
    }
  }
  return rims;
}
