import type { Image8, Mask, Point } from "../../image.js";
import { findComponents, type Component } from "../../kernels/connected-components.js";
import { dilateSquare } from "../../kernels/square-morphology.js";

/** Distances that are tried, up and down, in extents of the hole: from the nearest cloth that lies wholly beside it on. */
const DISTANCES = [1.1, 1.35, 1.6, 1.9];
/** The cloth about the hole that has to look alike, as a share of the root of its area. */
const RING = 0.3;
/** Sums look at each so-manieth pixel across and down. */
const STEP = 2;
/** Cloth from elsewhere is taken where so much of the hole is seen there, the more the better ... */
const SEEN_MIN = 0.6;
/** ... and where what lies about both differs by no more than this in the mean, 8 bits: folds do, another colour or a seam is more. */
const UNLIKE_MAX = 20;

/** How a piece hangs. */
export interface Hang {
  /** Unit vector of the torso's axis. */
  readonly down: Point;
  /** Row below which it hangs so: the armpits'. Above lie collar and yoke, which run across. */
  readonly fromY: number;
}

/** Where the cloth of a hole may be taken from. */
export interface Shift {
  /** The hole, 255, and it with the cloth about it. */
  readonly hole: Mask;
  readonly near: Mask;
  /** From the hole's pixels to those that stand in for them. */
  readonly by: Point;
}

/**
 * Finds for each hole of a piece the place further up or down, along its axis, about which the cloth looks most like that about the hole: the
 * edge of an open jacket, its seams and folds run on that way. Holes without such a place, or above the armpits, are left out.
 */
export function findShifts(
  image: Image8,
  { known, hole }: { readonly known: Mask; readonly hole: Mask },
  { down, fromY }: Hang,
): Shift[] {
  const { labels, list } = findComponents(hole);
  return list.flatMap((component) => {
    if (component.minY < fromY) return [];
    const own = { ...hole, data: hole.data.map((_, i) => (labels[i] === component.label ? 255 : 0)) };
    const near = dilateSquare(own, Math.max(2, Math.round(RING * Math.sqrt(component.area))));
    const length = extentAlong(component, down);
    let best: Point | null = null;
    let least = UNLIKE_MAX;
    for (const distance of DISTANCES.flatMap((d) => [d * length, -d * length])) {
      const by = { x: Math.round(distance * down.x), y: Math.round(distance * down.y) };
      const unlike = compare(image, known, { hole: own, near, by });
      if (unlike >= least) continue;
      least = unlike;
      best = by;
    }
    return best === null ? [] : [{ hole: own, near, by: best }];
  });
}

function extentAlong({ minX, maxX, minY, maxY }: Component, down: Point): number {
  return Math.abs(down.y) * (maxY - minY + 1) + Math.abs(down.x) * (maxX - minX + 1);
}

/** Mean difference, 8 bits, between the cloth about a hole and that about its stand-in, over the share of it that is seen; Infinity where too little is seen there. */
function compare(image: Image8, known: Mask, { hole, near, by }: Shift): number {
  const { width, height, data } = image;
  let [holes, seen, ring, sum] = [0, 0, 0, 0];
  for (let y = 0; y < height; y += STEP) {
    for (let x = 0; x < width; x += STEP) {
      const i = y * width + x;
      if (near.data[i] === 0) continue;
      const [sx, sy] = [x + by.x, y + by.y];
      const s = sy * width + sx;
      const isSeen = sx >= 0 && sy >= 0 && sx < width && sy < height && known.data[s] === 255;
      if (hole.data[i] !== 0) {
        holes++;
        if (isSeen) seen++;
      } else if (isSeen && known.data[i] === 255) {
        ring++;
        for (let c = 0; c < 3; c++) sum += Math.abs(data[3 * i + c]! - data[3 * s + c]!) / 3;
      }
    }
  }
  return ring === 0 || seen < SEEN_MIN * holes ? Infinity : (sum / ring) * (holes / seen);
}
