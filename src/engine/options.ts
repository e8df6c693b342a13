import type { Image8 } from "./image.js";
import type { Stage } from "./report.js";

export interface TryOnOptions {
  /** Called when a stage begins. The engine has no clock: who wants times takes them here. */
  readonly onStage?: (stage: Stage) => void;
  /** Receives each stage's picture. Drawing costs time, so leave it out when nobody looks. */
  readonly onDebugImage?: (name: string, image: Image8) => void;
}
