/**
 * Jobs: where files, codecs, perception and the engine meet, and the processes they run in. It knows no task, no HTTP and no
 * storage: files go in, a picture and its report or a reason come out.
 */
export { EngineClosedError } from "./engine-error.js";
export { createEngineHost, type EngineHost, type EngineHostOptions, type RunOptions } from "./engine-host.js";
export { inspectPicture, type InspectPictureOptions } from "./inspect-picture.js";
export { createKlingEngine, type KlingEngineOptions } from "./kling-engine.js";
export {
  createGarmentMemory,
  createPersonMemory,
  createPlanMemory,
  type GarmentMemory,
  type PersonMemory,
  type PlanMemory,
} from "./analysis-memory.js";
export { createSecondThread, type SecondThread } from "./second-thread.js";
export { tryOnPictures, type TryOnPicturesOptions } from "./try-on.js";
export type {
  EngineOutcome,
  TryOnEngine,
  JobLog,
  JobStage,
  PictureBox,
  PictureInspection,
  PictureQuestion,
  TryOnFiles,
  TryOnOutcome,
  TryOnReport,
} from "./types.js";
