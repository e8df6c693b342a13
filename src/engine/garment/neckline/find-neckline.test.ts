import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Mask, Point } from "../../image.js";
import type { LabImage } from "../../kernels/srgb-to-lab.js";
import { findNeckline } from "./find-neckline.js";
import type { NeckHole } from "./neck-curve.js";

type Colour = readonly [number, number, number];

const WIDTH = 200;
const HEIGHT = 200;
const MIDDLE = 100;
/** Half the neck's width, and the row of the neck points and of the straight back collar. */
const HALF = 40;
const TOP = 20;
const INK: Colour = [12, 0, -1];
const WHITE: Colour = [95, 0, 0];

/** A square of cloth, of `front` below a U of `depthPx` and of `inside` above it, with `paint` over it. */
function drawGarment(cloth: {
  readonly front: (x: number, y: number) => Colour;
  readonly inside: Colour;
  readonly depthPx: number;
  readonly dipPx?: number;
  readonly paint?: (x: number, y: number) => Colour | undefined;
}): { lab: LabImage; mask: Mask } {
  const lab = new Float32Array(3 * WIDTH * HEIGHT);
  const mask = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 0, i = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, i++) {
      const t = (x + 0.5 - MIDDLE) / HALF;
      const isCloth = y >= TOP + dipAt(t, cloth.dipPx) && x >= 10 && x < 190;
      const isInside = Math.abs(t) < 1 && y < TOP + cloth.depthPx * (1 - Math.abs(t) ** 2.2);
      const colour = cloth.paint?.(x, y) ?? (isInside ? cloth.inside : cloth.front(x, y));
      lab.set(isCloth ? colour : WHITE, 3 * i);
      mask[i] = isCloth ? 255 : 0;
    }
  }
  return {
    lab: { width: WIDTH, height: HEIGHT, data: lab },
    mask: { width: WIDTH, height: HEIGHT, data: mask },
  };
}

/** How far the back's collar hangs at t from -1 to 1 across the neck. */
function dipAt(t: number, dipPx = 0): number {
  return dipPx * Math.max(0, 1 - t ** 2);
}

function hole(dipPx = 0): NeckHole {
  const row = (from: number, to: number): Point[] =>
    Array.from({ length: 61 }, (_, i) => {
      const x = from + ((to - from) * i) / 60;
      return { x, y: TOP + dipAt((x - MIDDLE) / HALF, dipPx) };
    });
  return {
    left: { x: MIDDLE + HALF, y: TOP },
    right: { x: MIDDLE - HALF, y: TOP },
    topEdge: row(MIDDLE + HALF, MIDDLE - HALF),
    leftShoulder: row(MIDDLE + HALF, 185),
    rightShoulder: row(MIDDLE - HALF, 15),
    chest: 160,
  };
}

function depthOf({ points }: { readonly points: readonly Point[] }): number {
  return points[(points.length - 1) / 2]!.y - TOP;
}

describe("findNeckline()", () => {
  test("sees black on black, with a white label above the edge and a print below", () => {
    const { lab, mask } = drawGarment({
      front: () => INK,
      inside: [14.5, 0, -1],
      depthPx: 30,
      paint: (x, y) => {
        if (Math.abs(x - MIDDLE) < 8 && y > TOP + 6 && y < TOP + 20) return WHITE;
        return Math.abs(x - MIDDLE) < 35 && y > TOP + 60 ? [60, 60, 30] : undefined;
      },
    });
    const found = findNeckline(lab, mask, hole());
    assert.equal(found.hasInside, true);
    assert.ok(Math.abs(depthOf(found) - 30) <= 3, `depth ${depthOf(found)}`);
  });

  test("follows a plain inside through a loud print", () => {
    const { lab, mask } = drawGarment({
      front: (x, y) => (((x >> 3) + (y >> 3)) % 2 === 0 ? [75, 30, -10] : [45, -25, 5]),
      inside: [40, 20, -30],
      depthPx: 36,
    });
    const found = findNeckline(lab, mask, hole());
    assert.equal(found.hasInside, true);
    assert.ok(Math.abs(depthOf(found) - 36) <= 4, `depth ${depthOf(found)}`);
  });

  test("takes the top edge where nothing shows within, whatever is printed on the chest", () => {
    const { lab, mask } = drawGarment({
      front: () => INK,
      inside: INK,
      depthPx: 0,
      paint: (x, y) => (Math.abs(x - MIDDLE) < 30 && y > TOP + 70 ? WHITE : undefined),
    });
    const found = findNeckline(lab, mask, hole());
    assert.equal(found.hasInside, false);
    assert.deepEqual(found.points, hole().topEdge);
    assert.ok(found.confidence < 0.6);
  });

  test("keeps a dark rib before a dark inside", () => {
    const ribPx = 12;
    const isRib = (x: number, y: number): boolean => {
      const depth = (t: number, reach: number): number => reach * (1 - Math.abs(t) ** 2.2);
      const t = (x + 0.5 - MIDDLE) / (HALF - ribPx);
      return !(Math.abs(t) < 1 && y < TOP + depth(t, 44 - ribPx));
    };
    const { lab, mask } = drawGarment({
      front: (_, y) => (y % 16 < 8 ? [85, 0, 5] : [30, 5, -30]),
      inside: [18, 20, -2],
      depthPx: 44,
      paint: (x, y) => {
        const u = (x + 0.5 - MIDDLE) / HALF;
        const isHole = Math.abs(u) < 1 && y >= TOP && y < TOP + 44 * (1 - Math.abs(u) ** 2.2);
        return isHole && !isRib(x, y) ? [10, 2, -8] : undefined;
      },
    });
    const found = findNeckline(lab, mask, hole());
    assert.equal(found.hasInside, true);
    assert.ok(Math.abs(depthOf(found) - (44 - ribPx)) <= 3, `depth ${depthOf(found)}`);
  });

  test("looks below a seam of the back that lies too high for a front", () => {
    const { lab, mask } = drawGarment({
      front: () => [40, 12, 16],
      inside: [20, 2, 4],
      depthPx: 40,
      dipPx: 8,
      paint: (x, y) => (Math.abs(x - MIDDLE) < HALF && y >= TOP && y < TOP + 18 ? [46, 0, -6] : undefined),
    });
    const found = findNeckline(lab, mask, hole(8));
    assert.ok(Math.abs(depthOf(found) - 40) <= 3, `depth ${depthOf(found)}`);
  });

  test("does not take a label for the inside", () => {
    const { lab, mask } = drawGarment({
      front: () => [60, 10, 10],
      inside: [60, 10, 10],
      depthPx: 0,
      paint: (x, y) => (Math.abs(x - MIDDLE) < 9 && y > TOP + 5 && y < TOP + 20 ? WHITE : undefined),
    });
    assert.equal(findNeckline(lab, mask, hole()).hasInside, false);
  });

  test("opens a cardigan's V past the seam of its back's band", () => {
    const [depthPx, fallPx, bandPx] = [136, 40, 12];
    // falls straight beside the neck, then runs to a point
    const isInside = (x: number, y: number): boolean => {
      const t = Math.abs(x + 0.5 - MIDDLE) / HALF;
      return t < 1 && y < TOP + fallPx + (depthPx - fallPx) * (1 - t);
    };
    const isBand = (x: number, y: number): boolean =>
      isInside(x, y)
        ? y < TOP + 16
        : isInside(x, y - 2 * bandPx) || isInside(MIDDLE + Math.max(0, Math.abs(x - MIDDLE) - bandPx), y);
    const { lab, mask } = drawGarment({
      front: () => [62, 0, -8],
      inside: [57, 0, -9],
      depthPx: 0,
      dipPx: 6,
      paint: (x, y) => {
        if (isBand(x, y)) return [75, -22, 10];
        return isInside(x, y) ? [57, 0, -9] : undefined;
      },
    });
    const found = findNeckline(lab, mask, hole(6));
    assert.equal(found.hasInside, true);
    assert.ok(Math.abs(depthOf(found) - depthPx) <= 6, `depth ${depthOf(found)}`);
  });

  test("takes a low top edge for the front's where only a print goes on below it", () => {
    // patches whose borders happen to lie along a U, now lighter within, now darker
    const { lab, mask } = drawGarment({
      front: (x) => (((x - 8) >> 4) % 2 === 0 ? [55, 12, 4] : [20, 4, -24]),
      inside: [20, 4, -24],
      depthPx: 0,
      dipPx: 15,
      paint: (x, y) => {
        const isWithin = y < TOP + 48 * (1 - ((x + 0.5 - MIDDLE) / HALF) ** 2);
        if (!isWithin) return undefined;
        return ((x - 8) >> 4) % 2 === 0 ? [20, 4, -24] : [55, 12, 4];
      },
    });
    assert.equal(findNeckline(lab, mask, hole(15)).hasInside, false);
  });
});
