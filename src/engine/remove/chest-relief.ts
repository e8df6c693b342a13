import type { BodyFrame } from "../fit/body-frame.js";
import { shoulderHeight, shoulderPlace } from "../fit/fit-torso.js";
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
/** Nothing of it shows this far below or above the joints' line. */
const LOWEST = -0.1;
const HIGHEST = 0.32;

function bump(distance: number, { log, at, reach }: typeof BONE): number {
  return log * Math.exp(-(((distance - at) / reach) ** 2));
}

function rise(v: number, from: number, to: number): number {
  const f = Math.min(1, Math.max(0, (v - from) / (to - from)));
  return f * f * (3 - 2 * f);
}

/**
 * Brightness of the bare chest's relief at a point of the photo, 1 where it has none: collarbones, the hollows above them and the notch between. Drawn from
 * the proportions of the shoulder girdle seen from the front, with light from above (Bridgman, Constructive Anatomy, 1920); faint, since no light is known.
 */
export function readChestRelief(body: BodyFrame, x: number, y: number): number {
  const { u, height } = shoulderPlace(body, { x, y });
  const aside = Math.abs(u);
  if (height < LOWEST || height > HIGHEST || aside > SHOWS[3]) return 1;
  const differs = shoulderHeight(body, Math.sign(u) * SHOULDER_U) - SHOULDER_HEIGHT;
  const shift = (Math.min(SHIFT_MAX, Math.max(-SHIFT_MAX, differs)) * aside) / SHOULDER_U;
  const d = height - shift - interpolateTable(COLLARBONE, aside);
  const shows = rise(aside, SHOWS[0], SHOWS[1]) * (1 - rise(aside, SHOWS[2], SHOWS[3]));
  const hollow = bump(d, HOLLOW) * (1 - rise(aside, SHOWS[2] - 0.1, HOLLOW_TO_U));
  const notch = bump(Math.hypot(u, height - NOTCH.at), { ...NOTCH, at: 0 });
  return Math.exp(shows * (bump(d, BONE) + bump(d, BELOW) + hollow) + notch);
}
