import { Type } from "typebox";
import type { Inspection, InspectedPicture } from "./types.js";

/** Schemas and mapper of `/v1/inspections`. */

const Image = (description: string) =>
  Type.Optional(
    Type.String({ minLength: 1, description: `${description}: raw Base64, or a file in a form` }),
  );

export const InspectionBodySchema = Type.Object(
  { person: Image("The photo of a person"), garment: Image("The photo of a garment") },
  {
    additionalProperties: false,
    minProperties: 1,
    examples: [
      {
        garment:
          "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      },
    ],
  },
);

const Share = Type.Number({ minimum: 0, maximum: 1 });

const PictureSchema = Type.Object({
  usable: Type.Boolean({ description: "Whether a try-on with it would begin" }),
  error: nullable(Type.Object({ code: Type.String(), message: Type.String() })),
  width: nullable(Type.Integer({ description: "In pixels, upright; null when the file could not be read" })),
  height: nullable(Type.Integer()),
  size_bytes: Type.Integer(),
  analysed: Type.Boolean({
    description: "False where no engine runs beside the API: only the file was looked at",
  }),
  found: nullable(
    Type.Object(
      { x: Share, y: Share, width: Share, height: Share },
      { description: "Where the person or the garment is, as shares of the picture" },
    ),
  ),
  confidence: nullable(Share),
  kind: nullable(oneOf("upper", "lower", "dress", "outfit")),
  style: nullable(oneOf("trousers", "skirt")),
  sleeves: nullable(oneOf("none", "short", "long")),
  warnings: Type.Unsafe<readonly string[]>(Type.Array(Type.String())),
  advice: Type.Unsafe<readonly string[]>(Type.Array(Type.String())),
});

export const InspectionSchema = Type.Object({
  person: nullable(PictureSchema),
  garment: nullable(PictureSchema),
});

/** What the engine found in a picture, as the composition root hands it to this layer. */
export interface PictureReading {
  readonly size: { readonly width: number; readonly height: number } | undefined;
  readonly found: NonNullable<InspectedPicture["found"]> | undefined;
  readonly confidence: number | undefined;
  readonly garment:
    | { readonly kind: "upper" | "dress"; readonly sleeves: "none" | "short" | "long" }
    | { readonly kind: "lower"; readonly style: "trousers" | "skirt" }
    | {
        readonly kind: "outfit";
        readonly sleeves: "none" | "short" | "long";
        readonly style: "trousers" | "skirt";
      }
    | undefined;
  readonly warnings: readonly string[];
  readonly advice: readonly string[];
  readonly refusal: { readonly code: string; readonly message: string } | undefined;
}

/** A file that was not given to the engine: because of `fault`, or because there is no engine here. */
export function toUnreadPicture(
  file: { readonly sizeBytes: number; readonly width?: number; readonly height?: number },
  fault: string | undefined,
): InspectedPicture {
  return {
    usable: fault === undefined,
    error: fault === undefined ? null : { code: "IMAGE_REFUSED", message: fault },
    width: file.width ?? null,
    height: file.height ?? null,
    size_bytes: file.sizeBytes,
    analysed: false,
    found: null,
    confidence: null,
    kind: null,
    style: null,
    sleeves: null,
    warnings: [],
    advice: [],
  };
}

export function toInspectedPicture(reading: PictureReading, sizeBytes: number): InspectedPicture {
  const { size, found, confidence, garment, warnings, advice, refusal } = reading;
  return {
    usable: refusal === undefined,
    error: refusal ?? null,
    width: size?.width ?? null,
    height: size?.height ?? null,
    size_bytes: sizeBytes,
    analysed: true,
    found: found ?? null,
    confidence: confidence ?? null,
    kind: garment?.kind ?? null,
    style: garment !== undefined && "style" in garment ? garment.style : null,
    sleeves: garment !== undefined && "sleeves" in garment ? garment.sleeves : null,
    warnings,
    advice,
  };
}

export function toInspection(pictures: Partial<Inspection>): Inspection {
  return { person: pictures.person ?? null, garment: pictures.garment ?? null };
}

function nullable<T extends Parameters<typeof Type.Optional>[0]>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

function oneOf<const T extends readonly string[]>(...values: T) {
  // a mapped union has a type that is too narrow
  return Type.Unsafe<T[number]>(Type.Union(values.map((value) => Type.Literal(value))));
}
