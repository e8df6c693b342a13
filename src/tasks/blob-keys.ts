import type { OutputOptions, TaskId } from "./task.js";

/** The folders of the blob store that tasks use. */
export const BLOB_PREFIX = { inputs: "inputs", results: "results" } as const;

export type InputRole = "person" | `garment-${number}`;

export function inputKey(taskId: TaskId, role: InputRole): string {
  return `${BLOB_PREFIX.inputs}/${taskId}.${role}`;
}

/** The task that an input's key belongs to. */
export function inputOwner(key: string): TaskId {
  const [taskId = ""] = key.slice(BLOB_PREFIX.inputs.length + 1).split(".");
  return taskId as TaskId; // made by inputKey
}

/** The same for every attempt, so that an attempt that lost its lease leaves no second picture behind. */
export function resultKey(taskId: TaskId, format: ResultFormat = "png"): string {
  return `${BLOB_PREFIX.results}/${taskId}-0.${RESULT_SUFFIX[format]}`;
}

type ResultFormat = OutputOptions["format"];

/** The end of a result's name, by its format. */
export const RESULT_SUFFIX = { png: "png", jpeg: "jpg", webp: "webp" } as const satisfies Record<
  ResultFormat,
  string
>;
