/** Reasons for which the engine refuses a job, each with a text that a shopper can act on in docs/errors.md. */
export const REFUSAL = {
  PERSON_NOT_FOUND: "There is no human in the image",
  PERSON_TOO_SMALL: "The person is too small in the photo: step closer to the camera",
  PERSON_CUT_OFF: "The upper body is not in the photo: show shoulders, arms and hips",
  PERSON_NOT_FACING: "The photo shows the person from the side or the back: face the camera",
  PERSON_MOSTLY_HIDDEN:
    "Your clothes hide too much of you to show this garment: wear something close-fitting, or try a garment that covers as much",
  GARMENT_NOT_FOUND: "There is no garment in the image: use a photo of one garment on a plain background",
  GARMENT_UNREADABLE: "The garment's shape cannot be read: lay it flat, front up, on a plain background",
  GARMENTS_SEVERAL: "There are several garments in the image: send one of them",
  GARMENTS_UNMATCHED:
    "These garments cannot be worn together: send one of them, or one for the upper and one for the lower body",
  GARMENT_NOT_OF_KIND: "The image shows no garment of the kind that was named: name another kind, or none",
  GARMENT_ON_MODEL:
    "A dress cannot be taken from a seated model: use a photo of a model who stands, or of the dress alone",
  GARMENT_CUT_OFF: "The garment is cut off by the edge of the photo: show all of it",
} as const;

export type RefusalCode = keyof typeof REFUSAL;

/** An expected outcome: a value, or a refusal with the stage that made it. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: RefusalCode; readonly stage: string };

export function accept<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function refuse(code: RefusalCode, stage: string): Outcome<never> {
  return { ok: false, code, stage };
}
