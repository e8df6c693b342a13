import { RefusedError, UnreachableError } from "../shared/ask-service.js";
import { UnreadableFileError } from "../shared/prepare-photo.js";
import type { Messages } from "./messages.js";

const BY_CODE: Readonly<Record<string, keyof Messages>> = {
  PERSON_NOT_FOUND: "noPerson",
  PERSON_TOO_SMALL: "personTooSmall",
  PERSON_CUT_OFF: "personCutOff",
  PERSON_NOT_FACING: "personNotFacing",
  PERSON_MOSTLY_HIDDEN: "personMostlyHidden",
  IMAGE_REFUSED: "notAPicture",
  IMAGE_BROKEN: "notAPicture",
  TOKEN_USED_UP: "usedUp",
  QUOTA_EXCEEDED: "usedUp",
};

/** Why a try-on ended without a picture, in the shopper's language. */
export function explainCode(code: string | undefined, messages: Messages): string {
  return messages[BY_CODE[code ?? ""] ?? "failed"];
}

/** An error in the shopper's language. What only the shop can mend is "not at the moment". */
export function explainError(error: unknown, messages: Messages): string {
  if (error instanceof UnreadableFileError) return messages.notAPicture;
  if (error instanceof UnreachableError) return messages.unavailable;
  if (!(error instanceof RefusedError)) return messages.failed;
  return BY_CODE[error.code] === undefined ? messages.unavailable : explainCode(error.code, messages);
}
