import { Type } from "typebox";

const OptionalText = Type.Optional(Type.Union([Type.String(), Type.Null()]));

/** Unknown fields are let through: real clients send `model`, `webhook_url` and more. No maxLength: it costs 25 ms on an image. */
export const SubmitSchema = Type.Object({
  human_image: Type.String({ minLength: 1 }),
  cloth_image: OptionalText,
  image_tail: OptionalText,
  callback_url: OptionalText,
});

export const PollSchema = Type.Object({ task_id: Type.String({ minLength: 1 }) });
