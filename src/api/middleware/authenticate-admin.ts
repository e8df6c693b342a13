import { createHash, timingSafeEqual } from "node:crypto";
import type { onRequestAsyncHookHandler } from "fastify";
import { AppError } from "../../lib/errors.js";

/** A hook that lets requests with the operator's token pass, in a time that tells nothing of the token. */
export function createAdminAuthentication(token: string): onRequestAsyncHookHandler {
  const wanted = digest(token);
  return async ({ headers }) => {
    const received = /^Bearer (?<token>\S+)$/i.exec(headers.authorization ?? "")?.groups?.["token"];
    if (received === undefined || !timingSafeEqual(digest(received), wanted))
      throw new AppError("UNAUTHENTICATED", {
        details: "send the admin token as `Authorization: Bearer TOKEN`",
      });
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
