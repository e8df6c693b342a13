import { Type, type TSchema } from "typebox";

/** Schemas of what fronts A and B answer: they describe the API, and tests hold the replies to them. */

const TaskStatusSchema = Type.Union([
  Type.Literal("submitted"),
  Type.Literal("processing"),
  Type.Literal("succeed"),
  Type.Literal("failed"),
]);

const Milliseconds = Type.Integer({ description: "Milliseconds since 1970" });
const TaskInfo = Type.Object({ external_task_id: Type.Optional(Type.String()) });
const Images = Type.Array(Type.Object({ index: Type.Integer(), url: Type.String() }));
const TaskResult = Type.Object({ images: Type.Optional(Images) });

const TaskData = Type.Object({
  task_id: Type.String(),
  task_status: TaskStatusSchema,
  task_status_msg: Type.String(),
  task_info: TaskInfo,
  task_result: TaskResult,
  created_at: Milliseconds,
  updated_at: Milliseconds,
});

const UnknownTaskData = Type.Object({
  task_id: Type.String(),
  task_status: Type.Literal("failed"),
  task_status_msg: Type.Literal("task not found"),
});

const ResourcePack = Type.Object({
  resource_pack_name: Type.String(),
  resource_pack_id: Type.String(),
  resource_pack_type: Type.Union([Type.Literal("decreasing_total"), Type.Literal("constant_period")]),
  total_quantity: Type.Number(),
  remaining_quantity: Type.Number(),
  purchase_time: Milliseconds,
  effective_time: Milliseconds,
  invalid_time: Milliseconds,
  status: Type.Union([
    Type.Literal("toBeOnline"),
    Type.Literal("online"),
    Type.Literal("expired"),
    Type.Literal("runOut"),
  ]),
});

const CreatedTask = {
  task_id: Type.String(),
  task_status: TaskStatusSchema,
  created_at: Milliseconds,
  updated_at: Milliseconds,
};

/** The success envelope of fronts A and B. Unsafe: the handlers' types are those of wire/types.ts. */
function envelope(data: TSchema) {
  return Type.Unsafe<object>(
    Type.Object({ code: Type.Literal(0), message: Type.Literal("SUCCEED"), request_id: Type.String(), data }),
  );
}

export const SubmitReplySchema = envelope(Type.Object(CreatedTask));
export const PollReplySchema = envelope(Type.Union([TaskData, UnknownTaskData]));
export const KlingCreateReplySchema = envelope(Type.Object({ ...CreatedTask, task_info: TaskInfo }));
export const KlingTaskReplySchema = envelope(TaskData);
export const KlingListReplySchema = envelope(Type.Array(TaskData));
export const KlingCostsReplySchema = envelope(
  Type.Object({ resource_pack_subscribe_infos: Type.Array(ResourcePack) }),
);

export const GatewayErrorSchema = Type.Object({
  error: Type.String(),
  details: Type.String(),
  request_id: Type.String(),
});

export const KlingErrorSchema = Type.Object({
  code: Type.Integer(),
  message: Type.String(),
  request_id: Type.String(),
});

/** What a callback brings. */
export const CallbackSchema = Type.Object({
  ...TaskData.properties,
  final_unit_deduction: Type.String(),
});
