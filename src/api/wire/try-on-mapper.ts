import type { Task } from "../../tasks/mod.js";
import type { LinkedTask } from "./task-mapper.js";
import type { TryOn } from "./types.js";

export const DEFAULT_ENGINE = "drape";

/** A task in the words of `/v1/try-ons`. */
export function toTryOn({ task, resultUrl }: LinkedTask): TryOn {
  const { id, state, progress, stage, options, externalId, message } = task;
  return {
    id,
    status: state,
    progress,
    stage: state === "running" ? (stage ?? null) : null,
    engine: options.engine ?? DEFAULT_ENGINE,
    external_id: externalId ?? null,
    created_at: toIso(task.createdAtMs),
    updated_at: toIso(task.updatedAtMs),
    ended_at: task.endedAtMs === undefined ? null : toIso(task.endedAtMs),
    result:
      resultUrl === undefined
        ? null
        : {
            url: resultUrl,
            format: options.output?.format ?? "png",
            report: task.report ?? null,
            warnings: listWarnings(task.report),
          },
    error: state === "failed" ? { code: task.failureCode ?? "INTERNAL", message } : null,
  };
}

/** What a submit answers: the same for its repetitions, whatever has become of the task since. */
export function toAcceptedTryOn({
  id,
  createdAtMs,
  externalId,
  engine = DEFAULT_ENGINE,
}: Pick<Task, "id" | "createdAtMs"> & { externalId: string | undefined; engine: string | undefined }): TryOn {
  const created_at = toIso(createdAtMs);
  return {
    id,
    status: "queued",
    progress: 0,
    stage: null,
    engine,
    external_id: externalId ?? null,
    created_at,
    updated_at: created_at,
    ended_at: null,
    result: null,
    error: null,
  };
}

/** The report's warnings; an engine may give none. */
function listWarnings(report: unknown): readonly string[] {
  if (typeof report !== "object" || report === null || !("warnings" in report)) return [];
  const { warnings } = report;
  return Array.isArray(warnings)
    ? warnings.map((warning) => (typeof warning === "string" ? warning : JSON.stringify(warning)))
    : [];
}

function toIso(ms: number): string {
  return new Date(ms).toISOString();
}
