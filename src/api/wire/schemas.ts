import { Type } from "typebox";

const OptionalText = Type.Optional(Type.Union([Type.String(), Type.Null()]));

/** Unknown fields are let through: real clients send `model`, `webhook_url` and more. No maxLength: it costs 25 ms on an image. */
export const SubmitSchema = Type.Object(
  {
    human_image: Type.String({ minLength: 1 }),
    cloth_image: OptionalText,
    image_tail: OptionalText,
    callback_url: OptionalText,
  },
  {
    examples: [
      { human_image: "https://example.com/person.jpg", cloth_image: "https://example.com/garment.jpg" },
    ],
  },
);

export const PollSchema = Type.Object(
  { task_id: Type.String({ minLength: 1 }) },
  { examples: [{ task_id: "TYBEDOF5ikgiwceoTYTmPw" }] },
);

/** Front B's create. `model` stands in for `model_name`, as clients in the wild send it. */
export const KlingCreateSchema = Type.Object(
  {
    model_name: OptionalText,
    model: OptionalText,
    human_image: Type.String({ minLength: 1 }),
    cloth_image: OptionalText,
    callback_url: OptionalText,
    external_task_id: Type.Optional(Type.Union([Type.String({ maxLength: 512 }), Type.Null()])),
  },
  {
    examples: [
      {
        model_name: "kolors-virtual-try-on-v1",
        human_image: "https://example.com/person.jpg",
        cloth_image: "https://example.com/garment.jpg",
      },
    ],
  },
);

/** Texts: query parameters are not numbers until they are read. */
export const KlingListSchema = Type.Object({
  pageNum: Type.Optional(Type.String()),
  pageSize: Type.Optional(Type.String()),
});

export const KlingCostsSchema = Type.Object({
  start_time: Type.String(),
  end_time: Type.String(),
  resource_pack_name: Type.Optional(Type.String()),
});

export const TaskPathSchema = Type.Object({ id: Type.String() });
