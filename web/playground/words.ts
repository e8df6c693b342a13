import type { InspectedPicture } from "../../src/api/wire/types.js";
import { UnreadableFileError } from "../shared/prepare-photo.js";
import { RefusedError, UnreachableError } from "../shared/ask-service.js";

/** Everything that the page says of errors, stages and quality, in whole sentences. */

const STAGES: Readonly<Record<string, string>> = {
  decode: "Opening the photos",
  observe: "Looking for the person",
  person: "Telling clothes from skin",
  garment: "Reading the garment",
  fit: "Taking measures",
  warp: "Draping the cloth",
  remove: "Taking off the old garment",
  composite: "Putting it all together",
  encode: "Saving the picture",
};

/** The stages in order, for a list of times. */
export const STAGE_NAMES = Object.keys(STAGES);

export function nameStage(stage: string | null): string {
  return (stage === null ? undefined : STAGES[stage]) ?? "Waiting for a free place";
}

const REFUSALS: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: "This key is not known here. Check it and enter it again.",
  SUBSCRIPTION_DISABLED: "The operator of this service has switched this access off.",
  QUOTA_EXCEEDED: "This month's try-ons are used up. The operator of this service can raise the limit.",
  RATE_LIMITED: "That was a little fast. Wait a few seconds and try again.",
  CONCURRENCY_LIMITED: "Too many try-ons are running. Wait until one has ended and try again.",
  OVERLOADED: "The service has a lot to do. You can start the try-on anyway.",
  TASK_NOT_FOUND: "This try-on is no longer there: it was deleted, or its time was over.",
  NOT_READY: "The service is just starting or stopping. Try again in a few seconds.",
  INTERNAL: "Something in the service went wrong. Try again; if it stays so, its log tells more.",
};

/** An error as a sentence that says what to do. */
export function explain(error: unknown): string {
  if (error instanceof UnreadableFileError) return error.message;
  if (error instanceof UnreachableError)
    return "The service does not answer. It may be restarting, or stopped: try again in a moment.";
  if (error instanceof RefusedError) return REFUSALS[error.code] ?? toSentence(error.message);
  return "Something in this page went wrong. Load it again.";
}

/** The service's reasons are written for programs' logs: without a capital and a full stop, with the field before. */
export function toSentence(reason: string): string {
  const text = reason.replace(/^(person|garment): /, "").trim();
  return text === "" ? "" : text[0]!.toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");
}

/** What the service saw in a photo, in a few words. */
export function describePicture(role: "person" | "garment", picture: InspectedPicture): string {
  if (!picture.usable) return toSentence(picture.error?.message ?? "This photo cannot be used");
  if (!picture.analysed) return "Ready";
  return role === "person" ? "Person found" : describeGarment(picture);
}

const SLEEVES = { none: "without sleeves", short: "with short sleeves", long: "with long sleeves" } as const;

function describeGarment({ kind, style, sleeves }: InspectedPicture): string {
  if (kind === "lower") return style === "skirt" ? "A skirt" : "Trousers or shorts";
  const noun = kind === "dress" ? "A dress" : "A top";
  return sleeves === null ? noun : `${noun} ${SLEEVES[sleeves]}`;
}

/** How a report's score reads. */
export function judge(score: number | undefined): {
  readonly tone: "good" | "fair" | "poor";
  readonly title: string;
} {
  if (score === undefined) return { tone: "fair", title: "Here it is" };
  if (score >= 0.7) return { tone: "good", title: "This looks right" };
  if (score >= 0.45) return { tone: "fair", title: "Have a look before you show it" };
  return { tone: "poor", title: "This may well look wrong" };
}
