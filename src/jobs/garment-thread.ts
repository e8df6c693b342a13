import { parentPort } from "node:worker_threads";
import { analyseGarment } from "../engine/mod.js";
import type { GarmentQuestion } from "./garment-reader.js";

/** Entry of the thread that reads garments (see garment-reader.ts): a picture in, its analysis out, one at a time. */
parentPort?.on("message", ({ image, observation }: GarmentQuestion) =>
  parentPort?.postMessage(analyseGarment(image, observation)),
);
