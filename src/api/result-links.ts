import type { FastifyRequest } from "fastify";
import { signName, verifyName } from "../lib/url-signature.js";
import { RESULT_SUFFIX, type Task, type TaskId } from "../tasks/mod.js";

export interface ResultLinkOptions {
  readonly secret: string;
  /** The service's address for clients, without a path. @default what the client's request was sent to */
  readonly publicUrl: string | undefined;
}

export interface ResultLinkQuery {
  readonly expires?: string;
  readonly signature?: string;
}

/** Links that let anyone who has them read one result until it is deleted. The same task always gets the same link. */
export class ResultLinks {
  readonly #options: ResultLinkOptions;

  constructor(options: ResultLinkOptions) {
    this.#options = options;
  }

  /** The link to the task's picture; undefined until it has succeeded. */
  make(task: Task, request: FastifyRequest): string | undefined {
    return task.state === "succeeded" ? this.makeAt(task, findOrigin(request)) : undefined;
  }

  /** As make(), for a client that knows the service by this address when none is configured. */
  makeAt(task: Task, origin: string): string | undefined {
    if (task.state !== "succeeded" || task.expiresAtMs === undefined) return undefined;
    const signed = { name: nameResult(task.id), expiresAtMs: task.expiresAtMs };
    const query = new URLSearchParams({
      expires: String(signed.expiresAtMs),
      signature: signName(this.#options.secret, signed),
    });
    const suffix = RESULT_SUFFIX[task.options.output?.format ?? "png"];
    return `${this.#options.publicUrl ?? origin}/results/${signed.name}.${suffix}?${query}`;
  }

  verify(taskId: TaskId, { expires = "", signature = "" }: ResultLinkQuery, nowMs: number): boolean {
    const signed = { name: nameResult(taskId), expiresAtMs: Number(expires) };
    return (
      Number.isSafeInteger(signed.expiresAtMs) && verifyName(this.#options.secret, signed, signature, nowMs)
    );
  }
}

function nameResult(taskId: TaskId): string {
  return `${taskId}-0`;
}

/** The address that the client used; the socket's own when it sent no usable Host header. */
export function findOrigin({ protocol, host, socket }: FastifyRequest): string {
  if (/^[\w.:[\]-]+$/.test(host) && URL.canParse(`${protocol}://${host}`)) return `${protocol}://${host}`;
  const address = socket.localFamily === "IPv6" ? `[${socket.localAddress}]` : socket.localAddress;
  return `${protocol}://${address}:${socket.localPort}`;
}
