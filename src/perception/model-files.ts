import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);

/** The networks perception needs: file name and the npm package that ships it. */
const MODEL_PACKAGES = {
  "pose_landmark_lite.tflite": "@mediapipe/pose",
  "pose_landmark_heavy.tflite": "@mediapipe/pose",
  "selfie_segmentation.tflite": "@mediapipe/selfie_segmentation",
} as const;

export type ModelFile = keyof typeof MODEL_PACKAGES;

/** A network's file is not where it should be. */
export class ModelMissingError extends Error {
  readonly code = "MODEL_MISSING";

  constructor(file: ModelFile, where: string, cause: unknown) {
    super(`Run npm ci to install the model file ${file}: it is missing from ${where}`, { cause });
    this.name = "ModelMissingError";
  }
}

/**
 * Reads a network from `modelDir`, or from its npm package if no folder is given.
 * @throws ModelMissingError if the file cannot be read.
 */
export async function readModelFile(file: ModelFile, modelDir?: string): Promise<Uint8Array> {
  try {
    return await readFile(modelDir === undefined ? locateInPackage(file) : join(modelDir, file));
  } catch (error) {
    throw new ModelMissingError(file, modelDir ?? `the package ${MODEL_PACKAGES[file]}`, error);
  }
}

function locateInPackage(file: ModelFile): string {
  return require.resolve(`${MODEL_PACKAGES[file]}/${file}`);
}
