import { readFile } from "node:fs/promises";
import { findImageFault, probeImage } from "../../../codecs/mod.js";
import { AppError } from "../../../lib/errors.js";
import type { Api } from "../../server.js";
import { parseImageField, type ImageSource } from "../../wire/image-field.js";
import {
  InspectionBodySchema,
  InspectionSchema,
  toInspectedPicture,
  toInspection,
  toUnreadPicture,
  type PictureReading,
} from "../../wire/inspection.js";
import { ProblemSchema } from "../../wire/try-on-schemas.js";
import type { InspectedPicture } from "../../wire/types.js";

/** Reads a picture with the engine. @throws AppError OVERLOADED */
export type InspectPicture = (
  question: { readonly role: "person" | "garment"; readonly file: Uint8Array },
  signal: AbortSignal,
) => Promise<PictureReading>;

const TIMEOUT_MS = 60_000; // the engine may be at a long job; who asks has gone by then

const SCHEMA = {
  summary: "Say what a try-on would make of a photo, without making one",
  description:
    "Answers 200 whatever it thinks of the pictures: `usable`, and `error` with the reason. Nothing is stored and no try-on is counted.",
  tags: ["try-ons"],
  security: [{ bearerKey: [] }, { subscriptionKey: [] }],
  consumes: ["application/json", "multipart/form-data"],
  body: InspectionBodySchema,
  response: { 200: InspectionSchema, "4xx": ProblemSchema, 503: ProblemSchema },
};

/** POST: what the service thinks of a photo of a person, of a garment, or of both. */
export function addInspectPicturesRoute(app: Api, path: string, inspect: InspectPicture | undefined): void {
  app.post(path, { schema: SCHEMA }, async ({ body, uploads }) => {
    const pictures: { person?: InspectedPicture; garment?: InspectedPicture } = {};
    for (const role of ["person", "garment"] as const) {
      const value = body[role];
      if (value === undefined) continue;
      const file = await readSource(parseImageField(role, value, uploads));
      pictures[role] = await inspectFile(role, file, inspect);
    }
    return toInspection(pictures);
  });
}

async function inspectFile(
  role: "person" | "garment",
  file: Uint8Array,
  inspect: InspectPicture | undefined,
): Promise<InspectedPicture> {
  const fault = await findImageFault(file);
  if (fault === undefined && inspect !== undefined)
    return toInspectedPicture(await inspect({ role, file }, AbortSignal.timeout(TIMEOUT_MS)), file.length);
  const { width, height } = (await probeImage(file)) ?? {};
  const size = width === undefined || height === undefined ? {} : { width, height };
  return toUnreadPicture({ sizeBytes: file.length, ...size }, fault);
}

async function readSource(source: ImageSource): Promise<Uint8Array> {
  switch (source.kind) {
    case "bytes":
      return source.bytes;
    case "file":
      return await readFile(source.path);
    case "url":
      throw new AppError("INVALID_REQUEST", {
        details: `${source.field}: a URL is only fetched for a try-on; send the picture itself`,
      });
    default:
      return source satisfies never;
  }
}
