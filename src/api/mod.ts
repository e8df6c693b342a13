/**
 * HTTP: fronts that translate a published protocol into calls of one service. It will not run a job or look at a pixel, and no front
 * knows the database.
 */
export { addAdminApi, type AdminOptions } from "./admin.js";
export { addFrontB, type FrontBOptions } from "./front-b.js";
export { addApiDocs } from "./api-docs.js";
export { addFrontA, type FrontAOptions } from "./front-a.js";
export { addPlaygroundFront, type PlaygroundOptions } from "./front-playground.js";
export { PlaygroundSessions } from "./playground-sessions.js";
export { addWebRoutes, loadWebFiles, type WebFile } from "./web-files.js";
export type { InspectPicture } from "./routes/rest/inspect-pictures.js";
export { addWidgetFront, type WidgetFrontOptions } from "./front-widget.js";
export { WidgetTokens } from "./widget-tokens.js";
export { addRestFront, type RestFrontOptions } from "./front-rest.js";
export { ResultLinks, type ResultLinkOptions } from "./result-links.js";
export { createOverloadGuard } from "./middleware/overload-guard.js";
export { addGetResultRoute } from "./routes/get-result.js";
export { addMetricsRoute, observeRequests, type MetricsSource } from "./routes/get-metrics.js";
export { addHealthRoutes } from "./routes/get-health.js";
export { addHomeRoute } from "./routes/get-home.js";
export { toCallbackBody } from "./wire/task-mapper.js";
export { createServer, type Api } from "./server.js";
export { type UploadOptions } from "./upload/spool-images.js";
export { createTryOnService, type TryOnService } from "./try-on-service.js";
