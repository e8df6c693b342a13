import { CALLBACKS } from "./callbacks.js";
import type { Check } from "./check.js";
import { CLIENTS } from "./clients.js";
import { FRONT_A, FRONT_A_ERRORS } from "./front-a.js";
import { FRONT_B, FRONT_B_ERRORS } from "./front-b.js";
import { GARMENTS } from "./garments.js";
import { IMAGES } from "./images.js";
import { LIMITS } from "./limits.js";

/** Every check, by the part of the contract that it belongs to. */
export const PARTS: Readonly<Record<string, readonly Check[]>> = {
  "Front A": FRONT_A,
  "Front A, errors": FRONT_A_ERRORS,
  "Front B": FRONT_B,
  "Front B, errors": FRONT_B_ERRORS,
  Limits: LIMITS,
  Images: IMAGES,
  Garments: GARMENTS,
  Callbacks: CALLBACKS,
  Clients: CLIENTS,
};
