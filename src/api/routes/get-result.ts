import { Type } from "typebox";
import type { FastifyReply } from "fastify";
import type { Clock } from "../../lib/clock.js";
import { AppError } from "../../lib/errors.js";
import type { BlobStore } from "../../storage/mod.js";
import type { Task, TaskId, TaskStore } from "../../tasks/mod.js";
import type { ResultLinkQuery, ResultLinks } from "../result-links.js";
import type { Api } from "../server.js";

export interface ResultRouteOptions {
  readonly tasks: TaskStore;
  readonly blobs: BlobStore;
  readonly links: ResultLinks;
  readonly clock: Clock;
  /** Send who asks for a picture on to the blob store, where that makes links of its own. @default false */
  readonly redirects?: boolean;
}

/** How long a link to the blob store is good: only who follows the redirect uses it. */
const REDIRECT_TTL_MS = 5 * 60_000;

const FILE = /^(?<taskId>[\w-]{22})-0\.(?<type>png|jpg|webp|json)$/;

const MEDIA_TYPE = { png: "image/png", jpg: "image/jpeg", webp: "image/webp" } as const;
type PictureType = keyof typeof MEDIA_TYPE;

const FileSchema = Type.Object({ file: Type.String() });
const QuerySchema = Type.Object({
  expires: Type.Optional(Type.String()),
  signature: Type.Optional(Type.String()),
});

const SCHEMA = {
  summary: "Read a result, or with .json its quality report, by its signed link",
  tags: ["service"],
  security: [],
  params: FileSchema,
  querystring: QuerySchema,
};

/** GET: the picture behind a signed link; the same link with .json in place of .png gives its quality report. */
export function addGetResultRoute(app: Api, options: ResultRouteOptions): void {
  app.get("/results/:file", { schema: SCHEMA }, async (request, reply) => {
    const { taskId, type } = FILE.exec(request.params.file)?.groups ?? {};
    if (taskId === undefined) throw new AppError("RESULT_NOT_FOUND");
    const task = await findLinkedTask(taskId as TaskId, request.query, options); // checked by the signature
    reply
      .header("access-control-allow-origin", "*")
      .header("cache-control", cacheControl(request.query, options.clock));
    if (type === "json") return task.report;
    return await sendPicture(reply, type as PictureType, task, options);
  });
}

async function findLinkedTask(
  taskId: TaskId,
  query: ResultLinkQuery,
  { tasks, links, clock }: ResultRouteOptions,
): Promise<Task> {
  if (!links.verify(taskId, query, clock.nowMs())) throw new AppError("LINK_REFUSED");
  const task = await tasks.find(taskId);
  if (task === undefined) throw new AppError("RESULT_NOT_FOUND");
  return task;
}

/** The picture of a task that has one; its key's name tells its format. */
export async function readPicture(
  { resultKey = "" }: Task,
  blobs: BlobStore,
): Promise<{ readonly picture: Uint8Array; readonly mediaType: string } | undefined> {
  const type = /\.(?<type>png|jpg|webp)$/.exec(resultKey)?.groups?.["type"];
  const picture = type === undefined ? undefined : await blobs.get(resultKey);
  return picture && { picture, mediaType: MEDIA_TYPE[type as PictureType] }; // by the expression above
}

async function sendPicture(
  reply: FastifyReply,
  type: PictureType,
  task: Task,
  { blobs, redirects = false }: ResultRouteOptions,
): Promise<FastifyReply> {
  const key = task.resultKey?.endsWith(`.${type}`) === true ? task.resultKey : undefined; // its name tells its format
  if (key !== undefined && redirects && blobs.makeUrl !== undefined)
    return reply.header("cache-control", "no-store").redirect(await blobs.makeUrl(key, REDIRECT_TTL_MS));
  const picture = key === undefined ? undefined : await blobs.get(key);
  if (picture === undefined) throw new AppError("RESULT_NOT_FOUND");
  return reply.type(MEDIA_TYPE[type]).header("x-content-type-options", "nosniff").send(picture);
}

/** A result never changes; a browser may keep it for as long as its link is good. */
function cacheControl({ expires = "0" }: ResultLinkQuery, clock: Clock): string {
  const seconds = Math.max(0, Math.floor((Number(expires) - clock.nowMs()) / 1000));
  return `private, max-age=${seconds}, immutable`;
}
