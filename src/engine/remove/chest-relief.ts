import type { Mask, Plane } from "../image.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { shoulderHeight, shoulderPlace } from "../fit/shoulder-place.js";
import type { Rect } from "../kernels/crop.js";
import { interpolateTable } from "../kernels/interpolate-table.js";

/** Height of the collarbone above the shoulder joints' line at a lateral position, both in units: from the breastbone's notch to the shoulder. */
const COLLARBONE: readonly (readonly [number, number])[] = [
  [0.04, 0.055],
  [0.14, 0.07],
  [0.24, 0.095],
  [0.34, 0.125],
  [0.44, 0.14],
];
/** The usual outline's height where the collarbone ends, and how far this shoulder's may differ and take the bone along. */
const SHOULDER_U = 0.4;
const SHOULDER_HEIGHT = 0.157;
const SHIFT_MAX = 0.05;
/** It stands out most between the inner two of these lateral positions and is lost at the outer two. */
const SHOWS = [0.03, 0.09, 0.3, 0.44] as const;
/** Log brightness of the bone's top, below it, of the hollow above, and of the notch between the bones; all with their places and half widths in units. */
const BONE = { log: 0.05, at: 0, reach: 0.018 };
const BELOW = { log: -0.06, at: -0.042, reach: 0.032 };
const HOLLOW = { log: -0.07, at: 0.055, reach: 0.035 };
const HOLLOW_TO_U = 0.32;
const NOTCH = { log: -0.11, at: 0.06, reach: 0.04 };
/** The furrow over the breastbone: log brightness, half width, and the heights between which it fades in below the notch and out again. */
const FURROW = { log: -0.035, at: 0, reach: 0.035 };
const FURROW_SHOWS = [0.03, -0.06, -0.2, -0.42] as const;
/** Nothing of it shows this far below or above the joints' line. */
const LOWEST = -0.42;
const HIGHEST = 0.32;
/** It is smooth: worked out once for a square of so many pixels. */
const STEP = 2;

function bump(distance: number, { log, at, reach }: typeof BONE): number {
  return log * Math.exp(-(((distance - at) / reach) ** 2));
}

function rise(v: number, from: number, to: number): number {
  const f = Math.min(1, Math.max(0, (v - from) / (to - from)));
  return f * f * (3 - 2 * f);
}

/** Log brightness of the relief at a place about the shoulders, in their coordinates. */
function reliefAt(body: BodyFrame, u: number, height: number): number {
  const aside = Math.abs(u);
  const differs = shoulderHeight(body, Math.sign(u) * SHOULDER_U) - SHOULDER_HEIGHT;
  const shift = (Math.min(SHIFT_MAX, Math.max(-SHIFT_MAX, differs)) * aside) / SHOULDER_U;
  const d = height - shift - interpolateTable(COLLARBONE, aside);
  const shows = rise(aside, SHOWS[0], SHOWS[1]) * (1 - rise(aside, SHOWS[2], SHOWS[3]));
  const hollow = bump(d, HOLLOW) * (1 - rise(aside, SHOWS[2] - 0.1, HOLLOW_TO_U));
  const notch = bump(Math.hypot(u, height - NOTCH.at), { ...NOTCH, at: 0 });
  const below =
    rise(-height, -FURROW_SHOWS[0], -FURROW_SHOWS[1]) *
    (1 - rise(-height, -FURROW_SHOWS[2], -FURROW_SHOWS[3]));
  return shows * (bump(d, BONE) + bump(d, BELOW) + hollow) + notch + below * bump(u, FURROW);
}

/**
 * Puts the bare chest's relief on a shade where `chest` is marked: collarbones, the hollows above them and the notch between. Drawn from the
 * proportions of the shoulder girdle seen from the front, with light from above (Bridgman, Constructive Anatomy, 1920); faint, since no light is known.
 * Shape: `shade` at `rect` of the photo. In place.
 */
export function addChestReliefInto(
  shade: Plane,
  { left, top }: Pick<Rect, "left" | "top">,
  body: BodyFrame,
  chest: Mask,
): void {
  const { width, height, data } = shade;
  const reach = Math.hypot(SHOWS[3], HIGHEST) * body.unit;
  const x0 = Math.max(0, Math.floor(body.origin.x - reach) - left);
  const x1 = Math.min(width, Math.ceil(body.origin.x + reach) - left);
  const y0 = Math.max(0, Math.floor(body.origin.y - reach) - top);
  const y1 = Math.min(height, Math.ceil(body.origin.y + reach) - top);
  for (let y = y0; y < y1; y += STEP) {
    for (let x = x0; x < x1; x += STEP) {
      const place = shoulderPlace(body, { x: left + x + STEP / 2, y: top + y + STEP / 2 });
      if (place.height < LOWEST || place.height > HIGHEST || Math.abs(place.u) > SHOWS[3]) continue;
      const relief = Math.exp(reliefAt(body, place.u, place.height));
      for (let v = y; v < Math.min(y1, y + STEP); v++)
        for (let i = v * width + x; i < v * width + Math.min(x1, x + STEP); i++)
          if (chest.data[i] !== 0) data[i]! *= relief;
    }
  }
}
