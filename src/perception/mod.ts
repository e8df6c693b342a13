/**
 * Perception: sees where a person is in a picture, with three networks run by LiteRT on the CPU. It hands the engine plain
 * data (PersonObservation) and knows nothing of clothes. It will not decode files, download models or keep pictures.
 */
import type { Image8, Perception } from "../engine/mod.js";
import { compileNetwork } from "./litert-runtime.js";
import { readModelFile } from "./model-files.js";
import { observePerson, type Networks } from "./observe-person.js";
import { NETWORK_SIZE_PX } from "./pose-network.js";

export { ModelMissingError } from "./model-files.js";

export interface PerceptionOptions {
  /** Folder with the three `.tflite` files. @default the installed packages @mediapipe/pose and @mediapipe/selfie_segmentation */
  readonly modelDir?: string;
}

/** A perception that owns the networks' memory until it is closed. */
export interface ClosablePerception extends Perception {
  close(): void;
}

/**
 * Loads and warms up the networks, in about a second. Works in the main thread and in worker threads; leaves no globals.
 * Pictures are looked at one after the other: for more at once, create one per worker thread.
 * @throws ModelMissingError if a model file is not there.
 */
export async function createPerception(options: PerceptionOptions = {}): Promise<ClosablePerception> {
  const [finderBytes, poseBytes, selfieBytes] = await Promise.all([
    readModelFile("pose_landmark_lite.tflite", options.modelDir),
    readModelFile("pose_landmark_heavy.tflite", options.modelDir),
    readModelFile("selfie_segmentation.tflite", options.modelDir),
  ]);
  // the largest first: the memory that its compilation needed for a while serves the others
  const pose = await compileNetwork(poseBytes, NETWORK_SIZE_PX, "large");
  const finder = await compileNetwork(finderBytes, NETWORK_SIZE_PX);
  const selfie = await compileNetwork(selfieBytes, NETWORK_SIZE_PX);
  const networks: Networks = { finder, pose, selfie };
  await warmUp(networks);
  return {
    observePerson: (image: Image8) => observePerson(networks, image),
    close() {
      finder.close();
      pose.close();
      selfie.close();
    },
  };
}

/** The first run of a network takes twice as long as later ones: it is taken here, not from the first picture. */
async function warmUp(networks: Networks): Promise<void> {
  const blank = new Float32Array(NETWORK_SIZE_PX * NETWORK_SIZE_PX * 3);
  await networks.finder.run(blank);
  await networks.pose.run(blank);
  await networks.selfie.run(blank);
}
