/** The tables as the stores see them. Times are milliseconds since 1970 in bigint columns, objects are JSON in text columns. */
export interface Schema {
  readonly tasks: TasksTable;
  readonly subscriptions: SubscriptionsTable;
  readonly subscription_keys: SubscriptionKeysTable;
  readonly rate_limits: RateLimitsTable;
  readonly usage_days: UsageDaysTable;
  readonly audit: AuditTable;
  readonly webhooks: WebhooksTable;
  readonly settings: SettingsTable;
  readonly idempotency_keys: IdempotencyKeysTable;
  readonly widget_uses: WidgetUsesTable;
}

export interface TasksTable {
  id: string;
  subscription_id: string;
  /** The client's own name for the task, unique within its subscription. */
  external_id: string | null;
  /** JSON of TaskOptions; null for none. */
  options: string | null;
  /** Who is told of changes; null: nobody. */
  callback_url: string | null;
  /** The service's address as the client that submitted knows it, for links in what is told. */
  callback_origin: string | null;
  /** The span of its submit, as in the header of that name; null: nobody traces it. */
  traceparent: string | null;
  state: string;
  /** What runs it; null: the engine of tasks that name none. */
  engine: string | null;
  /** Its place in the queue: a time in milliseconds, later by one for each task of its subscription that waits before it. */
  place: number;
  /** JSON of TaskInputs; null once the inputs are deleted. */
  inputs: string | null;
  /** When a worker may claim the task: its creation while queued, the lease's end while running, null when it has ended. */
  available_at: number | null;
  /** The fencing token of the current claim; null while nobody holds one. */
  lease: string | null;
  /** The process that holds the lease. */
  worker: string | null;
  /** How often the task was claimed. */
  attempts: number;
  /** Per cent that is done of the current attempt. */
  progress: number;
  /** What the current attempt is doing. */
  stage: string | null;
  failure_code: string | null;
  message: string;
  /** Blob key of the result. */
  result_key: string | null;
  /** JSON of the quality report. */
  report: string | null;
  created_at: number;
  updated_at: number;
  /** When the task ended; null before. */
  ended_at: number | null;
  /** When it is deleted with its result; null until it has ended. */
  expires_at: number | null;
}

export interface SubscriptionsTable {
  id: string;
  name: string;
  /** JSON of what the subscription may do and no statement asks for: see accounts. */
  policy: string;
  /** Null: no limit, as in the next two. */
  requests_per_minute: number | null;
  concurrent_tasks: number | null;
  monthly_quota: number | null;
  /** Null: as long as the service says. */
  result_days: number | null;
  /** Null in subscriptions of a version that had none. */
  access_key: string | null;
  /** Encrypted: they sign, so they must be read. */
  secret_key_sealed: string | null;
  webhook_secret_sealed: string | null;
  /** Tasks that have not ended; changed in the transactions that create and end them. */
  open_tasks: number;
  /** The month (UTC, YYYY-MM) that quota_used counts. */
  quota_month: string;
  quota_used: number;
  created_at: number;
  /** Null while it may be used. */
  disabled_at: number | null;
}

/** A subscription's live keys: one in each slot. */
export interface SubscriptionKeysTable {
  /** SHA-256 of the key, hexadecimal. */
  key_hash: string;
  subscription_id: string;
  slot: string;
  created_at: number;
}

export interface RateLimitsTable {
  subscription_id: string;
  /** When the whole allowance is there again, in microseconds: a minute may have more requests than milliseconds. */
  full_at: number;
}

/** What a subscription did on a day (UTC, YYYY-MM-DD). It stays when the tasks are deleted: there is nothing personal in it. */
export interface UsageDaysTable {
  subscription_id: string;
  day: string;
  submitted: number;
  succeeded: number;
  failed: number;
  canceled: number;
}

/** Who changed a subscription, and what. */
export interface AuditTable {
  id: string;
  at: number;
  actor: string;
  action: string;
  subscription_id: string;
  /** JSON; never a key or a secret. */
  details: string;
}

/** Submits that a client marked with a key: a repetition finds the first one's task. */
export interface IdempotencyKeysTable {
  subscription_id: string;
  key: string;
  /** SHA-256 of everything that was asked. */
  request_hash: string;
  task_id: string;
  created_at: number;
  expires_at: number;
}

/** How often a widget's token was used, until it expires. */
export interface WidgetUsesTable {
  token_id: string;
  used: number;
  expires_at: number;
}

/** The outbox: what callers-back are to be told, written in the transaction that changed the task. */
export interface WebhooksTable {
  /** The message's `webhook-id`, the same for every attempt. */
  id: string;
  task_id: string;
  /** Order within the task; the next one waits until this one is over. */
  position: number;
  subscription_id: string;
  url: string;
  /** Whose slowness this message shares: subscription and host. */
  receiver: string;
  body: string;
  /** Its task's. */
  traceparent: string | null;
  state: string;
  /** When to send it: null when it waits for an earlier message, or is over. While a sender has it, when its lease ends. */
  available_at: number | null;
  lease: string | null;
  attempts: number;
  /** What the last attempt came to: HTTP status, or why there was none. */
  last_status: number | null;
  last_error: string | null;
  created_at: number;
  updated_at: number;
}

/** Values that the service makes once and must find again, such as the secret of signed links. */
export interface SettingsTable {
  name: string;
  value: string;
}
