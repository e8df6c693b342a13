import { LOG_LEVELS, type LogLevel } from "./lib/log.js";

/** A setting's place in the environment, what it means, and how its text is read. */
interface Setting<T> {
  readonly env: string;
  /** Text used when the variable is unset or empty. */
  readonly fallback: string;
  readonly about: string;
  /** @throws Error whose message says what was wanted */
  readonly parse: (text: string) => T;
}

/** All settings. `drape serve --help` and the README's table come from here. */
export const SETTINGS = {
  host: setting("HOST", "127.0.0.1", "address to listen on; 0.0.0.0 lets other machines in", (text) => text),
  port: setting("PORT", "8080", "port to listen on; 0 takes a free one", wholeNumber(0, 65535)),
  publicUrl: setting(
    "PUBLIC_URL",
    "",
    "the service's address for clients, put before links to results; unset: the request's host",
    parseOrigin,
  ),
  trustProxy: setting(
    "DRAPE_TRUST_PROXY",
    "false",
    "believe X-Forwarded-* headers: only behind a proxy that sets them",
    parseBoolean,
  ),
  dataDir: setting("DATA_DIR", "./data", "folder of the database and the files", (text) => text),
  databaseUrl: setting(
    "DATABASE_URL",
    "",
    "postgres://USER:PASSWORD@HOST/NAME, shared by all processes of the service; unset: SQLite in DATA_DIR",
    parseDatabaseUrl,
  ),
  databaseConnections: setting(
    "DRAPE_DATABASE_CONNECTIONS",
    "10",
    "connections of one process to PostgreSQL at the same time",
    wholeNumber(2, 1000),
  ),
  blobUrl: setting(
    "BLOB_URL",
    "",
    "s3://BUCKET/PREFIX?endpoint=URL&region=NAME for photos and results, credentials in AWS_*; unset: files in DATA_DIR",
    parseBlobUrl,
  ),
  redirectToBlobs: setting(
    "DRAPE_REDIRECT_TO_BLOBS",
    "false",
    "answer links to results with a redirect to the bucket of BLOB_URL: only where clients can reach it",
    parseBoolean,
  ),
  secretKey: setting(
    "DRAPE_SECRET_KEY",
    "",
    "encrypts stored secrets: 32 bytes in Base64, the same in all processes; unset: DATA_DIR/secret.key, made at the first start",
    parseSecretKey,
  ),
  adminToken: setting(
    "DRAPE_ADMIN_TOKEN",
    "",
    "opens the admin API to who sends it as a Bearer token, 32 characters or more; unset: there is no admin API",
    parseAdminToken,
  ),
  klingUrl: setting(
    "DRAPE_KLING_URL",
    "",
    "a server that speaks Kling's API: makes it the engine `kling`, with the two keys below",
    parseOrigin,
  ),
  klingAccessKey: setting("DRAPE_KLING_ACCESS_KEY", "", "its access key", (text) => text),
  klingSecretKey: setting("DRAPE_KLING_SECRET_KEY", "", "its secret key", (text) => text),
  playground: setting(
    "DRAPE_PLAYGROUND",
    "auto",
    "the page at /: open (anyone who reaches it may try), key (asks for a subscription key), off; auto: open on this machine only (HOST is loopback, no PUBLIC_URL), else key",
    oneOf(["auto", "open", "key", "off"] as const),
  ),
  workers: setting(
    "DRAPE_WORKERS",
    "1",
    "try-ons at the same time, each in a process of about 0.5 GB",
    wholeNumber(1, 64),
  ),
  engineMemoryMb: setting(
    "DRAPE_ENGINE_MEMORY_MB",
    "2048",
    "MB that an engine process may take before it is ended with its try-on (Linux only)",
    wholeNumber(256, 65536),
  ),
  maxOpenTasks: setting(
    "DRAPE_MAX_OPEN_TASKS",
    "5000",
    "tasks that may wait and run at once, of all subscriptions; submits past it are answered 503",
    wholeNumber(1, 1_000_000),
  ),
  engines: setting(
    "DRAPE_ENGINES",
    "",
    "the engines whose tasks this process runs, comma-separated; unset: all that are configured",
    (text) => text.split(",").flatMap((name) => name.trim() || []),
  ),
  deadlineHours: setting(
    "DRAPE_DEADLINE_HOURS",
    "24",
    "a task that has not ended so long after its submit fails with DEADLINE_PASSED",
    wholeNumber(1, 720),
  ),
  resultDays: setting(
    "DRAPE_RESULT_DAYS",
    "30",
    "days after which results and their tasks are deleted",
    wholeNumber(1, 3650),
  ),
  keepInputs: setting(
    "DRAPE_KEEP_INPUTS",
    "false",
    "keep the photos as long as the result, instead of deleting them when the task ends",
    parseBoolean,
  ),
  allowHosts: setting(
    "DRAPE_ALLOW_HOSTS",
    "",
    "hosts that image and callback URLs may name although they are not public, comma-separated",
    parseHosts,
  ),
  stopGraceSeconds: setting(
    "DRAPE_STOP_GRACE_SECONDS",
    "20",
    "how long a stop waits for requests and running try-ons; try-ons that are left go on after the next start",
    wholeNumber(0, 3600),
  ),
  metricsPort: setting(
    "DRAPE_METRICS_PORT",
    "",
    "port for /metrics, /healthz and /readyz alone, also of workers; unset: /metrics is on PORT",
    (text) => (text === "" ? undefined : wholeNumber(0, 65535)(text)),
  ),
  stopDelaySeconds: setting(
    "DRAPE_STOP_DELAY_SECONDS",
    "0",
    "how long a stopping service still answers while /readyz says 503, so that balancers send no more",
    wholeNumber(0, 600),
  ),
  logLevel: setting("LOG_LEVEL", "info", LOG_LEVELS.join(", "), oneOf<LogLevel>(LOG_LEVELS)),
} as const;

export type Config = { readonly [K in keyof typeof SETTINGS]: ReturnType<(typeof SETTINGS)[K]["parse"]> };

/** Some variables cannot be used; the message has a line for each. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly code = "CONFIG_INVALID";
}

/** What is wrong with a setting that must not be printed. */
class HiddenValueError extends Error {}

/** Reads all settings. @throws ConfigError naming every bad variable */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, { env: variable, fallback, parse }] of Object.entries<Setting<unknown>>(SETTINGS)) {
    const text = env[variable]?.trim() || fallback;
    try {
      values[name] = parse(text);
    } catch (error) {
      const value = error instanceof HiddenValueError ? "…" : text;
      faults.push(`${variable}=${value}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (faults.length > 0) throw new ConfigError(`Cannot use the configuration:\n  ${faults.join("\n  ")}`);
  return Object.freeze(values) as Config; // each value is what its setting's parse gave
}

function setting<T>(env: string, fallback: string, about: string, parse: (text: string) => T): Setting<T> {
  return { env, fallback, about, parse };
}

function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new Error(`want a whole number from ${min} to ${max}`);
    return value;
  };
}

function oneOf<T extends string>(allowed: readonly T[]): (text: string) => T {
  return (text) => {
    const found = allowed.find((value) => value === text);
    if (found === undefined) throw new Error(`want one of ${allowed.join(", ")}`);
    return found;
  };
}

function parseBoolean(text: string): boolean {
  return oneOf(["true", "false"])(text) === "true";
}

function parseOrigin(text: string): string | undefined {
  if (text === "") return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
    throw new Error("want an address such as https://try-on.example.com");
  }
  return url.href.replace(/\/$/, "");
}

/** A place in a bucket, as src/storage wants it. */
interface BlobLocation {
  readonly bucket: string;
  readonly prefix: string;
  readonly endpoint: string | undefined;
  readonly region: string;
}

const BLOB_URL = /^s3:\/\/(?<bucket>[a-z0-9][a-z0-9.-]+)(?:\/(?<prefix>[\w./-]*))?(?:\?(?<query>.*))?$/;

function parseBlobUrl(text: string): BlobLocation | undefined {
  if (text === "") return undefined;
  const { bucket, prefix = "", query } = BLOB_URL.exec(text)?.groups ?? {};
  const options = new URLSearchParams(query);
  const isKnown = [...options.keys()].every((name) => name === "endpoint" || name === "region");
  if (bucket === undefined || !isKnown)
    throw new HiddenValueError("want s3://BUCKET/PREFIX?endpoint=URL&region=NAME; credentials go into AWS_*");
  return {
    bucket,
    prefix: prefix.replace(/\/*$/, prefix === "" ? "" : "/"),
    endpoint: parseOrigin(options.get("endpoint") ?? ""),
    region: options.get("region") ?? "us-east-1",
  };
}

function parseDatabaseUrl(text: string): string | undefined {
  if (text === "") return undefined;
  if (!URL.canParse(text) || !/^postgres(ql)?:$/.test(new URL(text).protocol))
    throw new HiddenValueError("want postgres://USER:PASSWORD@HOST/NAME");
  return text;
}

function parseSecretKey(text: string): Uint8Array | undefined {
  if (text === "") return undefined;
  const key = Buffer.from(text, "base64");
  if (key.length !== 32)
    throw new HiddenValueError("want 32 bytes in Base64, as `openssl rand -base64 32` prints");
  return key;
}

function parseAdminToken(text: string): string | undefined {
  if (text === "") return undefined;
  if (text.length < 32 || /\s/.test(text))
    throw new HiddenValueError("want 32 characters or more, as `openssl rand -hex 32` prints");
  return text;
}

function parseHosts(text: string): readonly string[] {
  const hosts = text.split(",").map((host) => host.trim().toLowerCase());
  const wrong = hosts.find((host) => /[/@\s]|:\d*$/.test(host) && !host.includes("::"));
  if (wrong !== undefined)
    throw new Error(`want host names or addresses without scheme and port, not ${wrong}`);
  return Object.freeze(hosts.filter((host) => host !== ""));
}
