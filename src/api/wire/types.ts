/** Front A on the wire, for servers and clients: names and spellings are the protocol's. */

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
  readonly task_info: Readonly<Record<string, never>>;
  readonly task_result: { readonly images?: readonly { readonly index: number; readonly url: string }[] };
  /** Milliseconds since 1970. */
  readonly created_at: number;
  readonly updated_at: number;
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

interface Envelope {
  readonly code: 0;
  readonly message: "SUCCEED";
  readonly request_id: string;
}
