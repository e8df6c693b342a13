import { Type } from "typebox";

/** Schemas of the plain front, `/v1/try-ons`: they validate what comes, and describe the API. */

const Image = (description: string) =>
  Type.String({
    minLength: 1,
    description: `${description}: an http(s) URL, raw Base64, or a file in a form`,
  });

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const TryOnBodySchema = Type.Object(
  {
    person: Image("The photo of the person"),
    garment: Image("The photo of the garment"),
    second_garment: Type.Optional(Image("A second garment of the same outfit, such as a lower to an upper")),
    kind: Type.Optional(
      Type.Union([Type.Literal("upper"), Type.Literal("lower"), Type.Literal("dress")], {
        description:
          "What the garment is, or which one of its picture is meant; without it the engine decides",
      }),
    ),
    engine: Type.Optional(
      Type.String({ minLength: 1, description: "Which engine; the service's own without it" }),
    ),
    output_format: Type.Optional(
      Type.Union([Type.Literal("png"), Type.Literal("jpeg"), Type.Literal("webp")], { default: "png" }),
    ),
    output_max_side_px: Type.Optional(
      Type.Integer({ minimum: 64, maximum: 4096, description: "A larger result is shrunk to this side" }),
    ),
    callback_url: Type.Optional(Type.String({ description: "Told of every change of the status" })),
    external_id: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 512,
        description: "Your own name for it, unique in a subscription",
      }),
    ),
  },
  {
    additionalProperties: false,
    examples: [{ person: "https://example.com/person.jpg", garment: "https://example.com/garment.jpg" }],
  },
);

export const TryOnHeadersSchema = Type.Object({
  "idempotency-key": Type.Optional(
    Type.String({ minLength: 1, maxLength: 255, description: "Submits with one key are one for 24 hours" }),
  ),
});

export const TryOnListSchema = Type.Object({
  limit: Type.Optional(Type.String({ description: "1 to 100, 20 without it" })),
  offset: Type.Optional(Type.String({ description: "How many of the newest to leave out" })),
});

export const TryOnPathSchema = Type.Object({ id: Type.String() });

const Status = Type.Union([
  Type.Literal("queued"),
  Type.Literal("running"),
  Type.Literal("succeeded"),
  Type.Literal("failed"),
  Type.Literal("canceled"),
]);

const Result = Type.Object({
  url: Type.String({ description: "Whoever has the link can read the picture until it is deleted" }),
  format: Type.String(),
  report: Type.Unknown({ description: "The quality report: score, confidence, warnings, timings" }),
  warnings: Type.Unsafe<readonly string[]>(Type.Array(Type.String())),
});

export const TryOnSchema = Type.Object({
  id: Type.String(),
  status: Status,
  progress: Type.Integer({ minimum: 0, maximum: 100 }),
  stage: Nullable(Type.String()),
  engine: Type.String(),
  external_id: Nullable(Type.String()),
  created_at: Type.String(),
  updated_at: Type.String(),
  ended_at: Nullable(Type.String()),
  result: Nullable(Result),
  error: Nullable(Type.Object({ code: Type.String(), message: Type.String() })),
});

export const TryOnsSchema = Type.Object({ try_ons: Type.Array(TryOnSchema) });

export const ProblemSchema = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  code: Type.String(),
  request_id: Type.String(),
});
