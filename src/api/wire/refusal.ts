import type { ERRORS, ErrorCode } from "../../lib/errors.js";

/** The codes that a reply can have; the others are reasons of failed tasks. */
export type ReplyCode = {
  [Code in ErrorCode]: (typeof ERRORS)[Code]["status"] extends null ? never : Code;
}[ErrorCode];

/** What a front's client is told, in the words of that front. */
export interface WireReply {
  readonly status: number;
  /** @default application/json */
  readonly contentType?: string;
  readonly body: object;
}

/** A refusal with a code that replies can have, and words that a client's developer can act on. */
export interface Refusal {
  readonly code: ReplyCode;
  readonly details: string;
}
