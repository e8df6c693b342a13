import type { Task, TaskState } from "../../tasks/mod.js";
import type {
  CallbackBody,
  KlingCostsReply,
  KlingCreateReply,
  KlingListReply,
  KlingTaskReply,
  PollReply,
  ResourcePack,
  SubmitReply,
  TaskData,
  TaskInfo,
  TaskStatus,
} from "./types.js";

const STATUS = {
  queued: "submitted",
  running: "processing",
  succeeded: "succeed",
  failed: "failed",
  canceled: "failed", // the protocol has no word for it; `task_status_msg` says so
} as const satisfies Record<TaskState, TaskStatus>;

/** A task and the link to its picture, which is undefined until the task has succeeded. */
export interface LinkedTask {
  readonly task: Task;
  readonly resultUrl: string | undefined;
}

export function toSubmitReply(task: Task, requestId: string): SubmitReply {
  const { id, state, createdAtMs, updatedAtMs } = task;
  return {
    ...envelope(requestId),
    data: { task_id: id, task_status: STATUS[state], created_at: createdAtMs, updated_at: updatedAtMs },
  };
}

export function toPollReply(linked: LinkedTask, requestId: string): PollReply {
  return { ...envelope(requestId), data: toTaskData(linked) };
}

export function toUnknownTaskReply(taskId: string, requestId: string): PollReply {
  return {
    ...envelope(requestId),
    data: { task_id: taskId, task_status: "failed", task_status_msg: "task not found" },
  };
}

export function toKlingCreateReply(task: Task, requestId: string): KlingCreateReply {
  const { id, state, createdAtMs, updatedAtMs } = task;
  return {
    ...envelope(requestId),
    data: {
      task_id: id,
      task_status: STATUS[state],
      task_info: toTaskInfo(task),
      created_at: createdAtMs,
      updated_at: updatedAtMs,
    },
  };
}

export function toKlingTaskReply(linked: LinkedTask, requestId: string): KlingTaskReply {
  return { ...envelope(requestId), data: toTaskData(linked) };
}

export function toKlingListReply(tasks: readonly LinkedTask[], requestId: string): KlingListReply {
  return { ...envelope(requestId), data: tasks.map(toTaskData) };
}

export function toKlingCostsReply(packs: readonly ResourcePack[], requestId: string): KlingCostsReply {
  return { ...envelope(requestId), data: { resource_pack_subscribe_infos: packs } };
}

export function toCallbackBody(linked: LinkedTask): CallbackBody {
  return { ...toTaskData(linked), final_unit_deduction: linked.task.state === "succeeded" ? "1" : "0" };
}

function toTaskData({ task, resultUrl }: LinkedTask): TaskData {
  return {
    task_id: task.id,
    task_status: STATUS[task.state],
    task_status_msg: task.message,
    task_info: toTaskInfo(task),
    task_result: resultUrl === undefined ? {} : { images: [{ index: 0, url: resultUrl }] },
    created_at: task.createdAtMs,
    updated_at: task.updatedAtMs,
  };
}

function toTaskInfo({ externalId }: Task): TaskInfo {
  return externalId === undefined ? {} : { external_task_id: externalId };
}

function envelope(requestId: string) {
  return { code: 0, message: "SUCCEED", request_id: requestId } as const;
}
