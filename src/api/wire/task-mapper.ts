import type { Task, TaskState } from "../../tasks/mod.js";
import type { PollReply, SubmitReply, TaskStatus } from "./types.js";

const STATUS = {
  queued: "submitted",
  running: "processing",
  succeeded: "succeed",
  failed: "failed",
  canceled: "failed", // the protocol has no word for it; `task_status_msg` says so
} as const satisfies Record<TaskState, TaskStatus>;

export function toSubmitReply(task: Task, requestId: string): SubmitReply {
  const { id, state, createdAtMs, updatedAtMs } = task;
  return {
    ...envelope(requestId),
    data: { task_id: id, task_status: STATUS[state], created_at: createdAtMs, updated_at: updatedAtMs },
  };
}

/** `resultUrl` is undefined until the task has succeeded. */
export function toPollReply(task: Task, resultUrl: string | undefined, requestId: string): PollReply {
  return {
    ...envelope(requestId),
    data: {
      task_id: task.id,
      task_status: STATUS[task.state],
      task_status_msg: task.message,
      task_info: {},
      task_result: resultUrl === undefined ? {} : { images: [{ index: 0, url: resultUrl }] },
      created_at: task.createdAtMs,
      updated_at: task.updatedAtMs,
    },
  };
}

export function toUnknownTaskReply(taskId: string, requestId: string): PollReply {
  return {
    ...envelope(requestId),
    data: { task_id: taskId, task_status: "failed", task_status_msg: "task not found" },
  };
}

function envelope(requestId: string) {
  return { code: 0, message: "SUCCEED", request_id: requestId } as const;
}
