/** The fronts on the wire, for servers and clients: names and spellings are the protocol's. */

export interface SubmitBody {
  /** URL or raw Base64. */
  readonly human_image: string;
  /** URL or raw Base64. */
  readonly cloth_image?: string | null;
  /** Without cloth_image the garment, with it a second garment of the same outfit. */
  readonly image_tail?: string | null;
  readonly callback_url?: string | null;
}

export interface PollBody {
  readonly task_id: string;
}

export type TaskStatus = "submitted" | "processing" | "succeed" | "failed";

export interface SubmitReply extends Envelope {
  readonly data: {
    readonly task_id: string;
    readonly task_status: TaskStatus;
    readonly created_at: number;
    readonly updated_at: number;
  };
}

export interface PollReply extends Envelope {
  readonly data: TaskData | UnknownTaskData;
}

export interface TaskData {
  readonly task_id: string;
  readonly task_status: TaskStatus;
  /** Why the task failed, else empty. */
  readonly task_status_msg: string;
  readonly task_info: TaskInfo;
  readonly task_result: { readonly images?: readonly { readonly index: number; readonly url: string }[] };
  /** Milliseconds since 1970. */
  readonly created_at: number;
  readonly updated_at: number;
}

/** What a callback tells of a task's new status. */
export interface CallbackBody extends TaskData {
  /** "1" for a try-on that succeeded, else "0". */
  readonly final_unit_deduction: "0" | "1";
}

export interface TaskInfo {
  /** The client's own name for the task, when it gave one. */
  readonly external_task_id?: string;
}

export interface UnknownTaskData {
  readonly task_id: string;
  readonly task_status: "failed";
  readonly task_status_msg: "task not found";
}

export interface ErrorReply {
  /** The protocol's exact words for the HTTP status. */
  readonly error: string;
  /** What is wrong, in words that a client's developer can act on. */
  readonly details: string;
  readonly request_id: string;
}

export interface KlingCreateBody {
  /** `kolors-virtual-try-on-v1` (default) or `kolors-virtual-try-on-v1-5`. */
  readonly model_name?: string | null;
  /** What some clients send in place of model_name. */
  readonly model?: string | null;
  readonly human_image: string;
  readonly cloth_image?: string | null;
  readonly callback_url?: string | null;
  readonly external_task_id?: string | null;
}

export interface KlingCreateReply extends Envelope {
  readonly data: Pick<TaskData, "task_id" | "task_status" | "task_info" | "created_at" | "updated_at">;
}

export interface KlingTaskReply extends Envelope {
  readonly data: TaskData;
}

export interface KlingListReply extends Envelope {
  readonly data: readonly TaskData[];
}

export interface ResourcePack {
  readonly resource_pack_name: string;
  readonly resource_pack_id: string;
  readonly resource_pack_type: "decreasing_total" | "constant_period";
  readonly total_quantity: number;
  readonly remaining_quantity: number;
  /** Milliseconds since 1970, as the other times. */
  readonly purchase_time: number;
  readonly effective_time: number;
  readonly invalid_time: number;
  readonly status: "toBeOnline" | "online" | "expired" | "runOut";
}

export interface KlingCostsReply extends Envelope {
  readonly data: { readonly resource_pack_subscribe_infos: readonly ResourcePack[] };
}

export interface KlingErrorReply {
  readonly code: number;
  readonly message: string;
  readonly request_id: string;
}

/** A try-on as `/v1/try-ons` tells it. Times are ISO 8601. */
export interface TryOn {
  readonly id: string;
  readonly status: "queued" | "running" | "succeeded" | "failed" | "canceled";
  /** 0..100. */
  readonly progress: number;
  /** What the engine is doing, while it runs. */
  readonly stage: string | null;
  readonly engine: string;
  readonly external_id: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly ended_at: string | null;
  readonly result: TryOnResult | null;
  /** Why it failed. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface TryOnResult {
  readonly url: string;
  readonly format: string;
  /** The engine's quality report. */
  readonly report: unknown;
  readonly warnings: readonly string[];
}

/** What `/v1/inspections` thinks of the pictures that were sent; null for one that was not. */
export interface Inspection {
  readonly person: InspectedPicture | null;
  readonly garment: InspectedPicture | null;
}

export interface InspectedPicture {
  /** Whether a try-on with it would begin. */
  readonly usable: boolean;
  /** Why not. */
  readonly error: { readonly code: string; readonly message: string } | null;
  /** Of the upright picture, in pixels; null when the file could not be read. */
  readonly width: number | null;
  readonly height: number | null;
  readonly size_bytes: number;
  /** False where no engine runs beside the API: then only the file was looked at. */
  readonly analysed: boolean;
  /** Where the person or the garment is, as shares 0..1 of the picture. */
  readonly found: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  } | null;
  /** 0..1. */
  readonly confidence: number | null;
  /** Of a garment, or of an upper and a lower one in one picture; null for a person, and for what could not be read. */
  readonly kind: "upper" | "lower" | "dress" | "outfit" | null;
  readonly style: "trousers" | "skirt" | null;
  readonly sleeves: "none" | "short" | "long" | null;
  readonly warnings: readonly string[];
  /** The warnings in words that a shopper can act on. */
  readonly advice: readonly string[];
}

/** RFC 9457, with two members of our own. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** For programs: see docs/errors.md. */
  readonly code: string;
  readonly request_id: string;
}

interface Envelope {
  readonly code: 0;
  readonly message: "SUCCEED";
  readonly request_id: string;
}
