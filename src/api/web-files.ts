import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Api } from "./server.js";

/** A file of the built pages, in memory: there are few, and they are small. */
export interface WebFile {
  /** Below the folder, with `/`. */
  readonly path: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** Undefined where it would save nothing. */
  readonly brotli: Uint8Array | undefined;
  readonly etag: string;
}

const MEDIA_TYPE: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

/**
 * Everything comes from this server and nothing is inline. `blob:` is a photo before it is sent, `data:` an icon in a style sheet. Trusted
 * types: only lit's templates may become markup.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types lit-html",
].join("; ");

/** Reads the built pages; none when they were not built. Files of other kinds are not served. */
export async function loadWebFiles(folder: URL): Promise<ReadonlyMap<string, WebFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = new Map<string, WebFile>();
  const root = fileURLToPath(folder);
  for (const entry of entries) {
    const mediaType = MEDIA_TYPE[extname(entry.name)];
    if (!entry.isFile() || mediaType === undefined) continue;
    const file = `${entry.parentPath.replace(/[/\\]$/, "")}/${entry.name}`;
    const path = file.slice(root.length).replaceAll("\\", "/");
    files.set(path, makeWebFile(path, mediaType, await readFile(file)));
  }
  return files;
}

function makeWebFile(path: string, mediaType: string, bytes: Uint8Array): WebFile {
  const isText = /^text|svg/.test(mediaType);
  const brotli = isText
    ? brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }) // 20 ms for all files, 3 % above the best
    : undefined;
  const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
  return { path, mediaType, bytes, brotli, etag };
}

/** Serves each file under its own path, and `NAME.html` as `/NAME`; what is not in the list does not exist. */
export function addWebRoutes(app: Api, files: ReadonlyMap<string, WebFile>): void {
  for (const file of files.values()) {
    if (file.path === "index.html") continue;
    const url = `/${file.path.replace(/\.html$/, "")}`;
    app.get(url, { schema: { hide: true }, config: { isRoutine: true } }, async (request, reply) =>
      sendWebFile(request, reply, file),
    );
  }
}

/** Sends a file, or 304 when the browser has it. */
export function sendWebFile(request: FastifyRequest, reply: FastifyReply, file: WebFile): FastifyReply {
  const { mediaType, bytes, brotli, etag } = file;
  const isPage = mediaType.startsWith("text/html");
  reply.headers({
    etag,
    vary: isPage ? "accept, accept-encoding" : "accept-encoding",
    "cache-control": describeCaching(file),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  });
  if (isPage)
    reply.headers({
      "content-security-policy": CONTENT_SECURITY_POLICY,
      "cross-origin-opener-policy": "same-origin",
      "permissions-policy": "camera=(self), microphone=(), geolocation=()",
    });
  if (file.path === WIDGET)
    reply.headers({ "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" });
  if (request.headers["if-none-match"] === etag) return reply.status(304).send();
  reply.type(mediaType);
  if (brotli === undefined || !acceptsBrotli(request)) return reply.send(bytes);
  return reply.header("content-encoding", "br").send(brotli);
}

/** The shops' script: the one file that other origins load. */
const WIDGET = "widget.js";

/** Files below assets/ have a hash of their content in their name. */
function describeCaching({ path }: WebFile): string {
  if (path.startsWith("assets/")) return "public, max-age=31536000, immutable";
  return path === WIDGET ? "public, max-age=300" : "no-cache";
}

function acceptsBrotli({ headers }: FastifyRequest): boolean {
  return /\bbr\b(?!\s*;\s*q=0(\.0*)?(,|$))/.test(headers["accept-encoding"]?.toString() ?? "");
}
