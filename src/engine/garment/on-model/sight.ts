/** What a pixel of a photo of a worn garment shows. */
export const SIGHT = {
  /** The ground, or a part of the person that the garment ends at. */
  other: 0,
  cloth: 1,
  /** Something that may lie in front of the garment: hair, hands, bare arms, a bag. */
  veil: 2,
} as const;
