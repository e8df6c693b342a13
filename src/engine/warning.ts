/** What may be wrong with a result, each with a text that tells a shopper why and what helps. Listed in docs/errors.md. */
export const WARNING = {
  "person-turned": "The photo shows you partly from the side: face the camera",
  "person-seated": "You are sitting in the photo: stand up to see how the garment falls",
  "arms-crossed": "Your arms are crossed in the photo: let them hang to see the sleeves",
  "low-contrast-clothes":
    "Your clothes are hard to tell apart or from the background: wear another colour or stand elsewhere",
  "garment-asymmetric": "The garment lies unevenly in its photo: lay it flat and straight",
  "garment-side-mirrored": "One side of the garment could not be read and was copied from the other",
  "garment-landmarks-doubtful":
    "The garment's shape was hard to read: use a photo on a plain background, front up",
  "garment-neckline-doubtful": "The garment's neckline was hard to read: it may sit wrong",
  "garment-partly-hidden":
    "Hands, hair or a bag cover part of the garment in its photo: that part was made up",
  "garment-hem-not-seen": "The photo ends above the garment's hem: its length is a guess",
  "garment-model-turned": "The model in the garment's photo is turned: use a photo from the front",
  "skin-painted":
    "Your old clothes hid skin that the new ones show: it was painted and may look smooth; wear something with less cloth",
  "lower-painted":
    "Your old clothes hid much of what you wear below: it was made up; wear a short top over trousers or a skirt",
  "background-painted":
    "Your old clothes hid background that the new ones show: it was painted and may look blurred; use a plain wall",
} as const;

/** A name of {@link WARNING}. */
export type Warning = keyof typeof WARNING;

/** What a warning leaves of the score where the confidences do not know of it, from marks given by eye; 1 for those not listed. */
const REST: Partial<Record<Warning, number>> = {
  "person-seated": 0.55,
  "arms-crossed": 0.6,
  "garment-asymmetric": 0.7,
  "garment-partly-hidden": 0.85,
  "garment-side-mirrored": 0.85,
  "background-painted": 0.85,
  "garment-model-turned": 0.85,
};

/** The share of the score, 0..1, that the warnings leave. */
export function discountWarnings(warnings: readonly Warning[]): number {
  return warnings.reduce((rest, name) => rest * (REST[name] ?? 1), 1);
}
