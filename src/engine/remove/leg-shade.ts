import { interpolateTable } from "../kernels/interpolate-table.js";

/** A place on a leg, and how the light falls on it. */
export interface LitLegPlace {
  /** Chain position: 0 the hip, 1 the knee, 2 the ankle. */
  readonly at: number;
  /** Place across the leg: -1 on its inner outline, 1 on its outer one. */
  readonly across: number;
  /** From where the light comes across the leg, -1 its inner side to 1 its outer one; 0 from the camera. */
  readonly aside: number;
}

/**
 * Share of the light that comes from everywhere along the chain: thighs turn away from it more clearly than shins. Light from aside
 * of .3 then gives the falls across 16 bare legs of photos, to .70 near the thigh's darker edge and .85 near the shin's (medians).
 */
const AMBIENT: readonly (readonly [number, number])[] = [
  [0.75, 0.6],
  [1.2, 0.79],
];
/** Just on the outline skin is seen at a grazing angle: no further out than this does the cylinder turn. */
const TURN_MAX = 0.97;

/** The knee on the chain, the depth of its shade and the length in which it fades: it lies deeper than thigh and shin, medians of those legs. */
const KNEE_AT = 1;
const KNEE_DEPTH = 0.08;
const KNEE_LENGTH = 0.1;
/** The kneecap catches light: its middle, half length along the chain, half width across, and by how much it is lighter than that shade. */
const CAP_AT = 0.97;
const CAP_LENGTH = 0.055;
const CAP_ACROSS = 0.38;
const CAP_LIGHT = 0.06;
/** The crease below it hangs like a smile from both sides of the kneecap: its lowest place, its rise, its depth, thickness and half width. */
const CREASE_AT = 1.08;
const CREASE_RISE = 0.3;
const CREASE_DEPTH = 0.07;
const CREASE_LENGTH = 0.022;
const CREASE_ACROSS = 0.5;

/** Gaussian of a distance over its length. */
function fall(distance: number, length: number): number {
  return Math.exp(-0.5 * (distance / length) ** 2);
}

/** Light on the knee from the front over that on a smooth leg. */
function shadeKnee(at: number, across: number): number {
  const crease = CREASE_AT - CREASE_RISE * across * across;
  return (
    1 -
    KNEE_DEPTH * fall(at - KNEE_AT, KNEE_LENGTH) +
    CAP_LIGHT * fall(at - CAP_AT, CAP_LENGTH) * fall(across, CAP_ACROSS) -
    CREASE_DEPTH * fall(at - crease, CREASE_LENGTH) * fall(across, CREASE_ACROSS)
  );
}

/**
 * Brightness of a bare leg seen from the front over its lightest parts'.
 * Source   Lambert's law on a cylinder with ambient light (Horn, Robot Vision, 1986, ch. 10).
 */
export function shadeLeg({ at, across, aside }: LitLegPlace): number {
  const turn = Math.min(TURN_MAX, Math.max(-TURN_MAX, across));
  const facing = Math.sqrt(1 - turn * turn) * Math.sqrt(1 - aside * aside);
  const ambient = interpolateTable(AMBIENT, at);
  return (ambient + (1 - ambient) * Math.max(0, turn * aside + facing)) * shadeKnee(at, across);
}
