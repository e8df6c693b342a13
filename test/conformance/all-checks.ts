import type { Check } from "./check.js";
import { FRONT_A, FRONT_A_ERRORS } from "./front-a.js";
import { FRONT_B, FRONT_B_ERRORS } from "./front-b.js";
import { IMAGES } from "./images.js";

/** Every check, by the part of the contract that it belongs to. */
export const PARTS: Readonly<Record<string, readonly Check[]>> = {
  "Front A": FRONT_A,
  "Front A, errors": FRONT_A_ERRORS,
  "Front B": FRONT_B,
  "Front B, errors": FRONT_B_ERRORS,
  Images: IMAGES,
};
